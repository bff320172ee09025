#pragma once

#include "seastar/core/future.hh"

#include <mutex>

namespace seastar {

class shared_mutex {
public:
  future<> lock() noexcept;
  bool try_lock() noexcept;
  void unlock();
  future<> lock_shared() noexcept;
  void unlock_shared();
};

template <class Lock, class F> auto with_lock(Lock &, F &&f) -> internal::future_of<F> {
  __builtin_trap();
}
future<std::unique_lock<shared_mutex>> get_unique_lock(shared_mutex &);

} // namespace seastar
