// Where a coroutine asked to go on: after `co_await pool.schedule()` it occupies a thread
// of the pool, no longer the event loop.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// A suspension that changes the executor.
struct Hop {
  const SuspensionPoint *point;
  const clang::ValueDecl *executor; ///< The variable that holds it, null if unnamed.
  ExecutorKind kind;
};

/// The last hop that stands before a statement. Goes by the order in the source: a hop in
/// one branch counts behind the branch too, because silence is right when unsure.
std::optional<Hop> lastHopBefore(const FunctionView &view, clang::SourceLocation where,
                                 const Resolver &roles);

} // namespace async_tidy
