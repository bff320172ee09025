#pragma once

#include "support/promise.h"

#include <chrono>
#include <memory>
#include <type_traits>

namespace concurrencpp {

enum class result_status { idle, value, exception };

template <class T> class result {
public:
  using promise_type = stub::Promise<result, T, std::suspend_never>;
  result(result &&) noexcept;
  ~result();
  result_status status() const;
  void wait();
  template <class R, class P> result_status wait_for(std::chrono::duration<R, P>) {
    return {};
  }
  T get();
  stub::Awaiter<T> operator co_await();
};

template <class T> class lazy_result {
public:
  using promise_type = stub::Promise<lazy_result, T, std::suspend_always>;
  lazy_result(lazy_result &&) noexcept;
  ~lazy_result();
  result<T> run();
  stub::Awaiter<T> operator co_await();
};

struct null_result {
  using promise_type = stub::Promise<null_result, void, std::suspend_never>;
};

class executor {
public:
  virtual ~executor();
  virtual void shutdown() = 0;
};

template <class Concrete> struct derivable_executor : executor {
  void shutdown() override;
  template <class F> void post(F &&f) { __builtin_trap(); }
  template <class F> auto submit(F &&f) -> result<std::invoke_result_t<F>> {
    __builtin_trap();
  }
};

class thread_pool_executor final : public derivable_executor<thread_pool_executor> {};
class manual_executor final : public derivable_executor<manual_executor> {
public:
  bool loop_once();
  void wait_for_task();
};

class scoped_async_lock {
public:
  scoped_async_lock(scoped_async_lock &&) noexcept;
  ~scoped_async_lock();
  void unlock();
};

class async_lock {
public:
  lazy_result<scoped_async_lock> lock(std::shared_ptr<executor> resume);
  lazy_result<bool> try_lock();
  void unlock();
};

class timer {
public:
  timer(timer &&) noexcept;
  ~timer();
  void cancel();
};

class timer_queue {
public:
  template <class F>
  timer make_one_shot_timer(std::chrono::milliseconds due, std::shared_ptr<executor>, F &&) {
    __builtin_trap();
  }
  lazy_result<void> make_delay_object(std::chrono::milliseconds, std::shared_ptr<executor>);
};

} // namespace concurrencpp
