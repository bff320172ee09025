#pragma once

#include "seastar/core/future.hh"

namespace seastar {

template <class T = void> class promise {
public:
  promise() noexcept;
  promise(promise &&) noexcept;
  ~promise();
  template <class... A> void set_value(A &&...) noexcept {}
  void set_exception(std::exception_ptr) noexcept;
  future<T> get_future() noexcept;
};

} // namespace seastar
