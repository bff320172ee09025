#pragma once

#include "folly/coro/Task.h"

#include <tuple>
#include <vector>

namespace folly::coro {

template <class... Ts> Task<void> collectAll(Task<Ts>... awaitables);
template <class T> Task<void> collectAllRange(std::vector<Task<T>> awaitables);
template <class T>
Task<void> collectAllWindowed(std::vector<Task<T>> awaitables,
                              std::size_t maxConcurrency);
template <class... Ts> Task<void> collectAny(Task<Ts>... awaitables);

} // namespace folly::coro
