#pragma once

#include "support/promise.h"

namespace unifex {

namespace _task {
template <class T, bool NoThrow> struct _task {
  struct [[nodiscard]] type {
    using promise_type = stub::Promise<type, T, std::suspend_always>;
    type(type &&) noexcept;
    ~type();
    stub::Awaiter<T> operator co_await() &&;
  };
};
} // namespace _task
template <class T> using task = typename _task::_task<T, false>::type;

namespace _then {
template <class Predecessor, class Func> struct _sender {
  struct type {
    Predecessor predecessor;
    Func func;
    stub::Awaiter<int> operator co_await() &&;
  };
};
namespace _cpo {
struct _fn {
  template <class Sender, class Func>
  auto operator()(Sender &&sender, Func &&func) const ->
      typename _sender<std::remove_cvref_t<Sender>, std::remove_cvref_t<Func>>::type {
    __builtin_trap();
  }
};
} // namespace _cpo
} // namespace _then
inline constexpr _then::_cpo::_fn then{};

namespace _sync_wait_cpo {
struct _fn {
  template <class Sender> void operator()(Sender &&) const { __builtin_trap(); }
};
} // namespace _sync_wait_cpo
inline constexpr _sync_wait_cpo::_fn sync_wait{};

inline namespace v1 {
struct [[nodiscard]] lock_sender {
  stub::Awaiter<void> operator co_await() &&;
};
struct async_mutex {
  lock_sender async_lock() noexcept;
  void unlock() noexcept;
};
} // namespace v1

inline namespace v1 {
namespace _async_scope {
struct async_scope {
  ~async_scope();
  template <class Sender> void detached_spawn(Sender &&) { __builtin_trap(); }
  lock_sender complete() noexcept;
  void request_stop() noexcept;
};
} // namespace _async_scope
using _async_scope::async_scope;
} // namespace v1

} // namespace unifex
