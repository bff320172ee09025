#pragma once

#include "support/promise.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <tuple>
#include <vector>

namespace coro {

template <class T = void> class [[nodiscard]] task {
public:
  using promise_type = stub::Promise<task, T, std::suspend_always>;

  task() noexcept;
  task(const task &) = delete;
  task(task &&) noexcept;
  task &operator=(task &&) noexcept;
  ~task();
  auto is_ready() const noexcept -> bool;
  auto resume() -> bool;
  auto destroy() -> bool;
  auto operator co_await() const &noexcept -> stub::Awaiter<T>;
  auto operator co_await() const &&noexcept -> stub::Awaiter<T>;
};

template <class Awaitable> auto sync_wait(Awaitable &&awaitable) {
  return std::forward<Awaitable>(awaitable).operator co_await().await_resume();
}
template <class... Ts> [[nodiscard]] auto when_all(task<Ts>... tasks) -> task<void>;
template <class T> [[nodiscard]] auto when_all(std::vector<task<T>> tasks) -> task<void>;
template <class... Ts> [[nodiscard]] auto when_any(task<Ts>... tasks) -> task<void>;
template <class F, class... Args>
auto invoke(F functor, Args... args) -> decltype(functor(args...)) {
  __builtin_trap();
}

class scoped_lock {
public:
  scoped_lock(scoped_lock &&) noexcept;
  ~scoped_lock();
  auto unlock() -> void;
};

class mutex {
public:
  [[nodiscard]] auto lock() -> stub::Awaiter<void>;
  [[nodiscard]] auto scoped_lock() -> stub::Awaiter<coro::scoped_lock>;
  [[nodiscard]] auto try_lock() -> bool;
  auto unlock() -> void;
};

template <std::ptrdiff_t max_value = 1024> class semaphore {
public:
  explicit semaphore(std::ptrdiff_t starting_value);
  [[nodiscard]] auto acquire() -> stub::Awaiter<int>;
  [[nodiscard]] auto try_acquire() -> bool;
  [[nodiscard]] auto release() -> task<void>;
};

class event {
public:
  auto set() noexcept -> void;
  auto reset() noexcept -> void;
  auto operator co_await() const noexcept -> stub::Awaiter<void>;
};

template <class T> class queue {
public:
  auto push(T element) -> task<void>;
  template <class... Args> auto emplace(Args &&...args) -> task<void> {
    __builtin_trap();
  }
  [[nodiscard]] auto pop() -> stub::Awaiter<T>;
  auto size() const -> std::size_t;
  auto empty() const -> bool;
};

template <class T, std::size_t num_elements> class ring_buffer {
public:
  [[nodiscard]] auto produce(T element) -> stub::Awaiter<int>;
  [[nodiscard]] auto consume() -> stub::Awaiter<T>;
};

class thread_pool {
public:
  class schedule_operation {
  public:
    auto await_ready() noexcept -> bool;
    auto await_suspend(std::coroutine_handle<>) noexcept -> void;
    auto await_resume() noexcept -> void;
  };

  static auto make_unique() -> std::unique_ptr<thread_pool>;
  ~thread_pool();
  [[nodiscard]] auto schedule() -> schedule_operation;
  template <class T> [[nodiscard]] auto schedule(task<T> task) -> coro::task<T>;
  auto spawn_detached(task<void> &&task) noexcept -> bool;
  auto spawn_joinable(task<void> &&task) noexcept -> coro::task<void>;
  auto shutdown() noexcept -> void;
};

class scheduler {
public:
  class schedule_operation {
  public:
    auto await_ready() noexcept -> bool;
    auto await_suspend(std::coroutine_handle<>) noexcept -> void;
    auto await_resume() noexcept -> void;
  };

  static auto make_unique() -> std::unique_ptr<scheduler>;
  auto schedule() -> schedule_operation;
  template <class T>
  [[nodiscard]] auto schedule(task<T> task, std::chrono::milliseconds timeout)
      -> coro::task<T>;
  auto spawn_detached(task<void> &&task) -> bool;
  auto spawn_joinable(task<void> &&task) -> coro::task<void>;
  [[nodiscard]] auto yield_for(std::chrono::milliseconds amount) -> task<void>;
  auto process_events(std::chrono::milliseconds timeout = {}) -> std::size_t;
};

class task_group {
public:
  [[nodiscard]] auto start(task<void> &&task) -> bool;
  auto operator co_await() -> stub::Awaiter<void>;
};

} // namespace coro
