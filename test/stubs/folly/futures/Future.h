#pragma once

#include "folly/Executor.h"
#include "support/promise.h"

#include <chrono>

namespace folly {

using HighResDuration = std::chrono::microseconds;

namespace futures::detail {
template <class T> class FutureBase {
public:
  bool valid() const noexcept;
  bool isReady() const;
  bool hasValue() const;
  void cancel();
};
} // namespace futures::detail

template <class T> class Future;

template <class T = void> class SemiFuture : private futures::detail::FutureBase<T> {
  using Base = futures::detail::FutureBase<T>;

public:
  SemiFuture(SemiFuture &&) noexcept;
  ~SemiFuture();
  using Base::isReady;
  using Base::valid;
  Future<T> via(Executor::KeepAlive<>) &&;
  Future<T> toUnsafeFuture() &&;
  template <class F> SemiFuture<T> deferValue(F &&f) && { __builtin_trap(); }
  T get() &&;
  T get(HighResDuration) &&;
  SemiFuture &wait() &;
  stub::Awaiter<T> operator co_await() &&;
};

template <class T = void> class Future : private futures::detail::FutureBase<T> {
  using Base = futures::detail::FutureBase<T>;

public:
  Future(Future &&) noexcept;
  ~Future();
  using Base::cancel;
  using Base::isReady;
  using Base::valid;
  Future<T> via(Executor::KeepAlive<>) &&;
  template <class F> Future<T> thenValue(F &&f) && { __builtin_trap(); }
  template <class F> Future<T> thenTry(F &&f) && { __builtin_trap(); }
  template <class F> Future<T> thenError(F &&f) && { __builtin_trap(); }
  Future<T> within(HighResDuration) &&;
  T get() &&;
  T get(HighResDuration) &&;
  Future<T> &wait() &;
  stub::Awaiter<T> operator co_await() &&;
};

// The real library's SemiFuture<void> does not exist: it says Unit. Stubs need no
// storage.
namespace futures {
SemiFuture<int> sleep(HighResDuration);
}

} // namespace folly
