#include "flow/consumption.h"

#include "model/names.h"
#include "view/object.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isArithmetic(QualType type) {
  return type->isArithmeticType() || type->isEnumeralType();
}

/// `bool valid() const`, `size_t size() const`: reads a fact about the task. What returns
/// the task's own value, or says that it waits for it, does more.
bool asksAbout(const CXXMethodDecl &method) {
  const FunctionDecl *pattern = method.getInstantiatedFromMemberFunction();
  QualType result = (pattern ? pattern : &method)->getReturnType();
  if (!method.isConst() || method.getNumParams() != 0 || result->isDependentType() ||
      !isArithmetic(result))
    return false;
  static constexpr llvm::StringRef verbs[] = {"wait", "join", "get", "run", "resume"};
  return !method.getIdentifier() || llvm::none_of(verbs, [&](llvm::StringRef verb) {
    return method.getName().contains_insensitive(verb);
  });
}

/// A method of a container whose result nobody reads stores or drops elements, it does
/// not take them; unless another container is there to take them.
Mention containerCall(const CallSite &site, const FunctionView &view,
                      const Resolver &roles) {
  if (!view.discards(site.expr))
    return Mention::Consumes;
  for (const Expr *argument : site.arguments)
    if (argument->isLValue() && !taskHeldIn(argument->getType(), roles).isNull() &&
        !roles.task(argument->getType()))
      return Mention::Consumes;
  const bool counts = llvm::all_of(site.arguments, [](const Expr *argument) {
    return isArithmetic(argument->getType());
  });
  return counts ? Mention::Inspects : Mention::Fills;
}

Mention methodCall(const CXXMemberCallExpr &call, bool many, const FunctionView &view,
                   const Resolver &roles) {
  const CallSite *site = view.callAt(&call);
  const CXXMethodDecl *method = call.getMethodDecl();
  if (!site || !method)
    return Mention::Consumes;
  if (site->facts && (site->facts->consumes || site->facts->syncWait))
    return Mention::Consumes;
  if ((site->facts && site->facts->inspects) || asksAbout(*method))
    return Mention::Inspects;
  return many ? containerCall(*site, view, roles) : Mention::Consumes;
}

Mention operatorCall(const CXXOperatorCallExpr &call, const Expr &operand) {
  const bool first = call.getNumArgs() > 0 && call.getArg(0) == &operand;
  if (call.getOperator() == OO_Equal)
    return first ? Mention::Fills : Mention::Consumes;
  return call.isComparisonOp() ? Mention::Inspects : Mention::Consumes;
}

bool isTransparent(const Stmt &parent) {
  if (const auto *cast = dyn_cast<ImplicitCastExpr>(&parent))
    return cast->getCastKind() != CK_LValueToRValue;
  return isa<ParenExpr, FullExpr>(parent);
}

} // namespace

Mention mentionKind(const Expr &mention, const FunctionView &view,
                    const Resolver &roles) {
  const bool many = !roles.task(mention.getType());
  const Expr *operand = &mention;
  const Stmt *parent = view.parentOf(operand);
  bool element = false;
  while (parent && (isTransparent(*parent) || selectsElement(*parent, *operand))) {
    element |= !isTransparent(*parent);
    operand = cast<Expr>(parent);
    parent = view.parentOf(operand);
  }
  if (!parent || view.discards(stripped(operand)))
    return Mention::Ignores;
  if (const auto *call = dyn_cast<CXXOperatorCallExpr>(parent)) {
    if (element && call->getOperator() != OO_Equal)
      return Mention::Consumes;
    return operatorCall(*call, *operand);
  }
  if (const auto *cast = dyn_cast<ExplicitCastExpr>(parent))
    return cast->getCastKind() == CK_ToVoid ? Mention::Ignores : Mention::Consumes;
  if (const auto *member = dyn_cast<MemberExpr>(parent))
    if (const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(view.parentOf(member));
        call && call->getCallee()->IgnoreParens() == member)
      return methodCall(*call, many && !element, view, roles);
  if (const auto *call = dyn_cast<CallExpr>(parent))
    if (const CallSite *site = view.callAt(call);
        site && site->facts && site->facts->inspects)
      return Mention::Inspects;
  return Mention::Consumes;
}

const TaskRole *taskMadeBy(const Expr &expr, const FunctionView &view,
                           const TranslationUnit &unit) {
  const TaskRole *role = unit.roles().task(expr.getType());
  const CallSite *site = role ? view.callAt(&expr) : nullptr;
  if (!site)
    return role;
  if (site->facts && site->facts->returns)
    return &*site->facts->returns;
  // A helper that passes on what a call of that kind returned.
  const FunctionView *callee = site->callee ? unit.view(*site->callee) : nullptr;
  if (callee)
    for (const CallSite &inner : callee->calls())
      if (inner.facts && inner.facts->returns &&
          recordOf(inner.expr->getType()) == recordOf(expr.getType()))
        return &*inner.facts->returns;
  return role;
}

bool isChosenByCaller(const Expr &expr, const FunctionView &view) {
  const auto *call = dyn_cast<CallExpr>(&expr);
  if (!call || !view.function().isTemplateInstantiation())
    return false;
  const auto *op = dyn_cast<CXXOperatorCallExpr>(call);
  const auto *called =
      dyn_cast<DeclRefExpr>(strippedMove(op ? op->getArg(0) : call->getCallee()));
  return called && isa<ParmVarDecl>(called->getDecl());
}

} // namespace async_tidy
