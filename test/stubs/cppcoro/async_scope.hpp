#pragma once

#include "support/promise.h"

namespace cppcoro {

class async_scope {
public:
  ~async_scope();
  template <class Awaitable> void spawn(Awaitable &&awaitable) { __builtin_trap(); }
  [[nodiscard]] stub::Awaiter<void> join() noexcept;
};

} // namespace cppcoro
