#include "model/infer.h"

#include "model/infer-task.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace async_tidy {

using namespace clang;

namespace {

bool hasMethod(const CXXRecordDecl &record, llvm::ArrayRef<llvm::StringRef> names,
               llvm::function_ref<bool(const CXXMethodDecl &)> accepts) {
  for (const CXXMethodDecl *method : record.methods())
    if (!method->isStatic() && method->getIdentifier() &&
        method->getAccess() != AS_private &&
        llvm::is_contained(names, method->getName()) && accepts(*method))
      return true;
  return false;
}

constexpr llvm::StringRef lockNames[] = {"lock", "Lock"};
constexpr llvm::StringRef unlockNames[] = {"unlock", "Unlock"};
constexpr llvm::StringRef sharedNames[] = {"lock_shared", "LockShared", "ReaderLock"};
constexpr llvm::StringRef asyncLockNames[] = {"lock",       "scoped_lock", "lock_async",
                                              "async_lock", "co_lock",     "acquire"};

/// A call somewhere in the body to a function of any of the given names.
bool bodyCalls(const Stmt *body, llvm::ArrayRef<llvm::StringRef> names) {
  if (!body)
    return false;
  if (const auto *call = dyn_cast<CallExpr>(body))
    if (const FunctionDecl *callee = call->getDirectCallee();
        callee && callee->getIdentifier() && llvm::is_contained(names, callee->getName()))
      return true;
  return llvm::any_of(body->children(),
                      [&](const Stmt *child) { return bodyCalls(child, names); });
}

bool takesNothing(const CXXMethodDecl &method) {
  return method.getMinRequiredArguments() == 0;
}

std::optional<MutexRole> inferMutex(const CXXRecordDecl &record, const Resolver &roles) {
  const bool locks = hasMethod(record, lockNames, takesNothing);
  const bool unlocks = hasMethod(record, unlockNames, takesNothing);
  const bool async = hasMethod(record, asyncLockNames, [&](const CXXMethodDecl &method) {
    return takesNothing(method) && roles.isAwaitable(method.getReturnType());
  });
  const bool annotated = record.hasAttr<CapabilityAttr>();
  if (!(locks && unlocks) && !(async && unlocks) && !annotated)
    return std::nullopt;
  MutexRole role;
  role.async = async;
  role.shared = hasMethod(record, sharedNames, takesNothing);
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
  if (!mutex || !destructor || !destructor->isUserProvided())
    return std::nullopt;
  static constexpr llvm::StringRef releases[] = {"unlock",  "Unlock",  "unlock_shared",
                                                 "release", "Release", "UnlockShared"};
  const Stmt *body = visibleBody(*destructor);
  if (body ? !bodyCalls(body, releases) : !holdsOnlyALock(record, roles))
    return std::nullopt;
  return GuardRole{.async = mutex->async};
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

bool isCallableWrapper(QualType type, const Resolver &roles) {
  const TypeFacts *facts = roles.type(type);
  return facts && facts->callableWrapper;
}

bool isCoroutineHandle(QualType type) {
  const CXXRecordDecl *record = recordOf(type);
  return record && record->isInStdNamespace() && record->getIdentifier() &&
         record->getName() == "coroutine_handle";
}

/// What a field says of its class: it owns threads, or it stores work to run later:
/// callables, or a container of suspended coroutines.
struct WorkerParts {
  bool threads = false, callables = false;
  void look(QualType type, const Resolver &roles, unsigned depth = 0) {
    callables |= depth > 0 && isCoroutineHandle(type);
    if (const TypeFacts *facts = roles.type(type)) {
      threads |= facts->thread.has_value();
      callables |= facts->callableWrapper.has_value();
    }
    const auto *special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(pointeeRecordOf(type));
    if (!special || depth > 2 || !special->getIdentifier())
      return;
    for (const TemplateArgument &argument : special->getTemplateArgs().asArray())
      if (argument.getKind() == TemplateArgument::Type)
        look(argument.getAsType(), roles, depth + 1);
  }
};

/// A class that stores callables and owns threads is a pool; one with a run loop is a
/// loop.
std::optional<ExecutorRole> inferExecutor(const CXXRecordDecl &record,
                                          const Resolver &roles) {
  static constexpr llvm::StringRef runs[] = {
      "run", "Run", "loop", "run_loop", "runLoop", "run_forever", "run_once", "poll"};
  WorkerParts parts;
  for (const FieldDecl *field : record.fields())
    parts.look(field->getType(), roles);
  if (!parts.callables)
    return std::nullopt;
  if (parts.threads)
    return ExecutorRole{.kind = ExecutorKind::Pool};
  if (hasMethod(record, runs, [](const CXXMethodDecl &) { return true; }))
    return ExecutorRole{.kind = ExecutorKind::Loop};
  return std::nullopt;
}

bool hasAnyRole(const TypeFacts &facts) {
  return facts.task || facts.awaitable || facts.mutex || facts.guard || facts.executor ||
         facts.conditionVariable || facts.generator;
}

bool isStandard(const CXXRecordDecl &record) { return record.isInStdNamespace(); }

/// A parameter that a callable is passed to: a callable wrapper, or a template parameter.
bool takesCallable(const ParmVarDecl &parameter, const Resolver &roles) {
  QualType type = parameter.getType();
  if (isCallableWrapper(type, roles))
    return true;
  const CXXRecordDecl *record = recordOf(type);
  return record && record->isLambda();
}

void inferAnnotations(const FunctionDecl &function, FunctionFacts &facts, bool &any) {
  for (const auto *annotation : function.specific_attrs<AnnotateAttr>()) {
    llvm::StringRef role = annotation->getAnnotation();
    if (!role.consume_front("async::"))
      continue;
    any = true;
    facts.origin.why = ("annotated async::" + role).str();
    if (role == "blocking")
      facts.blocking = BlockingRole{};
    else if (role == "sync-wait")
      facts.syncWait = SyncWaitRole{};
    else if (role == "wait")
      facts.wait = WaitRole{.kind = WaitKind::Request};
    else if (role == "suspends")
      facts.suspends = true;
    else if (role == "consumes")
      facts.consumes = ConsumesRole{};
  }
}

void inferLockOperation(const CXXMethodDecl &method, const Resolver &roles,
                        FunctionFacts &facts, bool &any) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || !owner->mutex || owner->mutex->async || !method.getIdentifier() ||
      !takesNothing(method))
    return;
  llvm::StringRef name = method.getName();
  LockOperationRole role;
  if (llvm::is_contained(lockNames, name))
    role.effect = LockEffect::Acquire;
  else if (llvm::is_contained(unlockNames, name))
    role.effect = LockEffect::Release;
  else if (name == "try_lock" || name == "TryLock")
    role.effect = LockEffect::TryAcquire;
  else
    return;
  facts.lockOperation = role;
  any = true;
}

/// Whether a body waits for something outside it, directly or in functions it calls.
bool bodyBlocks(const Stmt *tree, const Resolver &roles, unsigned depth) {
  if (!tree || depth == 0 || isa<LambdaExpr>(tree))
    return false;
  if (const auto *call = dyn_cast<CallExpr>(tree)) {
    const FunctionFacts *facts = roles.call(*call);
    if (facts && (facts->syncWait ||
                  (facts->blocking && (facts->blocking->kind == BlockingKind::Wait ||
                                       facts->blocking->kind == BlockingKind::RunLoop))))
      return true;
    if (const FunctionDecl *callee = call->getDirectCallee(); callee && !facts)
      if (bodyBlocks(visibleBody(*callee), roles, depth - 1))
        return true;
  }
  return llvm::any_of(tree->children(),
                      [&](const Stmt *child) { return bodyBlocks(child, roles, depth); });
}

/// `template <class T> T f(Task<T>)`: the value can only come out by waiting for it.
bool unwrapsTask(const FunctionDecl &function) {
  const FunctionDecl *pattern = function.getTemplateInstantiationPattern();
  if (!pattern)
    return false;
  QualType value = pattern->getReturnType().getCanonicalType();
  return value->isTemplateTypeParmType() &&
         llvm::any_of(pattern->parameters(), [&](const ParmVarDecl *parameter) {
           const auto *wrapped = parameter->getType()
                                     .getNonReferenceType()
                                     .getCanonicalType()
                                     ->getAs<TemplateSpecializationType>();
           return wrapped && !parameter->getType().isConstQualified() &&
                  wrapped->template_arguments().size() >= 1 &&
                  wrapped->template_arguments()[0].getKind() == TemplateArgument::Type &&
                  wrapped->template_arguments()[0].getAsType().getCanonicalType() ==
                      value;
         });
}

/// A function that takes a task and blocks until it is done.
void inferSyncWait(const FunctionDecl &function, const Resolver &roles,
                   FunctionFacts &facts, bool &any) {
  const auto *method = dyn_cast<CXXMethodDecl>(&function);
  if ((method && !method->isStatic()) || function.isInStdNamespace())
    return;
  if (function.getReturnType()->isDependentType() ||
      roles.isAwaitable(function.getReturnType()))
    return;
  for (const ParmVarDecl *parameter : function.parameters()) {
    if (!roles.task(parameter->getType()))
      continue;
    if (!unwrapsTask(function) && !bodyBlocks(visibleBody(function), roles, 4))
      return;
    facts.syncWait.emplace();
    facts.syncWait->argument = static_cast<int>(parameter->getFunctionScopeIndex());
    any = true;
    return;
  }
}

void inferExecution(const CXXMethodDecl &method, const Resolver &roles,
                    FunctionFacts &facts, bool &any) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || !owner->executor || owner->origin.line != 0 ||
      method.getAccess() == AS_private)
    return;
  const Runs runs =
      owner->executor->kind == ExecutorKind::Pool ? Runs::Offload : Runs::Loop;
  for (const ParmVarDecl *parameter : method.parameters()) {
    if (!takesCallable(*parameter, roles))
      continue;
    const auto index = static_cast<int>(parameter->getFunctionScopeIndex());
    CallbackRole role;
    role.argument = index;
    role.runs = runs;
    facts.callbacks.push_back(role);
    any = true;
  }
}

} // namespace

std::optional<TypeFacts> inferType(const CXXRecordDecl &record, const Resolver &roles) {
  if (isStandard(record) || record.isInvalidDecl() || record.isUnion())
    return std::nullopt;
  TypeFacts facts;
  facts.origin.source = "structure";
  inferTask(record, roles, facts);
  if (!facts.task && !facts.generator) {
    facts.guard = inferGuard(record, roles);
    if (!facts.guard)
      facts.mutex = inferMutex(record, roles);
    facts.conditionVariable = inferConditionVariable(record, roles);
    facts.executor = inferExecutor(record, roles);
  }
  if (!hasAnyRole(facts))
    return std::nullopt;
  facts.name = qualifiedName(record).str();
  return facts;
}

std::optional<FunctionFacts> inferFunction(const FunctionDecl &function,
                                           const Resolver &roles) {
  FunctionFacts facts;
  facts.origin.source = "structure";
  bool any = false;
  inferAnnotations(function, facts, any);
  if (!facts.syncWait)
    inferSyncWait(function, roles, facts, any);
  if (const auto *method = dyn_cast<CXXMethodDecl>(&function);
      method && !method->isStatic() && !method->getParent()->isLambda() &&
      !isStandard(*method->getParent())) {
    inferLockOperation(*method, roles, facts, any);
    inferExecution(*method, roles, facts, any);
  }
  if (!any)
    return std::nullopt;
  facts.name = qualifiedName(function).str();
  return facts;
}

} // namespace async_tidy
