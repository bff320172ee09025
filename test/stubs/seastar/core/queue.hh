#pragma once

#include "seastar/core/future.hh"

#include <cstddef>

namespace seastar {

template <class T> class queue {
public:
  explicit queue(std::size_t size);
  bool push(T &&);
  T pop();
  future<T> pop_eventually() noexcept;
  future<> push_eventually(T &&) noexcept;
  bool empty() const noexcept;
  bool full() const noexcept;
  std::size_t size() const noexcept;
};

} // namespace seastar
