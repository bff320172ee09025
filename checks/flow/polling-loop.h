// Loops that do nothing but look again and again until somebody else has changed
// something, and who does.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// What a polling loop does between two looks.
enum class Pause {
  None,   ///< Nothing at all.
  Yields, ///< Gives the processor, or the executor, to others for a moment.
  Sleeps, ///< Sleeps, or awaits a timer.
};

struct PollingLoop {
  const clang::Stmt *loop = nullptr;
  Pause pause = Pause::None;
  /// What the loop asks of an object that offers a call that waits: a lock, a permit, a
  /// future. Null for a loop that reads memory.
  const CallSite *attempt = nullptr;
  bool claims = false; ///< The attempt sets an atomic flag: the loop is a lock itself.
  const clang::ValueDecl *subject = nullptr; ///< What it reads; null if it calls.
  const clang::Expr *change = nullptr;       ///< Where another function changes that.
};

/// The innermost loops of a function whose body has no other work, which nothing but
/// what they test ends, in source order. Loops that count, that look at the clock or at
/// what a device or a signal handler writes are left out.
std::vector<PollingLoop> pollingLoops(const FunctionView &view,
                                      const TranslationUnit &unit);

} // namespace async_tidy
