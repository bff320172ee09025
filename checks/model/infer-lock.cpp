#include "model/infer-lock.h"

#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

#include <cstring>

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef lockNames[] = {"lock", "Lock"};
constexpr llvm::StringRef unlockNames[] = {"unlock", "Unlock"};
constexpr llvm::StringRef sharedNames[] = {"lock_shared", "LockShared", "ReaderLock"};
constexpr llvm::StringRef sharedReleaseNames[] = {"unlock_shared", "UnlockShared",
                                                  "ReaderUnlock"};

bool takesNothing(const CXXMethodDecl &method) {
  return method.getMinRequiredArguments() == 0;
}

/// A method that locks and is awaited, however it is called: `co_lock`, `scopedLock`, ...
bool isAwaitedLock(const CXXMethodDecl &method, const Resolver &roles) {
  if (method.isStatic() || !method.getIdentifier() || method.getAccess() == AS_private ||
      !takesNothing(method))
    return false;
  llvm::StringRef name = method.getName();
  const bool locks = name == "acquire" || (name.contains_insensitive("lock") &&
                                           !name.contains_insensitive("unlock"));
  return locks && roles.isAwaitable(method.getReturnType());
}

/// A mutex that says so in its name, or wraps one that its thread may take again.
bool isRecursive(const CXXRecordDecl &record, const Resolver &roles) {
  return (record.getIdentifier() && record.getName().contains_insensitive("recursive")) ||
         llvm::any_of(record.fields(), [&](const FieldDecl *field) {
           const MutexRole *wrapped = roles.mutex(field->getType());
           return wrapped && wrapped->recursive;
         });
}

std::optional<MutexRole> inferMutex(const CXXRecordDecl &record, const Resolver &roles) {
  const bool locks = hasMethod(record, lockNames, takesNothing);
  const bool unlocks = hasMethod(record, unlockNames, takesNothing);
  const bool async = llvm::any_of(record.methods(), [&](const CXXMethodDecl *method) {
    return isAwaitedLock(*method, roles);
  });
  const bool annotated = record.hasAttr<CapabilityAttr>();
  if (!(locks && unlocks) && !(async && unlocks) && !annotated)
    return std::nullopt;
  MutexRole role;
  role.async = async;
  role.shared = hasMethod(record, sharedNames, takesNothing);
  role.recursive = isRecursive(record, roles);
  return role;
}

/// The mutex that a constructor takes by reference or pointer.
const MutexRole *constructedFrom(const CXXRecordDecl &record, const Resolver &roles) {
  for (const CXXConstructorDecl *constructor : record.ctors()) {
    if (constructor->isCopyOrMoveConstructor() || constructor->getNumParams() == 0)
      continue;
    QualType parameter = constructor->getParamDecl(0)->getType();
    if (!parameter->isReferenceType() && !parameter->isPointerType())
      continue;
    QualType pointee = parameter->getPointeeType();
    if (const MutexRole *role = roles.mutex(pointee); role && !pointee.isConstQualified())
      return role;
  }
  return nullptr;
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
           callsAnyOf(visibleBody(*constructor), lockNames) &&
           !callsAnyOf(visibleBody(*constructor), unlockNames);
  });
}

/// A class that locks in its constructor and unlocks in its destructor. Where bodies
/// cannot be seen, a class that consists of nothing but a reference to a lock and has a
/// destructor.
std::optional<GuardRole> inferGuard(const CXXRecordDecl &record, const Resolver &roles) {
  if (record.hasAttr<ScopedLockableAttr>())
    return GuardRole{};
  for (const FieldDecl *field : record.fields())
    if (const TypeFacts *facts = roles.type(field->getType());
        facts && facts->guard &&
        std::distance(record.field_begin(), record.field_end()) <= 4)
      return roles.isThreadGuard(field->getType()) ? facts->guard
                                                   : GuardRole{.async = true};
  const MutexRole *mutex = constructedFrom(record, roles);
  const CXXDestructorDecl *destructor = record.getDestructor();
  if (!destructor || !destructor->isUserProvided() || !(mutex || locksByItself(record)))
    return std::nullopt;
  static constexpr llvm::StringRef releases[] = {"unlock",  "Unlock",  "unlock_shared",
                                                 "release", "Release", "UnlockShared"};
  const Stmt *body = visibleBody(*destructor);
  if (body ? !callsAnyOf(body, releases) : !mutex || !holdsOnlyALock(record, roles))
    return std::nullopt;
  if (!mutex && callsAnyOf(body, lockNames))
    return std::nullopt; // locks for a moment only, in both
  return GuardRole{.async = mutex && mutex->async};
}

std::optional<ConditionVariableRole> inferConditionVariable(const CXXRecordDecl &record,
                                                            const Resolver &roles) {
  static constexpr llvm::StringRef waits[] = {"wait", "Wait"};
  static constexpr llvm::StringRef notifies[] = {"notify_one", "notify_all", "NotifyOne",
                                                 "NotifyAll"};
  bool async = false;
  const bool waitsOnLock = hasMethod(record, waits, [&](const CXXMethodDecl &method) {
    if (method.getNumParams() == 0)
      return false;
    async |= roles.isAwaitable(method.getReturnType());
    const TypeFacts *lock = roles.type(method.getParamDecl(0)->getType());
    return lock && (lock->guard || lock->mutex);
  });
  if (!waitsOnLock ||
      !hasMethod(record, notifies, [](const CXXMethodDecl &) { return true; }))
    return std::nullopt;
  return ConditionVariableRole{.async = async};
}

/// A class that gives out permits and takes them back.
std::optional<SemaphoreRole> inferSemaphore(const CXXRecordDecl &record,
                                            const Resolver &roles) {
  static constexpr llvm::StringRef acquires[] = {"acquire", "Acquire", "async_acquire"};
  static constexpr llvm::StringRef releases[] = {"release", "Release"};
  bool async = false;
  const bool acquired = hasMethod(record, acquires, [&](const CXXMethodDecl &method) {
    async |= roles.isAwaitable(method.getReturnType());
    return true;
  });
  if (!acquired ||
      !hasMethod(record, releases, [](const CXXMethodDecl &) { return true; }))
    return std::nullopt;
  return SemaphoreRole{.async = async};
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

bool inferLockOperation(const CXXMethodDecl &method, const Resolver &roles,
                        FunctionFacts &facts) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || !method.getIdentifier() || !takesNothing(method))
    return false;
  const bool isGuard = owner->guard.has_value();
  if (!owner->mutex && !isGuard)
    return false;
  llvm::StringRef name = method.getName();
  LockOperationRole role;
  if (llvm::is_contained(lockNames, name) || (isGuard && name == "relock"))
    role.effect = LockEffect::Acquire;
  else if (owner->mutex && isAwaitedLock(method, roles))
    role = {.effect = name.contains_insensitive("try") ? LockEffect::TryAcquire
                                                       : LockEffect::Acquire,
            .shared = name.contains_insensitive("shared")};
  else if (llvm::is_contained(unlockNames, name) ||
           (isGuard && callsAnyOf(visibleBody(method), unlockNames)))
    role.effect = LockEffect::Release;
  else if (name == "try_lock" || name == "TryLock")
    role.effect = LockEffect::TryAcquire;
  else if (llvm::is_contained(sharedNames, name))
    role = {.effect = LockEffect::Acquire, .shared = true};
  else if (llvm::is_contained(sharedReleaseNames, name))
    role = {.effect = LockEffect::Release, .shared = true};
  else
    return false;
  facts.lockOperation = role;
  return true;
}

/// `wait` of a home-made condition variable.
bool inferConditionWait(const CXXMethodDecl &method, const Resolver &roles,
                        FunctionFacts &facts) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || !owner->conditionVariable || owner->conditionVariable->async ||
      !method.getIdentifier() || !method.getName().starts_with_insensitive("wait"))
    return false;
  for (const ParmVarDecl *parameter : method.parameters()) {
    const TypeFacts *lock = roles.type(pointeeRecordOf(parameter->getType()));
    if (!lock || !(lock->guard || lock->mutex))
      continue;
    ConditionWaitRole role;
    role.lock = static_cast<int>(parameter->getFunctionScopeIndex());
    role.predicate = -1;
    role.timed = method.getName().size() > std::strlen("wait");
    facts.conditionWait = role;
    return true;
  }
  return false;
}

} // namespace

bool hasMethod(const CXXRecordDecl &record, llvm::ArrayRef<llvm::StringRef> names,
               llvm::function_ref<bool(const CXXMethodDecl &)> accepts) {
  for (const CXXMethodDecl *method : record.methods())
    if (!method->isStatic() && method->getIdentifier() &&
        method->getAccess() != AS_private &&
        llvm::is_contained(names, method->getName()) && accepts(*method))
      return true;
  return false;
}

void inferLocks(const CXXRecordDecl &record, const Resolver &roles, TypeFacts &facts) {
  // An awaiter that keeps a guard hands it on or lets go of it when it suspends.
  if (!facts.awaitable)
    facts.guard = inferGuard(record, roles);
  if (!facts.guard)
    facts.mutex = inferMutex(record, roles);
  facts.conditionVariable = inferConditionVariable(record, roles);
  facts.semaphore = inferSemaphore(record, roles);
  facts.lockTag = inferLockTag(record);
}

bool inferLockUse(const CXXMethodDecl &method, const Resolver &roles,
                  FunctionFacts &facts) {
  const bool operates = inferLockOperation(method, roles, facts);
  return inferConditionWait(method, roles, facts) || operates;
}

} // namespace async_tidy
