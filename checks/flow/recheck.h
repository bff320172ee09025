// After a wait that may end for no reason: is what was waited for looked at again before
// it is relied on?
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// What follows a wait.
struct Recheck {
  bool happens = true; ///< Also where nobody can tell.
  /// The branch that decided to wait, null if the wait is unconditional.
  const clang::IfStmt *decision = nullptr;
};

/// Follows control from a wait: a loop that tests memory again, or a branch back to the
/// decision to wait, is a recheck; use of what was waited for, and the function's end,
/// are not.
Recheck recheckAfter(const clang::CallExpr &wait, const FunctionView &view,
                     Analysis &analysis);

} // namespace async_tidy
