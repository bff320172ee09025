// Which parts of a coroutine run after it may have been parked: by then its caller has
// gone on, and what the caller kept alive for it may be gone.
#pragma once

#include "view/function-view.h"

#include "clang/Analysis/CFG.h"

namespace async_tidy {

/// Answers for one coroutine. Without a graph, nothing is known to follow a suspension.
class AfterSuspension {
public:
  AfterSuspension(const FunctionView &view, const clang::CFG *graph);

  /// Whether some path to the expression passes a suspension point that may suspend.
  bool contains(const clang::Expr *expr) const;

private:
  const FunctionView &view_;
  llvm::DenseMap<const clang::Stmt *, bool> suspended_;
};

} // namespace async_tidy
