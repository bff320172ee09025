#include "view/ready.h"

#include "model/names.h"
#include "view/object.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

bool mentions(const Stmt *tree, const ValueDecl &variable) {
  if (!tree)
    return false;
  if (const auto *expr = dyn_cast<Expr>(tree); expr && variableOf(expr) == &variable)
    return true;
  return llvm::any_of(tree->children(),
                      [&](const Stmt *child) { return mentions(child, variable); });
}

/// Whether the value of a call decides something: it is not thrown away.
bool isUsed(const CallSite &site, const FunctionView &view) {
  return !view.discards(stripped(site.expr));
}

bool testedBefore(const SyncWaitRole &role, const CallSite &site,
                  const ValueDecl &variable, const FunctionView &view,
                  const SourceManager &sources) {
  return llvm::any_of(view.calls(), [&](const CallSite &other) {
    return other.receiver && other.callee && other.callee->getIdentifier() &&
           llvm::is_contained(role.readyAfter, other.callee->getName()) &&
           variableOf(other.receiver) == &variable && isUsed(other, view) &&
           sources.isBeforeInTranslationUnit(other.location(), site.location());
  });
}

bool awaitedBefore(const CallSite &site, const ValueDecl &variable,
                   const FunctionView &view, const SourceManager &sources) {
  return llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
    return sources.isBeforeInTranslationUnit(point.location(), site.location()) &&
           mentions(point.operand, variable);
  });
}

/// `auto all = co_await when_all(...)`, also through the variable of a range-for.
bool cameFromCombinator(const ValueDecl *value, const FunctionView &view) {
  if (const auto *binding = dyn_cast<BindingDecl>(value))
    value = cast<ValueDecl>(binding->getDecomposedDecl());
  const auto *variable = dyn_cast<VarDecl>(value);
  if (!variable)
    return false;
  for (const Stmt *loop : view.loops())
    if (const auto *range = dyn_cast<CXXForRangeStmt>(loop);
        range && range->getLoopVariable() == variable) {
      const ValueDecl *all = variableOf(range->getRangeInit());
      return all && all != value && cameFromCombinator(all, view);
    }
  return llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
    const CallSite *awaited = view.callAt(strippedMove(point.operand));
    return awaited && awaited->facts && awaited->facts->combinator &&
           awaited->facts->combinator->combine == Combine::All &&
           stripped(variable->getInit()) == stripped(point.expr);
  });
}

} // namespace

bool isProvenReady(const SyncWaitRole &role, const CallSite &site,
                   const FunctionView &view, const TranslationUnit &unit) {
  const ValueDecl *variable = variableOf(site.argument(role.argument));
  if (!variable)
    return false;
  // A continuation receives what has just become ready.
  if (const auto *parameter = dyn_cast<ParmVarDecl>(variable);
      parameter && view.lambda() && parameter->getDeclContext() == &view.function() &&
      unit.context(view).registration)
    return true;
  const SourceManager &sources = unit.context().getSourceManager();
  return testedBefore(role, site, *variable, view, sources) ||
         awaitedBefore(site, *variable, view, sources) ||
         cameFromCombinator(variable, view);
}

} // namespace async_tidy
