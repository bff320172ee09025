// Locks from structure: mutexes by what `lock` does or returns, guards by what
// constructor and destructor do. A name alone convinces nobody: a door has a lock too.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef lockNames[] = {"lock", "acquire", "enter"};
constexpr llvm::StringRef unlockNames[] = {"unlock", "release", "leave"};
constexpr llvm::StringRef sharedNames[] = {"lockshared", "readerlock", "readlock",
                                           "sharedlock", "lockread"};
constexpr llvm::StringRef sharedReleaseNames[] = {
    "unlockshared", "readerunlock", "readunlock", "sharedunlock", "unlockread"};
constexpr llvm::StringRef tryNames[] = {"trylock", "tryenter", "trylockfor",
                                        "trylockuntil", "tryacquire"};

/// `EnterCriticalSection`, `pthread_mutex_lock`, `futex_wait`, `mutex_.lock`.
bool namesALock(llvm::StringRef plain) {
  if (plain.contains("unlock") || plain.contains("block"))
    return false;
  static constexpr llvm::StringRef words[] = {"lock",        "acquire", "mutex",
                                              "entercrit",   "futex",   "testandset",
                                              "compareexch", "semwait"};
  return llvm::any_of(words, [&](llvm::StringRef word) { return plain.contains(word); });
}

bool namesAnUnlock(llvm::StringRef plain) {
  return plain.contains("unlock") || plain.contains("leavecrit") ||
         llvm::is_contained(unlockNames, plain);
}

bool calls(const FunctionDecl *function, bool (*test)(llvm::StringRef)) {
  return function && bodyCalls(*function, test);
}

/// A step that makes other threads wait: an atomic operation, a call of another lock.
bool isLockStep(const Stmt &stmt) {
  if (isa<AtomicExpr, AsmStmt>(stmt))
    return true;
  const auto *call = dyn_cast<CallExpr>(&stmt);
  if (!call)
    return false;
  const FunctionDecl *callee = calleeOf(*call);
  if (const auto *method = dyn_cast_or_null<CXXMethodDecl>(callee))
    if (looksAtomic(method->getASTContext().getRecordType(method->getParent())))
      return true;
  // Of a function that is seen, its own steps decide.
  return !(callee && visibleBody(*callee)) && namesALock(calledName(*call));
}

/// Whether the class is made of what locks are made of.
bool hasLockParts(const Shape &shape) {
  return shape.consistsOf([&](QualType type) {
    if (looksAtomic(type) || type->isPointerType() || shape.roles().mutex(type))
      return true;
    const CXXRecordDecl *record = recordOf(type);
    return record && namesALock(plainName(*record));
  });
}

bool isNamedLikeALock(const CXXRecordDecl &record) {
  const llvm::SmallString<32> name = plainName(record);
  return namesALock(name) || name.str().contains("critical");
}

/// Whether `lock` of this class makes threads wait.
bool makesWait(const Shape &shape, const CXXMethodDecl &lock) {
  if (visibleBody(lock))
    return bodyContains(lock, isLockStep);
  return shape.method(tryNames) || shape.record().isEmpty() || hasLockParts(shape);
}

/// An object that refers to this class and does something when it dies.
bool isClaimOn(QualType type, const CXXRecordDecl &owner) {
  const CXXRecordDecl *record = recordOf(type);
  if (!record || !record->hasDefinition() || !record->getDestructor() ||
      !record->getDestructor()->isUserProvided())
    return false;
  return llvm::any_of(record->fields(), [&](const FieldDecl *field) {
    QualType type = field->getType();
    const CXXRecordDecl *pointee =
        type->isReferenceType() ? recordOf(type) : pointeeRecordOf(type);
    return pointee && pointee->getCanonicalDecl() == owner.getCanonicalDecl();
  });
}

/// `Guard lock()`, also where the guard comes out of an await.
bool handsOutClaim(const CXXMethodDecl &method) {
  const CXXRecordDecl &owner = *method.getParent();
  if (mentions(method.getReturnType(),
               [&](QualType type) { return isClaimOn(type, owner); }))
    return true;
  const CXXRecordDecl *awaiter = recordOf(method.getReturnType());
  const auto *result =
      awaiter ? dyn_cast_or_null<FunctionDecl>(memberNamed(*awaiter, "await_resume"))
              : nullptr;
  return result && isClaimOn(result->getReturnType(), owner);
}

bool isLockName(llvm::StringRef plain) {
  return plain == "acquire" || (plain.contains("lock") && !plain.contains("unlock") &&
                                !plain.contains("block") && !plain.contains("clock"));
}

/// A method that locks and is awaited, however it is called: `co_lock`, `scopedLock`, ...
bool isAwaitedLock(const Method &method, const Shape &shape) {
  const bool locks = method.name == "acquire" ? isNamedLikeALock(shape.record())
                                              : isLockName(method.name);
  return locks && takesNothing(*method.decl) && shape.isAwaited(*method.decl);
}

/// Says so in its name, wraps a mutex that its thread may take again, or remembers which
/// thread has it, and how often.
bool isRecursive(const Shape &shape) {
  const PlainName name = plainName(shape.record());
  if (name.str().contains("recursive") || name.str().contains("reentrant"))
    return true;
  const auto isThreadId = [](QualType type) {
    const CXXRecordDecl *record = recordOf(type);
    const auto *thread =
        record ? dyn_cast<CXXRecordDecl>(record->getDeclContext()) : nullptr;
    return thread && thread->isInStdNamespace() && plainName(*record) == "id";
  };
  const auto wrapsOne = [&](QualType type) {
    const MutexRole *wrapped = shape.roles().mutex(type);
    return wrapped && wrapped->recursive;
  };
  return shape.consistsOf(wrapsOne) ||
         (shape.consistsOf(isThreadId) &&
          shape.consistsOf([](QualType type) { return type->isIntegerType(); }));
}

/// The method that locks, and why it is believed to.
std::pair<const CXXMethodDecl *, llvm::StringRef> lockMethod(const Shape &shape) {
  const bool unlocks = shape.method(unlockNames, takesNothing);
  for (const Method &method : shape.methods())
    if (isAwaitedLock(method, shape) && (unlocks || handsOutClaim(*method.decl)))
      return {method.decl, "is awaited"};
  if (const CXXMethodDecl *lock = shape.method({"lock"}, [](const CXXMethodDecl &method) {
        return takesNothing(method) && handsOutClaim(method);
      }))
    return {lock, "returns a guard"};
  if (!unlocks)
    return {};
  const CXXMethodDecl *lock = shape.method({"lock"}, takesNothing);
  if (!lock && isNamedLikeALock(shape.record()))
    lock = shape.method({"acquire", "enter"}, takesNothing);
  if (!lock || lock->getReturnType()->isPointerType() || !makesWait(shape, *lock))
    return {};
  return {lock, "and its counterpart make threads wait"};
}

std::optional<MutexRole> inferMutex(const Shape &shape, Origin &origin) {
  const auto [lock, reason] = lockMethod(shape);
  if (!lock && !shape.record().hasAttr<CapabilityAttr>())
    return std::nullopt;
  origin.add(lock ? ("'" + lock->getName() + "' " + reason).str()
                  : "has the attribute 'capability'");
  MutexRole role;
  role.async = lock && shape.isAwaited(*lock);
  role.shared = shape.method(sharedNames, takesNothing);
  role.recursive = isRecursive(shape);
  return role;
}

bool holdsOnlyALock(const CXXRecordDecl &record, const Resolver &roles) {
  return llvm::all_of(record.fields(), [&](const FieldDecl *field) {
    QualType type = field->getType();
    if (type->isBooleanType())
      return true;
    return (type->isReferenceType() || type->isPointerType()) &&
           roles.mutex(type->getPointeeType());
  });
}

/// A constructor that locks a mutex of the program's own, without being given one.
bool locksByItself(const CXXRecordDecl &record) {
  return llvm::any_of(record.ctors(), [](const CXXConstructorDecl *constructor) {
    return !constructor->isCopyOrMoveConstructor() && constructor->isUserProvided() &&
           calls(constructor, namesALock) && !calls(constructor, namesAnUnlock);
  });
}

/// A small class around a guard is one.
const TypeFacts *guardInside(const CXXRecordDecl &record, const Resolver &roles,
                             const FieldDecl *&holder) {
  for (const FieldDecl *field : record.fields())
    if (const TypeFacts *facts = roles.type(field->getType());
        facts && facts->guard &&
        std::distance(record.field_begin(), record.field_end()) <= 4) {
      holder = field;
      return facts;
    }
  return nullptr;
}

/// A class that locks in its constructor and unlocks in its destructor. Where bodies
/// cannot be seen, a class that consists of nothing but a reference to a lock and has a
/// destructor.
std::optional<GuardRole> inferGuard(const CXXRecordDecl &record, const Resolver &roles,
                                    Origin &origin) {
  if (record.hasAttr<ScopedLockableAttr>()) {
    origin.add("has the attribute 'scoped_lockable'");
    return GuardRole{};
  }
  const FieldDecl *holder = nullptr;
  if (const TypeFacts *inside = guardInside(record, roles, holder)) {
    origin.add("keeps a guard");
    return roles.isThreadGuard(holder->getType()) ? inside->guard
                                                  : GuardRole{.async = true};
  }
  const TypeFacts *claimed = claimedObject(
      record, roles, [](const TypeFacts &facts) { return facts.mutex.has_value(); });
  const CXXDestructorDecl *destructor = record.getDestructor();
  if (!destructor || !destructor->isUserProvided() || !(claimed || locksByItself(record)))
    return std::nullopt;
  if (visibleBody(*destructor) ? !calls(destructor, namesAnUnlock)
                               : !claimed || !holdsOnlyALock(record, roles))
    return std::nullopt;
  if (!claimed && calls(destructor, namesALock))
    return std::nullopt; // locks for a moment only, in both
  origin.add(visibleBody(*destructor)
                 ? "its destructor unlocks what its constructor locks"
                 : "consists of a reference to a lock");
  return GuardRole{.async = claimed && claimed->mutex->async};
}

/// An empty class that says in its name what a guard's constructor shall do.
std::optional<LockTag> inferLockTag(const CXXRecordDecl &record) {
  if (!record.isEmpty() || !record.getIdentifier())
    return std::nullopt;
  llvm::StringRef name = record.getName();
  if (!name.contains_insensitive("lock"))
    return std::nullopt;
  if (name.starts_with_insensitive("defer"))
    return LockTag::Defer;
  if (name.starts_with_insensitive("adopt"))
    return LockTag::Adopt;
  if (name.starts_with_insensitive("try"))
    return LockTag::Try;
  return std::nullopt;
}

/// What the attributes of thread safety analysis say of a method without arguments.
std::optional<LockOperationRole> annotatedOperation(const CXXMethodDecl &method) {
  if (const auto *acquire = method.getAttr<AcquireCapabilityAttr>();
      acquire && acquire->args_size() == 0)
    return LockOperationRole{.effect = LockEffect::Acquire,
                             .shared = acquire->isShared()};
  if (const auto *attempt = method.getAttr<TryAcquireCapabilityAttr>();
      attempt && attempt->args_size() == 0)
    return LockOperationRole{.effect = LockEffect::TryAcquire,
                             .shared = attempt->isShared()};
  if (const auto *release = method.getAttr<ReleaseCapabilityAttr>();
      release && release->args_size() == 0)
    return LockOperationRole{.effect = LockEffect::Release,
                             .shared = release->isShared()};
  return std::nullopt;
}

/// `co_lock_shared`, `scopedLock`, `tryLockFor`: whatever locks and is awaited.
std::optional<LockOperationRole> awaitedOperation(const CXXMethodDecl &method) {
  const PlainName name = plainName(method);
  if (!isLockName(name))
    return std::nullopt;
  return LockOperationRole{.effect = name.str().contains("try") ? LockEffect::TryAcquire
                                                                : LockEffect::Acquire,
                           .shared = name.str().contains("shared")};
}

std::optional<LockOperationRole> namedOperation(const CXXMethodDecl &method,
                                                bool isGuard) {
  const llvm::SmallString<32> name = plainName(method);
  if (llvm::is_contained(tryNames, name.str()))
    return LockOperationRole{.effect = LockEffect::TryAcquire};
  if (llvm::is_contained(sharedNames, name.str()))
    return LockOperationRole{.effect = LockEffect::Acquire, .shared = true};
  if (llvm::is_contained(sharedReleaseNames, name.str()))
    return LockOperationRole{.effect = LockEffect::Release, .shared = true};
  if (llvm::is_contained(lockNames, name.str()) || (isGuard && name == "relock"))
    return LockOperationRole{.effect = LockEffect::Acquire};
  if (llvm::is_contained(unlockNames, name.str()) ||
      (isGuard && calls(&method, namesAnUnlock)))
    return LockOperationRole{.effect = LockEffect::Release};
  return std::nullopt;
}

} // namespace

const TypeFacts *claimedObject(const CXXRecordDecl &record, const Resolver &roles,
                               llvm::function_ref<bool(const TypeFacts &)> accepts) {
  for (const CXXConstructorDecl *constructor : record.ctors()) {
    if (constructor->isCopyOrMoveConstructor() || constructor->getNumParams() == 0)
      continue;
    QualType parameter = constructor->getParamDecl(0)->getType();
    const bool refers = parameter->isReferenceType() || parameter->isPointerType();
    if (!refers && pointeeRecordOf(parameter) == recordOf(parameter))
      continue;
    if (refers && parameter->getPointeeType().isConstQualified())
      continue;
    const TypeFacts *facts = roles.type(
        parameter->isReferenceType() ? recordOf(parameter) : pointeeRecordOf(parameter));
    if (facts && accepts(*facts))
      return facts;
  }
  return nullptr;
}

void inferLocks(const Shape &shape, TypeFacts &facts) {
  // An awaiter that keeps a guard hands it on or lets go of it when it suspends.
  if (!facts.awaitable)
    facts.guard = inferGuard(shape.record(), shape.roles(), facts.origin);
  if (!facts.guard)
    facts.mutex = inferMutex(shape, facts.origin);
  facts.lockTag = inferLockTag(shape.record());
  if (facts.lockTag)
    facts.origin.add("an empty class named as a tag of guards");
}

bool inferLockOperation(const CXXMethodDecl &method, const Resolver &roles,
                        FunctionFacts &facts) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || !method.getIdentifier() || !takesNothing(method))
    return false;
  const bool isGuard = owner->guard.has_value();
  if (!owner->mutex && !isGuard)
    return false;
  facts.lockOperation = annotatedOperation(method);
  if (!facts.lockOperation && owner->mutex && roles.isAwaitable(method.getReturnType()))
    facts.lockOperation = awaitedOperation(method);
  if (!facts.lockOperation)
    facts.lockOperation = namedOperation(method, isGuard);
  if (facts.lockOperation)
    facts.origin.add(isGuard ? "a method of a guard" : "a method of a lock");
  return facts.lockOperation.has_value();
}

} // namespace async_tidy
