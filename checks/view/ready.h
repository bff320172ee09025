// Whether a result is there before somebody waits for it, so that the wait returns at
// once.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Whether what the call waits for was tested before, was awaited before, came out of a
/// combinator that waits for all, or was handed to this callback by its executor.
bool isProvenReady(const SyncWaitRole &role, const CallSite &site,
                   const FunctionView &view, const TranslationUnit &unit);

} // namespace async_tidy
