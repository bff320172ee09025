// A worklist solver over Clang's CFG for domains of finite height. Forward only: every
// question asked so far is "what holds when control reaches this point?".
#pragma once

#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"
#include "clang/Analysis/FlowSensitive/DataflowWorklist.h"

#include <optional>
#include <vector>

namespace async_tidy {

/// `Domain` provides
///   using State = ...;                       // copyable, with operator==
///   State entry();                           // what holds when the function is entered
///   void join(State &into, const State &from);
///   void transfer(State &state, const clang::CFGElement &element);
///   void refine(State &state, const clang::CFGBlock &block, bool taken);
///                                            // what a two-way branch proves on that
///                                            edge
template <typename Domain> class Solver {
public:
  using State = typename Domain::State;

  /// Visits every block at most this often; a function that needs more is given up on.
  static constexpr unsigned maxVisits = 32;

  Solver(const clang::CFG &graph, Domain &domain)
      : graph_(graph), domain_(domain), entries_(graph.getNumBlockIDs()) {}

  /// False if the budget ran out; the states are then not a fixpoint and must not be
  /// used.
  bool solve() {
    clang::PostOrderCFGView order(&graph_);
    clang::ForwardDataflowWorklist worklist(graph_, &order);
    std::vector<unsigned> visits(graph_.getNumBlockIDs());
    entries_[graph_.getEntry().getBlockID()] = domain_.entry();
    worklist.enqueueBlock(&graph_.getEntry());
    while (const clang::CFGBlock *block = worklist.dequeue()) {
      if (++visits[block->getBlockID()] > maxVisits)
        return false;
      propagate(*block, worklist);
    }
    return true;
  }

  /// What holds at the start of a block, nothing if it cannot be reached.
  const std::optional<State> &entryOf(const clang::CFGBlock &block) const {
    return entries_[block.getBlockID()];
  }

private:
  void propagate(const clang::CFGBlock &block, clang::ForwardDataflowWorklist &worklist) {
    State state = *entries_[block.getBlockID()];
    for (const clang::CFGElement &element : block)
      domain_.transfer(state, element);
    unsigned index = 0;
    for (const clang::CFGBlock::AdjacentBlock &successor : block.succs()) {
      const bool taken = index++ == 0;
      const clang::CFGBlock *next = successor.getReachableBlock();
      if (!next)
        continue;
      State outgoing = state;
      if (block.succ_size() == 2 && block.getLastCondition())
        domain_.refine(outgoing, block, taken);
      if (merge(entries_[next->getBlockID()], std::move(outgoing)))
        worklist.enqueueBlock(next);
    }
  }

  bool merge(std::optional<State> &into, State from) {
    if (!into) {
      into = std::move(from);
      return true;
    }
    State before = *into;
    domain_.join(*into, from);
    return !(*into == before);
  }

  const clang::CFG &graph_;
  Domain &domain_;
  std::vector<std::optional<State>> entries_;
};

} // namespace async_tidy
