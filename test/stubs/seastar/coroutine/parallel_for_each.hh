#pragma once

#include "seastar/core/future.hh"

namespace seastar::coroutine {

template <class F> class [[nodiscard]] parallel_for_each {
public:
  template <class Range> parallel_for_each(Range &&, F &&f) noexcept { __builtin_trap(); }
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
template <class Range, class F>
parallel_for_each(Range &&, F &&)->parallel_for_each<std::decay_t<F>>;

} // namespace seastar::coroutine
