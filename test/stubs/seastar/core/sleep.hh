#pragma once

#include "seastar/core/future.hh"

#include <chrono>

namespace seastar {

template <class Rep, class Period> future<> sleep(std::chrono::duration<Rep, Period>);

} // namespace seastar
