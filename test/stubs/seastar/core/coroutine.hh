#pragma once

#include "seastar/core/future.hh"

namespace seastar::coroutine {

template <class F> class lambda {
public:
  lambda(F &&f) : f_(&f) {}
  template <class... Args> auto operator()(Args &&...args) const {
    return (*f_)(static_cast<Args &&>(args)...);
  }

private:
  F *f_;
};

} // namespace seastar::coroutine
