#pragma once

#include "folly/coro/Task.h"

namespace folly::coro {

struct blocking_wait_fn {
  template <class Awaitable> auto operator()(Awaitable &&awaitable) const {
    return static_cast<Awaitable &&>(awaitable).operator co_await().await_resume();
  }
};
inline constexpr blocking_wait_fn blocking_wait{};
static constexpr blocking_wait_fn const &blockingWait = blocking_wait;

} // namespace folly::coro
