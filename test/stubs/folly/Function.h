#pragma once

#include <utility>

namespace folly {

template <class Signature> class Function;

template <class R, class... Args> class Function<R(Args...)> {
public:
  Function() = default;
  template <class F> Function(F &&) { __builtin_trap(); }
  R operator()(Args...);
};

} // namespace folly
