#pragma once

#include "support/promise.h"

#include <cstddef>

namespace tmc {

template <class T = void> struct [[nodiscard("must be awaited")]] task {
  using promise_type = stub::Promise<task, T, std::suspend_always>;
  task(task &&) noexcept;
  ~task();
  stub::Awaiter<T> operator co_await() &&;
};

class [[nodiscard]] aw_yield {
public:
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  void await_resume() const noexcept;
};
aw_yield yield();

class ex_cpu {
public:
  ~ex_cpu();
  void teardown();
};

template <class Awaitable, class Result> class [[nodiscard]] aw_spawn {
public:
  aw_spawn(aw_spawn &&) noexcept;
  ~aw_spawn();
  aw_spawn &run_on(ex_cpu &) &;
  aw_spawn &&run_on(ex_cpu &) &&;
  void detach();
  stub::Awaiter<Result> operator co_await() &&;
};
template <class T> aw_spawn<task<T>, T> spawn(task<T> &&);
template <class T> void post(ex_cpu &, task<T> &&);

class [[nodiscard]] mutex_scope {
public:
  mutex_scope(mutex_scope &&) noexcept;
  ~mutex_scope();
};
class [[nodiscard]] aw_mutex_lock_scope {
public:
  aw_mutex_lock_scope(aw_mutex_lock_scope &&) noexcept;
  stub::Awaiter<mutex_scope> operator co_await() &&;
};
class [[nodiscard]] aw_mutex_co_unlock {
public:
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>);
  void await_resume() noexcept;
};
class mutex {
public:
  void unlock();
  bool try_lock();
  aw_mutex_co_unlock co_unlock();
  aw_mutex_lock_scope lock_scope();
  stub::Awaiter<void> operator co_await();
};

template <class T> class chan_tok {
public:
  template <class U> bool post(U &&value) { return true; }
  [[nodiscard]] stub::Awaiter<T> pull();
};

} // namespace tmc
