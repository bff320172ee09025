#pragma once

#include "support/promise.h"

namespace cppcoro {

template <class T = void> class [[nodiscard]] shared_task {
public:
  using promise_type = stub::Promise<shared_task, T, std::suspend_always>;

  shared_task(const shared_task &) noexcept;
  shared_task(shared_task &&) noexcept;
  ~shared_task();
  bool is_ready() const noexcept;
  stub::Awaiter<T> operator co_await() const noexcept;
};

} // namespace cppcoro
