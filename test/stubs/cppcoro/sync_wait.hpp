#pragma once

#include <utility>

namespace cppcoro {

template <class Awaitable> auto sync_wait(Awaitable &&awaitable) {
  return std::forward<Awaitable>(awaitable).operator co_await().await_resume();
}

} // namespace cppcoro
