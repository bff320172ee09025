// Whether a coroutine may hold a lock of any kind over a suspension, one that is made for
// it included: what the lock guards does not change meanwhile.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// Goes by the order in the source for locks of async libraries: one that was taken
/// before counts as held, because silence is right when unsure.
bool mayHoldLock(const SuspensionPoint &point, const FunctionView &view,
                 Analysis &analysis);

} // namespace async_tidy
