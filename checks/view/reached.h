// Which functions run on a shared thread or beside another one because somebody who does
// calls them.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// How a function comes to run in a context.
struct Reached {
  const FunctionView *root = nullptr;   ///< The coroutine, callback or thread's body.
  const FunctionView *caller = nullptr; ///< Null for the root itself.
  const CallSite *call = nullptr;       ///< In the caller.
};

/// Every function of the translation unit that a context other than the plain one reaches
/// by direct calls; each by a shortest way.
llvm::DenseMap<const FunctionView *, Reached>
reachedFunctions(const TranslationUnit &unit);

/// Whether the translation unit starts threads or hands work to some.
bool usesThreads(const TranslationUnit &unit);

} // namespace async_tidy
