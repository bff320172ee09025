#include "facts/blocking-chains.h"

#include "facts/guards.h"
#include "flow/normal-path.h"
#include "view/blocking.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

BlockingChains::BlockingChains(llvm::ArrayRef<const FunctionView *> roots,
                               const BlockingLimits &limits, Analysis &analysis)
    : limits_(limits), analysis_(analysis), summariser_(analysis.unit(), limits.strict) {
  for (const FunctionView *root : roots)
    nodes_[nodeOf(*root)].isRoot = true;
  connect();
  propagate();
}

unsigned BlockingChains::nodeOf(const FunctionView &view) {
  auto [found, isNew] = byView_.try_emplace(&view, nodes_.size());
  if (isNew) {
    Node &node = nodes_.emplace_back();
    node.view = &view;
    node.summary = summariser_.summarise(view);
    node.ways.resize(node.summary.calls.size());
  }
  return found->second;
}

/// Reads whatever is called, and whatever that calls. Roots and coroutines are looked at
/// on their own.
void BlockingChains::connect() {
  for (unsigned caller = 0; caller < nodes_.size(); ++caller)
    for (unsigned index = 0; index < nodes_[caller].summary.calls.size(); ++index) {
      const CallFact &call = nodes_[caller].summary.calls[index];
      Node &callee = nodes_[nodeOf(*call.target)];
      if (!callee.isRoot && !callee.summary.suspends)
        callee.callers.push_back({caller, index, false});
    }
}

void BlockingChains::propagate() {
  std::deque<Step> due;
  for (unsigned node = 0; node < nodes_.size(); ++node)
    for (const auto &[index, leaf] : llvm::enumerate(nodes_[node].summary.blocks))
      if (counts(leaf) && isNormal(leaf.site->expr, nodes_[node]))
        due.push_back({node, static_cast<unsigned>(index), true});
  for (; !due.empty(); due.pop_front()) {
    const Step step = due.front();
    const Node &node = nodes_[step.node];
    if (node.summary.asksForThread)
      continue;
    for (const Step &caller : node.callers) {
      Node &from = nodes_[caller.node];
      const CallFact &call = from.summary.calls[caller.index];
      std::optional<Step> &way = from.ways[caller.index];
      if (way || excludes(call.arguments, guards(step)) || !isNormal(call.expr, from))
        continue;
      way = step;
      due.push_back(caller);
    }
  }
}

bool BlockingChains::counts(const BlockingFact &leaf) const {
  return isListed(leaf.kind, limits_.kinds) && (!leaf.uncertain || limits_.strict);
}

const std::vector<Guard> &BlockingChains::guards(const Step &step) const {
  const FunctionSummary &summary = nodes_[step.node].summary;
  return step.isLeaf ? summary.blocks[step.index].guards
                     : summary.calls[step.index].guards;
}

bool BlockingChains::isNormal(const Expr *expr, const Node &node) const {
  return !expr || isOnNormalPath(*expr, *node.view, analysis_);
}

BlockingChain BlockingChains::follow(const CallFact &first, Step way) const {
  BlockingChain chain{{&first}};
  for (; !way.isLeaf; way = *nodes_[way.node].ways[way.index])
    chain.calls.push_back(&nodes_[way.node].summary.calls[way.index]);
  chain.leaf = &nodes_[way.node].summary.blocks[way.index];
  chain.blocker = &nodes_[way.node].summary;
  return chain;
}

std::vector<BlockingChain> BlockingChains::from(const FunctionView &root) const {
  const Node &node = nodes_[byView_.lookup(&root)];
  std::vector<BlockingChain> chains;
  llvm::SmallPtrSet<const BlockingFact *, 4> seen;
  auto add = [&](BlockingChain chain) {
    if (seen.insert(chain.leaf).second)
      chains.push_back(std::move(chain));
  };
  for (const BlockingFact &leaf : node.summary.blocks)
    if (leaf.via == Via::DefaultArgument && counts(leaf))
      add({{}, &leaf, &node.summary});
  for (const auto &[index, call] : llvm::enumerate(node.summary.calls))
    if (const std::optional<Step> &way = node.ways[index])
      add(follow(call, *way));
  return chains;
}

} // namespace async_tidy
