#pragma once

#include "folly/coro/Task.h"

namespace folly::coro {

template <class T, class Duration> Task<T> timeout(Task<T> awaitable, Duration);

} // namespace folly::coro
