#pragma once

#include "folly/coro/Task.h"

namespace folly::coro {

template <class T, bool SingleProducer = false, bool SingleConsumer = false>
class BoundedQueue {
public:
  explicit BoundedQueue(unsigned capacity);
  template <class U> Task<void> enqueue(U &&);
  template <class U> bool try_enqueue(U &&);
  Task<T> dequeue();
  std::size_t size() const noexcept;
};

} // namespace folly::coro
