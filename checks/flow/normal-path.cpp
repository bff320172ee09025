#include "flow/normal-path.h"

#include "llvm/ADT/BitVector.h"

namespace async_tidy {

using namespace clang;

namespace {

const CFGBlock *blockOf(const Stmt &stmt, const CFG &graph) {
  for (const CFGBlock *block : graph)
    for (const CFGElement &element : *block)
      if (auto statement = element.getAs<CFGStmt>();
          statement && statement->getStmt() == &stmt)
        return block;
  return nullptr;
}

bool isReachable(const CFGBlock &target, const CFG &graph) {
  llvm::BitVector seen(graph.getNumBlockIDs());
  llvm::SmallVector<const CFGBlock *, 16> due{&graph.getEntry()};
  while (!due.empty()) {
    const CFGBlock *block = due.pop_back_val();
    if (block == &target)
      return true;
    if (seen.test(block->getBlockID()))
      continue;
    seen.set(block->getBlockID());
    for (const CFGBlock::AdjacentBlock &successor : block->succs())
      if (const CFGBlock *next = successor.getReachableBlock())
        due.push_back(next);
  }
  return false;
}

/// Whether every way on ends the program. A loop that never ends does not.
bool isDoomed(const CFGBlock &start, const CFG &graph) {
  llvm::BitVector doomed(graph.getNumBlockIDs());
  for (bool changed = true; changed;) {
    changed = false;
    for (const CFGBlock *block : graph) {
      if (doomed.test(block->getBlockID()))
        continue;
      bool ends = block->hasNoReturnElement();
      if (!ends && block != &graph.getExit() && !block->succ_empty())
        ends = llvm::all_of(block->succs(), [&](const CFGBlock::AdjacentBlock &next) {
          const CFGBlock *target = next.getReachableBlock();
          return !target || doomed.test(target->getBlockID());
        });
      if (ends) {
        doomed.set(block->getBlockID());
        changed = true;
      }
    }
  }
  return doomed.test(start.getBlockID());
}

} // namespace

bool isOnNormalPath(const Stmt &stmt, const FunctionView &view, Analysis &analysis) {
  const CFG *graph = analysis.graph(view);
  const CFGBlock *block = graph ? blockOf(stmt, *graph) : nullptr;
  return !block || (isReachable(*block, *graph) && !isDoomed(*block, *graph));
}

} // namespace async_tidy
