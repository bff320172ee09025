#pragma once

#include "folly/Function.h"

namespace folly {

using Func = Function<void()>;

class Executor {
public:
  virtual ~Executor();
  virtual void add(Func) = 0;
  virtual void addWithPriority(Func, signed char priority);

  template <class ExecutorT = Executor> class KeepAlive {
  public:
    KeepAlive(ExecutorT *);
  };
};

} // namespace folly
