#pragma once

#include "seastar/core/future.hh"

#include <chrono>

namespace seastar {

template <class Clock, class Duration, class T>
future<T> with_timeout(std::chrono::time_point<Clock, Duration>, future<T>);

} // namespace seastar
