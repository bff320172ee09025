#pragma once

#include "seastar/core/future.hh"

namespace seastar {

class gate {
public:
  class holder {
  public:
    explicit holder(gate &);
    ~holder();
  };
  void enter();
  void leave() noexcept;
  holder hold();
  future<> close() noexcept;
};

template <class F> auto with_gate(gate &g, F &&f) -> internal::future_of<F> {
  __builtin_trap();
}

template <class F> auto try_with_gate(gate &g, F &&f) -> internal::future_of<F> {
  __builtin_trap();
}

} // namespace seastar
