#pragma once

#include "seastar/core/future.hh"

#include <cstddef>

namespace seastar {

enum class stop_iteration { no, yes };

template <class Action> future<> repeat(Action &&action) noexcept { __builtin_trap(); }
template <class Action> future<> keep_doing(Action action) noexcept { __builtin_trap(); }
template <class Stop, class Action> future<> do_until(Stop stop, Action action) noexcept {
  __builtin_trap();
}
template <class Range, class Action>
future<> do_for_each(Range &, Action action) noexcept {
  __builtin_trap();
}
template <class Range, class F> future<> parallel_for_each(Range &&, F &&f) noexcept {
  __builtin_trap();
}
template <class Range, class F>
future<> max_concurrent_for_each(Range &&, std::size_t maxConcurrent, F &&f) noexcept {
  __builtin_trap();
}

} // namespace seastar
