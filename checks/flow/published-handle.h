// From where on a coroutine that is being suspended may run again on another thread, and
// with it destroy the awaiter that suspended it.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// A use of the awaiter, or of the coroutine, when both may be gone.
struct UseAfterPublish {
  const clang::Expr *publish;       ///< Resumes the coroutine, or lets others do so.
  const clang::Stmt *use = nullptr; ///< `this`, the handle, or a `return false`.
};

/// In the body of an `await_suspend`: what follows the first call that resumes the
/// coroutine, or hands it to a pool or a thread. Nothing under a lock that whoever
/// resumes it may have to take.
std::optional<UseAfterPublish> useAfterPublish(const FunctionView &suspend,
                                               Analysis &analysis);

/// A call in the body that resumes the coroutine on the spot, null if there is none.
const clang::Expr *resumesInside(const FunctionView &suspend);

/// Whether the function is the `await_suspend` of an awaiter.
bool isAwaitSuspend(const clang::FunctionDecl &function);

} // namespace async_tidy
