#pragma once

#include <functional>

namespace trantor {

using Func = std::function<void()>;

class EventLoop {
public:
  ~EventLoop();
  void loop();
  template <class F> void runInLoop(F &&f) { __builtin_trap(); }
  void queueInLoop(Func &&f);
  unsigned long runAfter(double delay, Func &&f);
  bool isInLoopThread() const;
};

class ConcurrentTaskQueue {
public:
  ~ConcurrentTaskQueue();
  virtual void runTaskInQueue(std::function<void()> &&task);
};

} // namespace trantor
