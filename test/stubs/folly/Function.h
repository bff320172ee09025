#pragma once

#include <utility>

namespace folly {

template <class Signature> class Function;

template <class R, class... Args> class Function<R(Args...)> {
public:
  Function() = default;
  template <class F> Function(F &&);
  R operator()(Args...);
};

} // namespace folly
