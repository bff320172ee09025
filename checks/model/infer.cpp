#include "model/infer.h"

#include "model/infer-lock.h"
#include "model/infer-task.h"
#include "model/infer-wait.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isCallableWrapper(QualType type, const Resolver &roles) {
  const TypeFacts *facts = roles.type(type);
  return facts && facts->callableWrapper;
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

/// A class template over a function type that any callable converts to.
bool inferCallableWrapper(const CXXRecordDecl &record) {
  const auto *special = dyn_cast<ClassTemplateSpecializationDecl>(&record);
  if (!special || special->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &signature = special->getTemplateArgs()[0];
  if (signature.getKind() != TemplateArgument::Type ||
      !signature.getAsType()->isFunctionProtoType())
    return false;
  return llvm::any_of(record.decls(), [](const Decl *decl) {
    const auto *pattern = dyn_cast<FunctionTemplateDecl>(decl);
    const auto *constructor =
        pattern ? dyn_cast<CXXConstructorDecl>(pattern->getTemplatedDecl()) : nullptr;
    return constructor && constructor->getNumParams() >= 1 &&
           constructor->getMinRequiredArguments() <= 1 &&
           constructor->getParamDecl(0)
               ->getType()
               .getNonReferenceType()
               ->isTemplateTypeParmType();
  });
}

bool hasAnyRole(const TypeFacts &facts) {
  return facts.lockTag || facts.callableWrapper || facts.task || facts.awaitable ||
         facts.mutex || facts.guard || facts.executor || facts.conditionVariable ||
         facts.semaphore || facts.generator;
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
  inferTask(record, facts);
  if (!facts.task && !facts.generator) {
    inferLocks(record, roles, facts);
    facts.executor = inferExecutor(record, roles);
    if (inferCallableWrapper(record))
      facts.callableWrapper = CallableWrapperRole{};
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
    any |= inferSyncWait(function, roles, facts);
  if (const auto *method = dyn_cast<CXXMethodDecl>(&function);
      method && !method->isStatic() && !method->getParent()->isLambda() &&
      !isStandard(*method->getParent())) {
    any |= inferLockUse(*method, roles, facts);
    inferExecution(*method, roles, facts, any);
  }
  if (!any)
    return std::nullopt;
  facts.name = qualifiedName(function).str();
  return facts;
}

} // namespace async_tidy
