#include "flow/callable-result.h"

#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

QualType resultOf(const CXXMethodDecl &op) {
  const FunctionTemplateDecl *generic = op.getDescribedFunctionTemplate();
  if (!generic)
    return op.getReturnType();
  // Any instantiation will do: what a callable returns rarely changes its nature.
  for (const FunctionDecl *instance : generic->specializations())
    if (!instance->getReturnType()->isDependentType())
      return instance->getReturnType();
  return {};
}

QualType resultOf(const CXXRecordDecl &record) {
  if (!record.hasDefinition())
    return {};
  if (record.isLambda())
    return record.getLambdaCallOperator() ? resultOf(*record.getLambdaCallOperator())
                                          : QualType();
  DeclarationName name =
      record.getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  auto found = record.lookup(name);
  const auto *op =
      found.isSingleResult() ? dyn_cast<CXXMethodDecl>(found.front()) : nullptr;
  return op ? op->getReturnType() : QualType();
}

bool isVoidWrapper(QualType type, const Resolver &roles) {
  const FunctionProtoType *signature = wrappedSignature(type, roles);
  return signature && signature->getReturnType()->isVoidType();
}

/// A mention of the parameter, also by a lambda that captured or took it over.
bool refersTo(const Expr *expr, const ParmVarDecl &parameter) {
  const auto *reference = dyn_cast_or_null<DeclRefExpr>(strippedMove(expr));
  if (!reference)
    return false;
  if (reference->getDecl() == &parameter)
    return true;
  const auto *capture = dyn_cast<VarDecl>(reference->getDecl());
  return capture && capture->isInitCapture() && refersTo(capture->getInit(), parameter);
}

bool calls(const Expr &expr, const ParmVarDecl &parameter) {
  const auto *call = dyn_cast<CallExpr>(&expr);
  if (!call)
    return false;
  if (const auto *op = dyn_cast<CXXOperatorCallExpr>(call))
    return op->getOperator() == OO_Call && refersTo(op->getArg(0), parameter);
  return refersTo(call->getCallee(), parameter) ||
         (call->getNumArgs() > 0 && call->getDirectCallee() &&
          call->getDirectCallee()->isInStdNamespace() &&
          refersTo(call->getArg(0), parameter)); // invoke, apply
}

std::optional<DroppedResult> droppedIn(const FunctionView &callee,
                                       const ParmVarDecl &parameter,
                                       const TranslationUnit &unit, unsigned depth) {
  for (const DiscardedValue &value : callee.discarded())
    if (calls(*value.expr, parameter))
      return DroppedResult{ResultSink::Callee, {}, value.expr->getExprLoc()};
  for (const CallSite &site : callee.calls())
    for (unsigned i = 0; i < site.arguments.size(); ++i)
      if (refersTo(site.arguments[i], parameter))
        if (auto dropped = droppedResult(site, i, callee, unit, depth + 1))
          return DroppedResult{dropped->sink, dropped->by, site.location()};
  for (const LambdaExpr *lambda : callee.lambdas())
    if (const FunctionView *inner = unit.view(*lambda->getCallOperator()))
      if (auto dropped = droppedIn(*inner, parameter, unit, depth + 1))
        return dropped;
  return std::nullopt;
}

} // namespace

const FunctionProtoType *wrappedSignature(QualType type, const Resolver &roles) {
  const TypeFacts *facts = roles.type(type);
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  if (!facts || !facts->callableWrapper || !special ||
      special->getTemplateArgs().size() == 0 ||
      special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return nullptr;
  return special->getTemplateArgs()[0].getAsType()->getAs<FunctionProtoType>();
}

QualType resultOfCallable(const Expr &expr) {
  QualType type = expr.getType().getNonReferenceType();
  if (type->isPointerType())
    type = type->getPointeeType();
  if (const auto *function = type->getAs<FunctionProtoType>())
    return function->getReturnType();
  const CXXRecordDecl *record = type->getAsCXXRecordDecl();
  return record ? resultOf(*record) : QualType();
}

std::optional<DroppedResult> droppedResult(const CallSite &site, unsigned argument,
                                           const FunctionView &in,
                                           const TranslationUnit &unit, unsigned depth) {
  constexpr unsigned maxDepth = 3;
  const auto *assignment = dyn_cast<CXXOperatorCallExpr>(site.expr);
  const bool assigns = assignment && assignment->getOperator() == OO_Equal;
  const Expr *wrapper = assigns ? site.receiver : site.expr;
  if (argument == 0 && wrapper && (assigns || isa<CXXConstructExpr>(site.expr)) &&
      isVoidWrapper(wrapper->getType(), unit.roles()))
    return DroppedResult{ResultSink::Wrapper,
                         "'" + displayName(wrapper->getType(), unit.context()) + "'",
                         {}};
  if (site.facts)
    for (const CallbackRole &role : site.facts->callbacks)
      if (role.dropsResult && site.argument(role.argument) == site.arguments[argument] &&
          (role.when.empty() || unit.anyHolds(role.when, site, in)))
        return DroppedResult{ResultSink::Framework, displayCallee(*site.expr), {}};
  const FunctionView *callee = site.callee ? unit.view(*site.callee) : nullptr;
  if (!callee || depth >= maxDepth || argument >= site.callee->getNumParams())
    return std::nullopt;
  // The definition's parameters are those that its body mentions.
  std::optional<DroppedResult> dropped =
      droppedIn(*callee, *callee->function().getParamDecl(argument), unit, depth);
  if (dropped && dropped->by.empty())
    dropped->by = displayCallee(*site.expr);
  return dropped;
}

} // namespace async_tidy
