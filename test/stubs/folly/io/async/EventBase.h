#pragma once

#include "folly/Executor.h"

namespace folly {

class EventBase : public Executor {
public:
  bool loop();
  void loopForever();
  void add(Func) override;
  void runInLoop(Func, bool thisIteration = false);
  void runInEventBaseThread(Func) noexcept;
  void runInEventBaseThreadAndWait(Func) noexcept;
};

} // namespace folly
