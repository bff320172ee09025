#pragma once

#include "folly/coro/Task.h"

namespace folly::coro {

Task<void> sleep(HighResDuration);
Task<void> sleepReturnEarlyOnCancel(HighResDuration);

} // namespace folly::coro
