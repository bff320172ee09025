// Which calls lead to one that blocks, through any number of functions. The answer is the
// least fixpoint over the call graph: found backwards from the calls that block, level by
// level, so that the first way found is a shortest one, and recursion takes no extra
// care.
#pragma once

#include "facts/summarise.h"
#include "flow/analysis.h"

namespace async_tidy {

/// One way to a call that blocks.
struct BlockingChain {
  llvm::SmallVector<const CallFact *, 4> calls; ///< The first one stands in the root.
  const BlockingFact *leaf = nullptr;
  const FunctionSummary *blocker = nullptr; ///< The function that the leaf stands in.
};

/// What counts.
struct BlockingLimits {
  llvm::ArrayRef<std::string> kinds; ///< Words of BlockingKind.
  /// Also what virtual calls and stored callables may run, and descriptors of an unknown
  /// mode.
  bool strict = false;
};

/// The call graph below the functions that must not block. Only what can be reached from
/// them is read.
class BlockingChains {
public:
  BlockingChains(llvm::ArrayRef<const FunctionView *> roots, const BlockingLimits &limits,
                 Analysis &analysis);

  /// The ways out of a root, each blocking call once, in source order. What a root does
  /// itself is none, unless it stands in a default argument.
  std::vector<BlockingChain> from(const FunctionView &root) const;

private:
  /// One thing that a function does and that blocks: itself, or what it calls.
  struct Step {
    unsigned node = 0, index = 0;
    bool isLeaf = false;
  };
  struct Node {
    const FunctionView *view = nullptr;
    FunctionSummary summary;
    std::vector<std::optional<Step>> ways; ///< Of each call: how it goes on.
    std::vector<Step> callers;             ///< The calls of this function.
    bool isRoot = false;
  };

  unsigned nodeOf(const FunctionView &view);
  void connect();
  void propagate();
  bool counts(const BlockingFact &leaf) const;
  const std::vector<Guard> &guards(const Step &step) const;
  bool isNormal(const clang::Expr *expr, const Node &node) const;
  BlockingChain follow(const CallFact &first, Step way) const;

  BlockingLimits limits_;
  Analysis &analysis_;
  Summariser summariser_;
  std::deque<Node> nodes_; ///< A deque: chains point into it.
  llvm::DenseMap<const FunctionView *, unsigned> byView_;
};

} // namespace async_tidy
