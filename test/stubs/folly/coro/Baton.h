#pragma once

#include "support/promise.h"

namespace folly::coro {

class Baton {
public:
  void post() noexcept;
  bool ready() const noexcept;
  [[nodiscard]] stub::Awaiter<void> operator co_await() const noexcept;
};

} // namespace folly::coro
