#pragma once

#include "seastar/core/future.hh"

#include <chrono>
#include <cstddef>

namespace seastar {

struct semaphore_default_exception_factory {};

template <class ExceptionFactory> class semaphore_units {
public:
  semaphore_units(semaphore_units &&) noexcept;
  ~semaphore_units();
  void return_all() noexcept;
};

template <class ExceptionFactory> class basic_semaphore {
public:
  explicit basic_semaphore(std::size_t count);
  future<> wait(std::size_t units = 1) noexcept;
  bool try_wait(std::size_t units = 1) noexcept;
  void signal(std::size_t units = 1) noexcept;
};

using semaphore = basic_semaphore<semaphore_default_exception_factory>;

template <class E>
future<semaphore_units<E>> get_units(basic_semaphore<E> &, std::size_t units) noexcept;
template <class E, class F>
auto with_semaphore(basic_semaphore<E> &, std::size_t units, F &&f)
    -> internal::future_of<F> {
  __builtin_trap();
}

} // namespace seastar
