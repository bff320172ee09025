#pragma once

#include "seastar/core/future.hh"

#include <chrono>

namespace seastar {

template <class Clock> class basic_rwlock {
public:
  future<> write_lock() noexcept;
  bool try_write_lock() noexcept;
  void write_unlock();
};
using rwlock = basic_rwlock<std::chrono::steady_clock>;

} // namespace seastar
