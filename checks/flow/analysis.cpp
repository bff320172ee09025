#include "flow/analysis.h"

#include "flow/held-locks.h"

#include <mutex>

namespace async_tidy {

using namespace clang;

/// What flow knows of one function; each part is built on first use.
struct Analysis::FunctionFlow {
  std::unique_ptr<CFG> graph;
  bool graphTried = false;
  std::optional<HeldLocks> locks[2]; ///< By owner.
};

Analysis::Analysis(ASTContext &context, std::shared_ptr<const ModelSet> models)
    : unit_(context, std::move(models)) {}

Analysis::~Analysis() = default;

Analysis &Analysis::of(ASTContext &context, std::shared_ptr<const ModelSet> models) {
  // clangd builds and drops ASTs on several threads; each AST stays on one at a time.
  static std::mutex guard;
  static llvm::DenseMap<const ASTContext *, std::unique_ptr<Analysis>> all;
  {
    std::lock_guard lock(guard);
    if (auto found = all.find(&context); found != all.end())
      return *found->second;
  }
  // Not under the lock: a host that survives a crash in here must not find it taken.
  auto analysis = std::make_unique<Analysis>(context, std::move(models));
  Analysis &result = *analysis;
  context.AddDeallocation(
      [](void *ast) {
        std::lock_guard lock(guard);
        all.erase(static_cast<const ASTContext *>(ast));
      },
      &context);
  std::lock_guard lock(guard);
  all[&context] = std::move(analysis);
  return result;
}

Analysis::FunctionFlow &Analysis::flow(const FunctionView &view) {
  std::unique_ptr<FunctionFlow> &flow = flows_[&view];
  if (!flow)
    flow = std::make_unique<FunctionFlow>();
  return *flow;
}

const CFG *Analysis::graph(const FunctionView &view) {
  constexpr unsigned maxBlocks = 4000;
  FunctionFlow &flow = this->flow(view);
  if (flow.graphTried)
    return flow.graph.get();
  flow.graphTried = true;
  if (view.hasErrors())
    return nullptr;
  CFG::BuildOptions options;
  options.AddInitializers = true;
  options.AddImplicitDtors = true;
  options.AddTemporaryDtors = true;
  options.PruneTriviallyFalseEdges = true;
  options.setAllAlwaysAdd();
  const FunctionDecl &function = view.function();
  // Clang refuses the compiler's frame around a coroutine in a template's pattern.
  auto *body = function.isDependentContext() ? const_cast<Stmt *>(view.body())
                                             : function.getBody();
  flow.graph = CFG::buildCFG(&function, body, &unit_.context(), options);
  if (flow.graph && flow.graph->getNumBlockIDs() > maxBlocks)
    flow.graph.reset();
  return flow.graph.get();
}

const HeldLocks &Analysis::heldLocks(const FunctionView &view, LockOwner owner) {
  constexpr unsigned maxDepth = 12;
  static const HeldLocks nothing;
  std::optional<HeldLocks> &known = flow(view).locks[static_cast<unsigned>(owner)];
  if (known)
    return *known;
  if (lockDepth_ == maxDepth || view.hasErrors())
    return nothing;
  known.emplace(); // what a recursive call sees
  ++lockDepth_;
  HeldLocks locks(*this, view, owner);
  --lockDepth_;
  *known = std::move(locks);
  return *known;
}

} // namespace async_tidy
