// What threads and tasks wait for, from structure: semaphores and their permits, events,
// condition variables. A pair of method names needs a second piece of evidence: a pool of
// objects acquires and releases too.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef acquireNames[] = {"acquire", "down", "wait", "take"};
constexpr llvm::StringRef releaseNames[] = {"release", "up", "post", "signal", "give"};
constexpr llvm::StringRef tryNames[] = {"tryacquire", "trydown", "trywait", "trytake"};

bool isNumber(QualType type) {
  return type->isIntegralOrEnumerationType() && !type->isBooleanType();
}

/// Takes nothing, a number or a length of time.
bool takesACount(const CXXMethodDecl &method, const Resolver &roles) {
  return llvm::all_of(method.parameters(), [&](const ParmVarDecl *parameter) {
    const TypeFacts *facts = roles.type(parameter->getType());
    return isNumber(parameter->getType()) || (facts && facts->duration);
  });
}

/// An object with a destructor of its own, made to hold a claim.
bool isClaim(QualType type) {
  const CXXRecordDecl *record = recordOf(type);
  return record && record->hasDefinition() && record->getDestructor() &&
         record->getDestructor()->isUserProvided();
}

/// Nothing is handed out but the right to go on.
bool givesPermission(const CXXMethodDecl &method, const Shape &shape) {
  QualType result = method.getReturnType();
  return takesACount(method, shape.roles()) &&
         (result->isVoidType() || result->isBooleanType() || shape.isAwaited(method) ||
          (isClaim(result) && !result->isReferenceType()));
}

/// Made of what threads wait with.
bool hasWaitingParts(const Shape &shape) {
  return shape.consistsOf([&](QualType type) {
    const TypeFacts *facts = shape.roles().type(type);
    const CXXRecordDecl *record = recordOf(type);
    return looksAtomic(type) || isCoroutineHandle(type) ||
           (facts && (facts->mutex || facts->conditionVariable || facts->semaphore)) ||
           (record && (plainName(*record).str().contains("sem") ||
                       plainName(*record).str().contains("cond") ||
                       plainName(*record).str().contains("handle")));
  });
}

bool startsWithANumber(const CXXRecordDecl &record) {
  return llvm::any_of(record.ctors(), [](const CXXConstructorDecl *constructor) {
    return constructor->getNumParams() >= 1 &&
           isNumber(constructor->getParamDecl(0)->getType());
  });
}

bool isNamedLikeASemaphore(const CXXRecordDecl &record) {
  static constexpr llvm::StringRef words[] = {"semaphore", "permit", "limiter",
                                              "throttle", "bulkhead"};
  const PlainName name = plainName(record);
  return llvm::any_of(words,
                      [&](llvm::StringRef word) { return name.str().contains(word); });
}

/// A class that gives out permits and takes them back.
std::optional<SemaphoreRole> inferSemaphore(const Shape &shape, Origin &origin) {
  const CXXMethodDecl *acquire =
      shape.method(acquireNames, [&](const CXXMethodDecl &method) {
        return givesPermission(method, shape);
      });
  const CXXMethodDecl *release =
      shape.method(releaseNames, [&](const CXXMethodDecl &method) {
        return method.getReturnType()->isVoidType() && takesACount(method, shape.roles());
      });
  const CXXRecordDecl &record = shape.record();
  if (!acquire || !(release || isClaim(acquire->getReturnType())))
    return std::nullopt;
  // `wait` and `signal` are an event's as well, unless it counts.
  const bool counts = startsWithANumber(record);
  const bool pairs = acquire->getName().contains_insensitive("wait")
                         ? isNamedLikeASemaphore(record)
                         : shape.isAwaited(*acquire) || shape.method(tryNames);
  if (!isNamedLikeASemaphore(record) && !pairs && !(counts && hasWaitingParts(shape)))
    return std::nullopt;
  origin.add(("'" + acquire->getName() + "' takes a permit").str());
  return SemaphoreRole{.async = shape.isAwaited(*acquire)};
}

/// What a semaphore's `acquire` hands out: its destructor gives the permit back.
bool isPermit(const CXXRecordDecl &record, const Resolver &roles) {
  const CXXDestructorDecl *destructor = record.getDestructor();
  if (!destructor || !destructor->isUserProvided() ||
      !claimedObject(record, roles,
                     [](const TypeFacts &facts) { return facts.semaphore.has_value(); }))
    return false;
  return !visibleBody(*destructor) || bodyCalls(*destructor, [](llvm::StringRef name) {
    return llvm::is_contained(releaseNames, name);
  });
}

/// A class that one side sets, and others wait for.
std::optional<EventRole> inferEvent(const Shape &shape, const TypeFacts &facts,
                                    Origin &origin) {
  const CXXMethodDecl *set = shape.method(
      {"set", "signal", "notify", "trigger", "fire", "open", "countdown"}, takesNothing);
  if (!set || isa<CXXConversionDecl>(set))
    return std::nullopt;
  const CXXMethodDecl *wait = shape.method(
      {"wait", "await", "waitasync", "asyncwait", "arrive"},
      [&](const CXXMethodDecl &method) {
        return takesNothing(method) &&
               (method.getReturnType()->isVoidType() ||
                method.getReturnType()->isBooleanType() || shape.isAwaited(method));
      });
  const bool async = facts.awaitable || (wait && shape.isAwaited(*wait));
  if (!async && !(wait && (shape.method({"reset", "isset", "isready", "trywait", "clear",
                                         "ready", "waitfor"}) ||
                           hasWaitingParts(shape))))
    return std::nullopt;
  origin.add(("'" + set->getName() + "' wakes who waits").str());
  return EventRole{.async = async};
}

bool isLock(QualType type, const Resolver &roles) {
  const TypeFacts *lock = roles.type(pointeeRecordOf(type));
  return lock && (lock->guard || lock->mutex);
}

std::optional<ConditionVariableRole> inferConditionVariable(const Shape &shape,
                                                            Origin &origin) {
  const CXXMethodDecl *wait =
      shape.method({"wait", "await", "waitasync"}, [&](const CXXMethodDecl &method) {
        return method.getNumParams() > 0 &&
               isLock(method.getParamDecl(0)->getType(), shape.roles());
      });
  if (!wait || !shape.method({"notifyone", "notifyall", "signal", "signalall",
                              "broadcast", "notify", "wakeone", "wakeall"}))
    return std::nullopt;
  origin.add(("'" + wait->getName() + "' takes a lock").str());
  return ConditionVariableRole{.async = shape.isAwaited(*wait)};
}

/// `wait` of a home-made condition variable.
bool inferConditionWait(const CXXMethodDecl &method, const TypeFacts &owner,
                        const Resolver &roles, FunctionFacts &facts) {
  if (!owner.conditionVariable || owner.conditionVariable->async ||
      !method.getIdentifier() || !method.getName().starts_with_insensitive("wait"))
    return false;
  for (const ParmVarDecl *parameter : method.parameters()) {
    if (!isLock(parameter->getType(), roles))
      continue;
    ConditionWaitRole role;
    role.lock = static_cast<int>(parameter->getFunctionScopeIndex());
    role.predicate = -1;
    role.timed = plainName(method) != "wait";
    facts.conditionWait = role;
    facts.origin.add("waits on a condition variable");
    return true;
  }
  return false;
}

bool inferPermitOperation(const CXXMethodDecl &method, const TypeFacts &owner,
                          FunctionFacts &facts) {
  if (!owner.semaphore)
    return false;
  const PlainName name = plainName(method);
  if (llvm::is_contained(acquireNames, name.str()))
    facts.permitOperation = PermitOperationRole{PermitEffect::Acquire};
  else if (llvm::is_contained(tryNames, name.str()))
    facts.permitOperation = PermitOperationRole{PermitEffect::TryAcquire};
  else if (llvm::is_contained(releaseNames, name.str()))
    facts.permitOperation = PermitOperationRole{PermitEffect::Release};
  else
    return false;
  // Who is handed an object that gives the permit back need not do it.
  if (isClaim(method.getReturnType()))
    facts.permitOperation.reset();
  if (facts.permitOperation)
    facts.origin.add("a method of a semaphore");
  return facts.permitOperation.has_value();
}

} // namespace

void inferSignals(const Shape &shape, TypeFacts &facts) {
  if (facts.mutex || facts.guard)
    return;
  facts.conditionVariable = inferConditionVariable(shape, facts.origin);
  if (facts.conditionVariable)
    return;
  facts.semaphore = inferSemaphore(shape, facts.origin);
  if (!facts.semaphore)
    facts.event = inferEvent(shape, facts, facts.origin);
  if (!facts.semaphore && !facts.awaitable && isPermit(shape.record(), shape.roles())) {
    facts.permit.emplace();
    facts.origin.add("its destructor gives a permit back");
  }
}

bool inferSignalUse(const CXXMethodDecl &method, const Resolver &roles,
                    FunctionFacts &facts) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || owner->origin.isStated())
    return false;
  const bool acts = inferPermitOperation(method, *owner, facts);
  return inferConditionWait(method, *owner, roles, facts) || acts;
}

} // namespace async_tidy
