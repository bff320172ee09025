#pragma once

#include "folly/coro/Task.h"

namespace folly::coro {

template <class T, bool SingleProducer = false, bool SingleConsumer = false>
class UnboundedQueue {
public:
  template <class U> void enqueue(U &&);
  Task<T> dequeue();
  std::size_t size() const noexcept;
  bool empty() const noexcept;
};

} // namespace folly::coro
