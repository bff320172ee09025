#include "flow/after-suspension.h"

#include "flow/solver.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether a path to here was parked.
struct WasParked {
  using State = bool;
  llvm::DenseSet<const Stmt *> points;

  State entry() const { return false; }
  void join(State &into, State from) const { into |= from; }
  void refine(State &, const CFGBlock &, bool) const {}
  void transfer(State &state, const CFGElement &element) const {
    if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>())
      state |= points.contains(stmt->getStmt());
  }
};

} // namespace

AfterSuspension::AfterSuspension(const FunctionView &view, const CFG *graph)
    : view_(view) {
  WasParked domain;
  for (const SuspensionPoint &point : view.suspensions())
    if (!point.neverSuspends)
      domain.points.insert(point.expr);
  if (!graph || domain.points.empty())
    return;
  Solver<WasParked> solver(*graph, domain);
  if (!solver.solve())
    return;
  for (const CFGBlock *block : *graph) {
    std::optional<bool> state = solver.entryOf(*block);
    if (!state)
      continue;
    for (const CFGElement &element : *block) {
      if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>())
        suspended_[stmt->getStmt()] = *state;
      domain.transfer(*state, element);
    }
  }
}

bool AfterSuspension::contains(const Expr *expr) const {
  // The graph leaves out some operands; they run where their parent does.
  for (const Stmt *stmt = expr; stmt; stmt = view_.parentOf(stmt))
    if (auto found = suspended_.find(stmt); found != suspended_.end())
      return found->second;
  return false;
}

} // namespace async_tidy
