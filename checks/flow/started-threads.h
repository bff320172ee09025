// Which lambdas of a function run on other threads while the function goes on, and how
// far that lasts.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// A lambda that a function hands to another thread.
struct StartedThread {
  const CallSite *start = nullptr;
  const FunctionView *body = nullptr;
  const clang::LambdaExpr *lambda = nullptr;
  /// The loop that starts one after the other while the earlier ones run; null if there
  /// is none, or if each turn waits for its own.
  const clang::Stmt *loop = nullptr;
  /// The first call behind the start that waits for work to be done; null if none does.
  const CallSite *joined = nullptr;
};

/// In source order. Lambdas whose body waits, notifies, settles or posts are left out:
/// they may be ordered with the function by means that are not understood here.
std::vector<StartedThread> startedThreads(const FunctionView &view,
                                          const TranslationUnit &unit);

} // namespace async_tidy
