#pragma once

#include "folly/Executor.h"

#include <cstddef>

namespace folly {

class ThreadPoolExecutor : public Executor {
public:
  void join();
  void stop();
};

class CPUThreadPoolExecutor : public ThreadPoolExecutor {
public:
  explicit CPUThreadPoolExecutor(std::size_t threads);
  void add(Func) override;
  void addWithPriority(Func, signed char priority) override;
};

} // namespace folly
