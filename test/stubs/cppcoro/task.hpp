#pragma once

#include "support/promise.h"

#include <type_traits>

namespace cppcoro {

template <class T = void> class [[nodiscard]] task {
public:
  using promise_type = stub::Promise<task, T, std::suspend_always>;

  task() noexcept;
  task(task &&) noexcept;
  task(const task &) = delete;
  task &operator=(task &&) noexcept;
  ~task();
  bool is_ready() const noexcept;
  stub::Awaiter<std::add_lvalue_reference_t<T>> operator co_await() const & noexcept;
  stub::Awaiter<T> operator co_await() const && noexcept;
  stub::Awaiter<void> when_ready() const noexcept;
};

} // namespace cppcoro
