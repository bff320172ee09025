#pragma once

#include "folly/coro/Task.h"

namespace folly::coro {

class AsyncScope {
public:
  ~AsyncScope();
  template <class Awaitable> void add(Awaitable &&) { __builtin_trap(); }
  Task<void> joinAsync() noexcept;
};

} // namespace folly::coro
