#pragma once

#include "support/promise.h"

#include <chrono>

namespace stdexec {

template <class... Parts> struct __sexpr {
  stub::Awaiter<int> operator co_await();
};

struct scheduler {};

struct schedule_t {
  __sexpr<schedule_t> operator()(scheduler) const;
};
inline constexpr schedule_t schedule{};

template <class Adaptor, class F> struct __closure {
  F f;
  template <class... Parts>
  friend __sexpr<Adaptor, F, Parts...> operator|(__sexpr<Parts...>, __closure) {
    return {};
  }
};

struct then_t {
  template <class Sender, class F> __sexpr<then_t, F, Sender> operator()(Sender, F) const {
    return {};
  }
  template <class F> __closure<then_t, F> operator()(F f) const { return {f}; }
};
inline constexpr then_t then{};

struct when_all_t {
  template <class... Senders> __sexpr<when_all_t, Senders...> operator()(Senders...) const {
    return {};
  }
};
inline constexpr when_all_t when_all{};

struct sync_wait_t {
  template <class Sender> void operator()(Sender) const { __builtin_trap(); }
};
inline constexpr sync_wait_t sync_wait{};

} // namespace stdexec

namespace experimental::execution {

struct start_detached_t {
  template <class Sender> void operator()(Sender) const { __builtin_trap(); }
};
inline constexpr start_detached_t start_detached{};

namespace __task {
template <class T> class [[nodiscard]] basic_task {
public:
  using promise_type = stub::Promise<basic_task, T, std::suspend_always>;
  basic_task(basic_task &&) noexcept;
  ~basic_task();
  stub::Awaiter<T> operator co_await() &&;
};
} // namespace __task
template <class T> using task = __task::basic_task<T>;

namespace __scope {
struct async_scope {
  ~async_scope();
  template <class Sender> void spawn(Sender) { __builtin_trap(); }
  [[nodiscard]] stdexec::__sexpr<async_scope> on_empty() const;
};
} // namespace __scope
using __scope::async_scope;

} // namespace experimental::execution

namespace exec = experimental::execution;
