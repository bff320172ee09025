#include "view/stored-callable.h"

#include "model/names.h"
#include "view/object.h"

namespace async_tidy {

using namespace clang;

namespace {

/// The container whose element a loop variable refers to.
const ValueDecl *rangeOf(const VarDecl &element, const FunctionView &view) {
  for (const Stmt *loop : view.loops())
    if (const auto *range = dyn_cast<CXXForRangeStmt>(loop);
        range && range->getLoopVariable() == &element)
      return variableOf(range->getRangeInit());
  return nullptr;
}

/// The loop variable that an expression names, or takes apart.
const VarDecl *loopVariable(const Expr &expr) {
  const auto *reference = dyn_cast<DeclRefExpr>(&expr);
  const ValueDecl *named = reference ? reference->getDecl() : nullptr;
  if (const auto *binding = dyn_cast_or_null<BindingDecl>(named))
    named = binding->getDecomposedDecl();
  const auto *variable = dyn_cast_or_null<VarDecl>(named);
  return variable && variable->isCXXForRangeDecl() ? variable : nullptr;
}

} // namespace

bool isStoredCallable(const Expr &callable, const FunctionView &view,
                      const Resolver &roles) {
  const TypeFacts *facts = roles.type(callable.getType());
  if (!facts || !facts->callableWrapper)
    return false;
  const Expr *object = stripped(&callable);
  // `pair.second` of a map's element is as stored as the element.
  while (const auto *member = dyn_cast<MemberExpr>(object)) {
    const auto *base = dyn_cast<DeclRefExpr>(stripped(member->getBase()));
    if (!base)
      break;
    object = base;
  }
  const ValueDecl *variable = variableOf(object);
  if (const VarDecl *element = loopVariable(*object)) {
    if (!element->getType()->isReferenceType())
      return false; // a copy of the element
    variable = rangeOf(*element, view);
  }
  if (const auto *field = dyn_cast_or_null<FieldDecl>(variable))
    return !field->getParent()->isLambda();
  const auto *global = dyn_cast_or_null<VarDecl>(variable);
  return global && global->hasGlobalStorage();
}

} // namespace async_tidy
