#pragma once

#include "folly/Executor.h"
#include "folly/futures/Future.h"
#include "support/promise.h"

#define FOLLY_CORO_TASK_ATTRS [[nodiscard]]

namespace folly::coro {

template <class T = void> class Task;

template <class T> class [[nodiscard]] TaskWithExecutor {
public:
  TaskWithExecutor(TaskWithExecutor &&) noexcept;
  ~TaskWithExecutor();
  SemiFuture<T> start() &&;
  template <class F> void start(F &&tryCallback) && { __builtin_trap(); }
  stub::Awaiter<T> operator co_await() &&;
};

template <class T> class FOLLY_CORO_TASK_ATTRS Task {
public:
  using promise_type = stub::Promise<Task, T, std::suspend_always>;

  Task(const Task &) = delete;
  Task(Task &&) noexcept;
  Task &operator=(Task &&) noexcept;
  ~Task();

  TaskWithExecutor<T> scheduleOn(Executor::KeepAlive<>) &&;
  SemiFuture<T> semi() &&;
  stub::Awaiter<T> operator co_await() &&;
};

struct WithExecutorFunction {
  template <class T>
  TaskWithExecutor<T> operator()(Executor::KeepAlive<>, Task<T> task) const;
};
// The real library defines its customisation points in a namespace that it then opens.
namespace folly_cpo__ {
inline constexpr WithExecutorFunction co_withExecutor{};
}
using namespace folly_cpo__;

} // namespace folly::coro
