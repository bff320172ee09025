// Guards as values: what a constructor, a call or a move makes of the lock it covers.

#include "flow/lock-domain.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether a guard has to be told what to lock; one that has not locks by itself.
bool takesMutex(const CXXRecordDecl &guard, const Resolver &roles) {
  return llvm::any_of(guard.ctors(), [&](const CXXConstructorDecl *constructor) {
    return llvm::any_of(constructor->parameters(), [&](const ParmVarDecl *parameter) {
      const TypeFacts *facts = roles.type(pointeeRecordOf(parameter->getType()));
      return facts && facts->mutex;
    });
  });
}

/// Whether a constructor that can be seen makes the guard in its object an empty one.
bool leavesMemberEmpty(const CXXConstructorDecl &constructor, const Resolver &roles) {
  const FunctionDecl *definition = constructor.getDefinition();
  if (!definition)
    return false;
  return llvm::any_of(
      cast<CXXConstructorDecl>(definition)->inits(), [&](const CXXCtorInitializer *init) {
        const FieldDecl *field = init->getAnyMember();
        const auto *made = field && roles.isThreadGuard(field->getType())
                               ? dyn_cast<CXXConstructExpr>(stripped(init->getInit()))
                               : nullptr;
        return made && (made->getNumArgs() == 0 || roles.lockTag(made) == LockTag::Defer);
      });
}

/// Whether locking suspends, so that no constructor can do it.
bool isLockedByAwait(const CXXRecordDecl &mutex, const Resolver &roles) {
  return llvm::any_of(mutex.methods(), [&](const CXXMethodDecl *method) {
    const FunctionFacts *facts = roles.function(*method);
    return facts && facts->lockOperation &&
           facts->lockOperation->effect == LockEffect::Acquire &&
           roles.isAwaitable(method->getReturnType());
  });
}

/// Whether a guard takes its lock in a way that others can share.
bool isSharedGuard(const CXXRecordDecl &guard, const Resolver &roles) {
  static constexpr llvm::StringRef names[] = {"lock_shared", "LockShared", "ReaderLock"};
  auto locksShared = [&](const CXXMethodDecl *method) {
    const FunctionFacts *facts = roles.function(*method);
    return facts && facts->lockOperation && facts->lockOperation->shared &&
           facts->lockOperation->effect == LockEffect::Acquire;
  };
  return llvm::any_of(guard.methods(), locksShared) ||
         llvm::any_of(guard.ctors(), [&](const CXXConstructorDecl *constructor) {
           return callsAnyOf(visibleBody(*constructor), names);
         });
}

/// A guard is found by its name, others by the mutex.
SourceLocation namedAt(const LockObject *lock, const Expr &mutex) {
  return lock && lock->declared.isValid() ? lock->declared : mutex.getExprLoc();
}

} // namespace

// ---- locks of tasks, which have no thread that must give them back

/// `co_await Operation{*this}`: its awaiter may unlock what its object owns.
void LockDomain::handToAwaiter(State &state, const Expr *awaiter) {
  if (!awaiter)
    return;
  for (const Stmt *child : awaiter->children())
    if (const auto *argument = dyn_cast_or_null<Expr>(child))
      if (std::optional<AccessPath> owner =
              argument->isLValue() ? AccessPath::of(argument, context_) : std::nullopt)
        forgetByHand(state, &*owner);
}

/// Whether another task goes on within the call, which may be the lock's next owner.
bool LockDomain::wakesSomebody(const CallSite &site) const {
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
  if (owner_ != LockOwner::Task || !method || !site.receiver)
    return false;
  const CXXRecordDecl *record = pointeeRecordOf(site.receiver->getType());
  const TypeFacts *facts = roles_.type(record);
  if (facts && facts->event)
    return !method->isConst();
  return isCoroutineHandle(site.receiver->getType()) && method->getIdentifier() &&
         method->getName() == "resume";
}

/// `owner`: whose locks; null for all.
void LockDomain::forgetByHand(State &state, const AccessPath *owner) {
  for (unsigned i = 0; i != state.size(); ++i)
    if (!locks_[i].guard && !locks_[i].temporary && (state[i].fates & LockHeld) &&
        (!owner || (owner->contains(locks_[i].place) && !(*owner == locks_[i].place))))
      state[i] = {LockUnknown, nullptr};
}

uint8_t LockDomain::made(State &state, const Expr *init, LockObject *lock) {
  const Expr *value = init ? stripped(init) : nullptr;
  if (!value)
    return LockFree;
  if (const auto *list = dyn_cast<InitListExpr>(value)) {
    for (const Expr *element : list->inits())
      if (isGuard(element->getType()) || isHolder(element->getType()))
        return made(state, element, lock);
    return LockFree;
  }
  if (const auto *choice = dyn_cast<ConditionalOperator>(value))
    return made(state, choice->getTrueExpr(), lock) |
           made(state, choice->getFalseExpr(), lock);
  if (const auto *construct = dyn_cast<CXXConstructExpr>(value))
    return constructed(state, *construct, lock);
  if (const auto *allocated = dyn_cast<CXXNewExpr>(value))
    return made(state, allocated->getInitializer(), lock);
  if (isa<CoroutineSuspendExpr>(value)) {
    const CallSite *site = awaitedLock(*value);
    const Expr *mutex =
        site ? site->argument(site->facts->lockOperation->argument) : nullptr;
    if (std::optional<AccessPath> place = mutexPlace(mutex, false); place && lock) {
      lock->covers.assign(1, *place);
      lock->shared = site->facts->lockOperation->shared;
    }
    return LockHeld;
  }
  if (value->isGLValue()) {
    if (std::optional<AccessPath> from = guardPlace(value))
      return moved(state, *from, lock);
    return LockUnknown;
  }
  if (const auto *call = dyn_cast<CallExpr>(value))
    return isHolder(call->getType())
               ? lockedBy(state, {call->getArgs(), call->getNumArgs()}, true, lock)
               : returnedBy(*call);
  return LockUnknown;
}

uint8_t LockDomain::constructed(State &state, const CXXConstructExpr &init,
                                LockObject *lock) {
  const CXXRecordDecl *record = init.getConstructor()->getParent();
  if (isHolder(init.getType())) {
    if (init.getNumArgs() == 0)
      return LockFree;
    const Expr *first = stripped(init.getArg(0));
    const CXXRecordDecl *tag = recordOf(first->getType());
    if (init.getNumArgs() == 1 && tag && tag->hasDefinition() && tag->isEmpty())
      return LockFree; // `nullopt`
    if (isGuard(first->getType()) || isHolder(first->getType()) || isa<CXXNewExpr>(first))
      return made(state, init.getArg(0), lock);
    return lockedBy(state, {init.getArgs(), init.getNumArgs()}, true, lock);
  }
  if (init.getConstructor()->isCopyOrMoveConstructor())
    return made(state, init.getArg(0), lock);
  const TypeFacts *facts = roles_.type(record);
  unsigned written = 0;
  while (written != init.getNumArgs() && !isa<CXXDefaultArgExpr>(init.getArg(written)))
    ++written;
  if (written == 0) {
    // A home-made guard may know its mutex by itself.
    const bool locks = facts && !facts->origin.isStated() &&
                       !takesMutex(*record, roles_) &&
                       init.getConstructor()->isUserProvided();
    return locks ? LockHeld : LockFree;
  }
  if (leavesMemberEmpty(*init.getConstructor(), roles_))
    return LockUnknown;
  if (lock)
    lock->shared = isSharedGuard(*record, roles_);
  return lockedBy(state, {init.getArgs(), written},
                  facts && facts->guard && facts->guard->deferred, lock);
}

/// What the arguments of a guard's constructor say. `deferrable` guards have overloads
/// that wait for a limited time.
uint8_t LockDomain::lockedBy(State &state, llvm::ArrayRef<const Expr *> arguments,
                             bool deferrable, LockObject *lock) {
  uint8_t fates = LockHeld;
  bool adopts = false, sawMutex = false;
  const Expr *named = nullptr;
  llvm::SmallVector<AccessPath, 2> mutexes;
  for (const Expr *argument : arguments) {
    const TypeFacts *facts = roles_.type(argument->getType());
    if (facts && facts->lockTag) {
      adopts |= *facts->lockTag == LockTag::Adopt;
      if (*facts->lockTag == LockTag::Defer)
        fates = LockFree;
      else if (*facts->lockTag == LockTag::Try)
        fates = LockHeld | LockFree;
    } else if (const TypeFacts *pointee =
                   roles_.type(pointeeRecordOf(argument->getType()));
               pointee && pointee->mutex) {
      sawMutex = true;
      adopts |= isLockedByAwait(*pointeeRecordOf(argument->getType()), roles_);
      named = named ? named : argument;
      if (std::optional<AccessPath> place = AccessPath::of(argument, context_))
        mutexes.push_back(*place);
    } else if (argument->getType()->isBooleanType()) {
      fates = LockUnknown; // most likely "lock at once?"
    } else if (sawMutex && deferrable && argument->getType()->isRecordType()) {
      fates = LockHeld | LockFree; // a time limit
    } else if (argument->getType()->isNullPtrType()) {
      fates = LockFree;
    }
  }
  if (adopts)
    for (const AccessPath &place : mutexes)
      cell(state, intern(place)) = {LockFree, nullptr};
  if (lock)
    lock->covers.assign(mutexes.begin(), mutexes.end());
  if (named && !adopts && fates != LockFree && fates != LockUnknown)
    if (Acquisition *taken = log(mutexes, *named, namedAt(lock, *named))) {
      taken->tries = fates != LockHeld;
      taken->shared = lock && lock->shared;
    }
  return fates;
}

uint8_t LockDomain::returnedBy(const CallExpr &call) {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee)
    return LockHeld;
  if (callee->getIdentifier() && callee->getName().starts_with_insensitive("try"))
    return LockHeld | LockFree;
  const FunctionView *view = analysis_.unit().view(*callee);
  const uint8_t fates = view ? analysis_.heldLocks(*view, owner_).effects().returned : 0;
  return fates ? fates : LockHeld;
}

/// The guard changes hands: `lock` gets what `from` had.
uint8_t LockDomain::moved(State &state, const AccessPath &from, LockObject *lock) {
  const unsigned source = intern(from);
  const uint8_t fates = cell(state, source).fates;
  if (lock)
    lock->covers = locks_[source].covers;
  cell(state, source) = {LockFree, nullptr};
  if (fates != LockUntouched)
    return fates;
  // An rvalue parameter is how a locked guard is handed over; a member may be anything.
  const ValueDecl *variable = from.variable();
  const bool handedOver = from.isWhole() && isa_and_nonnull<ParmVarDecl>(variable) &&
                          variable->getType()->isRValueReferenceType();
  return handedOver ? LockHeld : LockUnknown;
}

} // namespace async_tidy
