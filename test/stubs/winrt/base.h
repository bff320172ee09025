#pragma once

#include "support/promise.h"

namespace winrt {

namespace impl {
template <class D> struct consume_Windows_Foundation_IAsyncAction {
  void get() const;
};
} // namespace impl

namespace Windows::Foundation {
struct IAsyncAction : impl::consume_Windows_Foundation_IAsyncAction<IAsyncAction> {
  using promise_type = stub::Promise<IAsyncAction, void, std::suspend_never>;
  IAsyncAction(const IAsyncAction &) noexcept;
  ~IAsyncAction();
  stub::Awaiter<void> operator co_await() const;
};
} // namespace Windows::Foundation

struct fire_and_forget {
  using promise_type = stub::Promise<fire_and_forget, void, std::suspend_never>;
};

stub::Awaiter<void> resume_background() noexcept;

struct slim_mutex {
  void lock() noexcept;
  void unlock() noexcept;
};
struct slim_lock_guard {
  explicit slim_lock_guard(slim_mutex &) noexcept;
  ~slim_lock_guard() noexcept;
};

} // namespace winrt
