#pragma once

#include "folly/coro/Task.h"

#include <type_traits>

namespace folly::coro {

struct co_invoke_fn {
  template <class F, class... Args>
  std::invoke_result_t<F, Args...> operator()(F &&f, Args &&...) const {
    __builtin_trap();
  }
};
namespace folly_cpo__ {
inline constexpr co_invoke_fn co_invoke{};
}
using namespace folly_cpo__;

} // namespace folly::coro
