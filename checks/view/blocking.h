// Whether a call keeps its thread until something outside happens, as it is written.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// How sure it is.
enum class Blocks {
  No,
  Perhaps, ///< It depends on a descriptor's mode, which cannot be seen.
  Yes,
};

/// By the roles `blocking` and `sync-wait` and their conditions. A wait for what is
/// proven to be there does not block.
Blocks blocks(const CallSite &site, const FunctionView &view,
              const TranslationUnit &unit);

/// What kind of blocking it is.
BlockingKind blockingKind(const FunctionFacts &facts);

/// Whether a kind is among those that an option lists.
bool isListed(BlockingKind kind, llvm::ArrayRef<std::string> kinds);

/// Whether a place in a coroutine is reached on a thread pool, where other threads go on.
bool isOnPool(const FunctionView &view, clang::SourceLocation where,
              const Resolver &roles);

} // namespace async_tidy
