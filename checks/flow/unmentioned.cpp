#include "flow/unmentioned.h"

#include "flow/solver.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether some path to here mentioned the variable.
struct Mentioned {
  using State = bool;
  llvm::SmallPtrSet<const Stmt *, 8> mentions;

  State entry() const { return false; }
  void join(State &into, State from) const { into |= from; }
  void refine(State &, const CFGBlock &, bool) const {}
  void transfer(State &state, const CFGElement &element) const {
    if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>())
      state |= mentions.contains(stmt->getStmt());
  }
};

const Stmt *returnIn(const CFGElement &element) {
  std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
  return stmt && isa<ReturnStmt, CoreturnStmt>(stmt->getStmt()) ? stmt->getStmt()
                                                                : nullptr;
}

bool leadsTo(const CFGBlock &block, const CFGBlock &exit) {
  return llvm::any_of(block.succs(), [&](const CFGBlock::AdjacentBlock &next) {
    return next.getReachableBlock() == &exit;
  });
}

} // namespace

std::vector<const Stmt *> exitsWithout(const ValueDecl &variable,
                                       const FunctionView &view, Analysis &analysis) {
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return {};
  Mentioned domain;
  for (const Expr *mention : view.uses(variable))
    // The graph shows a capture as part of its lambda.
    for (const Stmt *at = mention; at; at = view.parentOf(at))
      if (at == mention || isa<LambdaExpr>(at))
        domain.mentions.insert(at);
  Solver<Mentioned> solver(*graph, domain);
  if (!solver.solve())
    return {};
  std::vector<const Stmt *> exits;
  for (const CFGBlock *block : *graph) {
    std::optional<bool> state = solver.entryOf(*block);
    if (!state)
      continue;
    const Stmt *left = nullptr;
    for (const CFGElement &element : *block) {
      domain.transfer(*state, element);
      if (const Stmt *statement = returnIn(element); statement && !*state)
        left = statement;
    }
    const bool falls =
        !left && !*state && !block->hasNoReturnElement() &&
        leadsTo(*block, graph->getExit()) && !block->getTerminatorStmt() &&
        (block->empty() ||
         !isa_and_nonnull<CXXThrowExpr>(block->back().getAs<CFGStmt>()
                                            ? block->back().castAs<CFGStmt>().getStmt()
                                            : nullptr));
    if (left || falls)
      exits.push_back(left ? left : view.body());
  }
  llvm::sort(exits, [](const Stmt *a, const Stmt *b) {
    return a->getEndLoc() < b->getEndLoc();
  });
  return exits;
}

} // namespace async_tidy
