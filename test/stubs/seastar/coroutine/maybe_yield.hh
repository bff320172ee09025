#pragma once

#include "support/promise.h"

namespace seastar::coroutine {

class [[nodiscard("must co_await an maybe_yield() object")]] maybe_yield {
public:
  stub::Awaiter<void> operator co_await();
};

} // namespace seastar::coroutine
