// Which threads that nobody waits for refer to variables of the function that detaches
// them?
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// A detached thread, and what it refers to when that is gone.
struct DetachedThread {
  const CallSite *detach;
  const clang::VarDecl *referent;
  const clang::Expr *use; ///< The lambda that captures it, or the argument.
};

/// In source order. A lambda that a temporary thread runs is left out: it is a callback
/// like others. Nothing where the function goes on to wait for something.
std::vector<DetachedThread> danglingThreads(const FunctionView &view,
                                            const TranslationUnit &unit);

} // namespace async_tidy
