// Can a loop of a coroutine go round without a suspension? As long as it does, no other
// task gets the thread, and what the loop waits for may be one of them.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// A loop that nothing counts down, and a way round it on which nothing is awaited.
struct UnsuspendedLoop {
  const clang::Stmt *loop = nullptr;
  /// Nothing is changed on the way: the next round will be the same.
  bool idle = false;
  /// The loop awaits nothing anywhere, and has no way out.
  bool forEver = false;
  /// The last branch on the way, null if there is none.
  const clang::Stmt *decision = nullptr;
};

/// In source order. What another thread may end (an atomic, a token, a volatile variable)
/// is left out, and so are loops that run on a pool.
std::vector<UnsuspendedLoop> unsuspendedLoops(const FunctionView &view,
                                              Analysis &analysis);

} // namespace async_tidy
