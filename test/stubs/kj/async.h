#pragma once

#include "support/promise.h"

#include <cstddef>

namespace kj {

class WaitScope;

template <class T> class [[nodiscard]] Promise {
public:
  using promise_type = stub::Promise<Promise, T, std::suspend_never>;
  Promise(Promise &&) noexcept;
  Promise &operator=(Promise &&) noexcept;
  ~Promise();
  template <class F> Promise<void> then(F &&f) { __builtin_trap(); }
  template <class F> Promise<T> catch_(F &&f) { __builtin_trap(); }
  template <class... A> Promise<T> attach(A &&...) { __builtin_trap(); }
  template <class F> void detach(F &&errorHandler) { __builtin_trap(); }
  T wait(WaitScope &);
  stub::Awaiter<T> operator co_await();
};

template <class F> Promise<void> evalLater(F &&f) { __builtin_trap(); }
template <class F> auto coCapture(F &&f) { return static_cast<F &&>(f); }

class TaskSet {
public:
  void add(Promise<void> &&promise);
};

template <class T> class Locked {
public:
  Locked(Locked &&) noexcept;
  ~Locked();
  T *operator->();
};
template <class T> class MutexGuarded {
public:
  Locked<T> lockExclusive() const;
};

class Timer {
public:
  Promise<void> afterDelay(int delay);
  template <class T> Promise<T> timeoutAfter(int delay, Promise<T> &&promise) {
    __builtin_trap();
  }
};

class AsyncInputStream {
public:
  virtual ~AsyncInputStream();
  Promise<std::size_t> read(void *buffer, std::size_t minimum, std::size_t maximum);
};

} // namespace kj
