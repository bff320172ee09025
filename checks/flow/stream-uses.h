// Which stream operations a function starts and does not wait for on the spot: given a
// callback, detached, spawned, or kept as a task that runs already.
#pragma once

#include "flow/stream-overlap.h"

namespace async_tidy {

/// Those of the function itself, and those of the coroutines whose bodies it starts, on
/// the streams that it gives them. Tasks that a combinator runs at once start with it.
std::vector<StreamUse> startedStreamUses(const FunctionView &view,
                                         const TranslationUnit &unit);

} // namespace async_tidy
