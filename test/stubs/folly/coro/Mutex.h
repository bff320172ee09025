#pragma once

#include "support/promise.h"

#include <mutex>

namespace folly::coro {

class Mutex {
public:
  using folly_coro_aware_mutex = std::true_type;

  Mutex() noexcept = default;
  bool try_lock() noexcept;
  void unlock() noexcept;
  [[nodiscard]] stub::Awaiter<void> co_lock() noexcept;
  [[nodiscard]] stub::Awaiter<std::unique_lock<Mutex>> co_scoped_lock() noexcept;

private:
  friend std::unique_lock<Mutex>;
  void lock();
};

} // namespace folly::coro
