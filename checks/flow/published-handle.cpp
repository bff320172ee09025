#include "flow/published-handle.h"

#include "flow/held-locks.h"
#include "flow/solver.h"
#include "model/names.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

const ParmVarDecl *handleOf(const FunctionDecl &function) {
  for (const ParmVarDecl *parameter : function.parameters())
    if (isCoroutineHandle(parameter->getType()) ||
        parameter->getType()->isTemplateTypeParmType())
      return parameter;
  return nullptr;
}

bool names(const Expr *expr, const ParmVarDecl &handle) {
  const auto *reference = dyn_cast_or_null<DeclRefExpr>(strippedMove(expr));
  return reference && reference->getDecl() == &handle;
}

/// The handle itself, or a lambda that has it.
bool carries(const Expr *expr, const ParmVarDecl &handle, const FunctionView &view) {
  return llvm::any_of(view.uses(handle),
                      [&](const Expr *use) { return view.isWithin(use, expr); });
}

/// `handle.resume()`, `handle()`.
bool resumes(const CallSite &call, const ParmVarDecl &handle) {
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
  if (!method || !names(call.receiver, handle))
    return false;
  return method->getOverloadedOperator() == OO_Call ||
         (method->getIdentifier() && method->getName() == "resume");
}

bool isDiscarded(const CallSite &call, const FunctionView &view) {
  return call.expr->getType()->isVoidType() || isa<CXXConstructExpr>(call.expr) ||
         llvm::any_of(view.discarded(), [&](const DiscardedValue &value) {
           return view.isWithin(call.expr, value.expr);
         });
}

/// A call that hands the handle to a thread or a pool.
bool handsOver(const CallSite &call, const ParmVarDecl &handle, const FunctionView &view,
               const TranslationUnit &unit) {
  if (!call.facts)
    return false;
  return llvm::any_of(call.facts->callbacks, [&](const CallbackRole &role) {
    const Expr *callable = call.argument(role.argument);
    return (role.runs == Runs::Offload || role.runs == Runs::Thread) && callable &&
           (role.when.empty() || unit.anyHolds(role.when, call, view)) &&
           carries(callable, handle, view);
  });
}

/// The call that published the handle on some path.
struct Published {
  using State = const Expr *;
  llvm::DenseSet<const Stmt *> calls;

  State entry() const { return nullptr; }
  void join(State &into, State from) const { into = into ? into : from; }
  void refine(State &, const CFGBlock &, bool) const {}
  void transfer(State &state, const CFGElement &element) const {
    if (std::optional<CFGStmt> part = element.getAs<CFGStmt>();
        part && !state && calls.contains(part->getStmt()))
      state = cast<Expr>(part->getStmt());
  }
};

bool isUse(const Stmt &stmt, const ParmVarDecl &handle) {
  if (isa<CXXThisExpr>(stmt))
    return true;
  if (const auto *result = dyn_cast<ReturnStmt>(&stmt)) {
    const Expr *value = result->getRetValue();
    const auto *literal = value ? dyn_cast<CXXBoolLiteralExpr>(stripped(value)) : nullptr;
    return literal && !literal->getValue();
  }
  const auto *reference = dyn_cast<DeclRefExpr>(&stmt);
  return reference && reference->getDecl() == &handle;
}

} // namespace

bool isAwaitSuspend(const FunctionDecl &function) {
  return isa<CXXMethodDecl>(function) && function.getIdentifier() &&
         function.getName() == "await_suspend" && handleOf(function);
}

const Expr *resumesInside(const FunctionView &suspend) {
  const ParmVarDecl &handle = *handleOf(suspend.function());
  for (const CallSite &call : suspend.calls())
    if (resumes(call, handle))
      return call.expr;
  return nullptr;
}

std::optional<UseAfterPublish> useAfterPublish(const FunctionView &suspend,
                                               Analysis &analysis) {
  const ParmVarDecl &handle = *handleOf(suspend.function());
  Published domain;
  for (const CallSite &call : suspend.calls())
    if ((resumes(call, handle) || handsOver(call, handle, suspend, analysis.unit())) &&
        isDiscarded(call, suspend) && analysis.heldLocks(suspend).at(call.expr).empty())
      domain.calls.insert(call.expr);
  const CFG *graph = domain.calls.empty() ? nullptr : analysis.graph(suspend);
  if (!graph)
    return std::nullopt;
  Solver<Published> solver(*graph, domain);
  if (!solver.solve())
    return std::nullopt;
  const SourceManager &sources = analysis.unit().context().getSourceManager();
  std::optional<UseAfterPublish> first;
  for (const CFGBlock *block : *graph) {
    std::optional<Published::State> state = solver.entryOf(*block);
    if (!state)
      continue;
    for (const CFGElement &element : *block) {
      if (std::optional<CFGStmt> part = element.getAs<CFGStmt>();
          part && *state && isUse(*part->getStmt(), handle))
        if (!first || sources.isBeforeInTranslationUnit(part->getStmt()->getBeginLoc(),
                                                        first->use->getBeginLoc()))
          first = UseAfterPublish{*state, part->getStmt()};
      domain.transfer(*state, element);
    }
  }
  return first;
}

} // namespace async_tidy
