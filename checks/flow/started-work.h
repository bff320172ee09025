// Which expressions of a function start work that goes on beside it.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Work that a function starts and does not wait for on the spot.
struct StartedWork {
  const clang::Expr *at = nullptr;
  const clang::Expr *work = nullptr; ///< The task or callable, null where there is none.
  bool thread = false;               ///< It is a thread of its own.
  bool detached = false;             ///< Nobody can wait for it.
};

/// Spawns that limit nothing themselves, detached threads, callables handed to a pool,
/// and calls whose task is made to be dropped. A call of a visible function that starts
/// detached work without a limit of its own counts as its start.
llvm::SmallVector<StartedWork, 4> startedWork(const FunctionView &view,
                                              const TranslationUnit &unit);

} // namespace async_tidy
