#pragma once

#include "cppcoro/task.hpp"

#include <vector>

namespace cppcoro {

template <class... Awaitables>
[[nodiscard]] task<void> when_all(Awaitables &&...awaitables) {
  __builtin_trap();
}
template <class Awaitable>
[[nodiscard]] task<void> when_all(std::vector<Awaitable> awaitables) {
  __builtin_trap();
}

} // namespace cppcoro
