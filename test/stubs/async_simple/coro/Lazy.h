#pragma once

#include "support/promise.h"

#include <chrono>
#include <mutex>
#include <vector>

namespace async_simple {

template <class T> class Try {
public:
  bool hasError() const;
  const T &value() const;
};

class Executor {
public:
  virtual ~Executor();
  virtual bool schedule(void (*)()) = 0;
};

template <class T> class Future {
public:
  Future(Future &&) noexcept;
  ~Future();
  T get();
  void wait();
  bool hasResult() const;
  template <class F> Future thenTry(F &&f) { __builtin_trap(); }
};

namespace uthread {
template <class T> T await(Future<T> &&) { __builtin_trap(); }
} // namespace uthread

namespace coro {

namespace detail {
template <class T, bool Reschedule> class LazyBase {
public:
  template <class F> void start(F &&callback) { __builtin_trap(); }
};
} // namespace detail

template <class T> class [[nodiscard]] RescheduleLazy : public detail::LazyBase<T, true> {
public:
  RescheduleLazy(RescheduleLazy &&) noexcept;
  ~RescheduleLazy();
  void detach();
};

template <class T = void> class [[nodiscard]] Lazy : public detail::LazyBase<T, false> {
public:
  using promise_type = stub::Promise<Lazy, T, std::suspend_always>;
  Lazy(Lazy &&) noexcept;
  ~Lazy();
  RescheduleLazy<T> via(Executor *) &&;
  stub::Awaiter<T> operator co_await();
};

template <class L> auto syncAwait(L &&lazy) {
  return static_cast<L &&>(lazy).operator co_await().await_resume();
}
template <class T> Lazy<std::vector<Try<T>>> collectAll(std::vector<Lazy<T>> &&lazies);
Lazy<void> sleep(std::chrono::milliseconds);

class Mutex {
public:
  Lazy<void> coLock();
  [[nodiscard]] Lazy<std::unique_lock<Mutex>> coScopedLock();
  bool tryLock();
  void lock();
  void unlock();
};

template <class L> class SharedMutexBase {
public:
  Lazy<> coLock();
  Lazy<> coLockShared();
  Lazy<> unlock();
  Lazy<> unlockShared();
};
class SharedMutex : public SharedMutexBase<Mutex> {};

template <int Max> class CountingSemaphore {
public:
  explicit CountingSemaphore(int);
  Lazy<void> acquire();
  Lazy<void> release(int count = 1);
};

} // namespace coro
} // namespace async_simple
