#pragma once

#include "seastar/core/future.hh"

#include <tuple>

namespace seastar {

template <class... Ts>
future<std::tuple<future<Ts>...>> when_all(future<Ts> &&...) noexcept;
template <class... Ts> future<> when_all_succeed(future<Ts> &&...) noexcept;

} // namespace seastar
