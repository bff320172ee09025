#pragma once

#include "support/promise.h"

#include <exception>
#include <memory>
#include <type_traits>

namespace seastar {

template <class T = void> class [[nodiscard]] future;

namespace internal {
template <class T> struct futurize { using type = future<T>; };
template <class T> struct futurize<future<T>> { using type = future<T>; };
template <class F, class... Args>
using future_of = typename futurize<std::invoke_result_t<F, Args...>>::type;
template <class F, class T> struct continuation { using type = future_of<F, T>; };
template <class F> struct continuation<F, void> { using type = future_of<F>; };
} // namespace internal

template <class T> class [[nodiscard]] future {
public:
  using promise_type = stub::Promise<future, T, std::suspend_never>;

  future(future &&) noexcept;
  future(const future &) = delete;
  ~future();
  template <class F> typename internal::continuation<F, T>::type then(F &&f) noexcept {
    __builtin_trap();
  }
  template <class F> internal::future_of<F, future> then_wrapped(F &&f) noexcept {
    __builtin_trap();
  }
  template <class F> future finally(F &&f) noexcept { __builtin_trap(); }
  template <class F> future handle_exception(F &&f) noexcept { __builtin_trap(); }
  template <class F> future handle_exception_type(F &&f) noexcept { __builtin_trap(); }
  future or_terminate() noexcept;
  future<void> discard_result() noexcept;
  void ignore_ready_future() noexcept;
  bool available() const noexcept;
  bool failed() const noexcept;
  T get();
};

template <class T> stub::Awaiter<T> operator co_await(future<T> f) noexcept;

template <class T = void, class... A> future<T> make_ready_future(A &&...value) noexcept;

} // namespace seastar
