#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

namespace userver {

namespace engine {

class TaskProcessor;

class Deadline {
public:
  static Deadline FromDuration(std::chrono::milliseconds);
};

class [[nodiscard]] TaskBase {
public:
  bool IsFinished() const;
  void Wait() const noexcept(false);
  void WaitFor(std::chrono::milliseconds) const;
  void RequestCancel();
  void BlockingWait() const;
};

class [[nodiscard]] Task : public TaskBase {
public:
  Task(Task &&) noexcept;
  ~Task();
  void Detach() &&;
};

template <class T> class [[nodiscard]] TaskWithResult : public Task {
public:
  TaskWithResult(TaskWithResult &&) noexcept;
  ~TaskWithResult();
  T Get();
};

template <class F>
[[nodiscard]] auto AsyncNoSpan(F &&f) -> TaskWithResult<std::invoke_result_t<F>> {
  __builtin_trap();
}
template <class F>
[[nodiscard]] auto AsyncNoSpan(TaskProcessor &, F &&f)
    -> TaskWithResult<std::invoke_result_t<F>> {
  __builtin_trap();
}

void SleepFor(std::chrono::milliseconds);
void Yield();

class Mutex final {
public:
  void lock();
  void unlock();
  bool try_lock();
};

class SingleConsumerEvent final {
public:
  [[nodiscard]] bool WaitForEvent();
  [[nodiscard]] bool WaitForEventFor(std::chrono::milliseconds);
  void Send();
};

namespace current_task {
bool ShouldCancel();
}

namespace io {
class [[nodiscard]] Socket final {
public:
  ~Socket();
  [[nodiscard]] std::size_t RecvSome(void *buffer, std::size_t size, Deadline deadline);
};
} // namespace io

} // namespace engine

namespace utils {
template <class F, class... Args>
[[nodiscard]] auto Async(std::string name, F &&f, Args &&...)
    -> engine::TaskWithResult<std::invoke_result_t<F, Args...>> {
  __builtin_trap();
}
} // namespace utils

namespace concurrent {

template <class Lock, class Data> class LockedPtr final {
public:
  LockedPtr(LockedPtr &&) noexcept;
  ~LockedPtr();
  Data *operator->();
};

template <class Data, class Mutex = engine::Mutex> class Variable final {
public:
  LockedPtr<std::unique_lock<Mutex>, Data> Lock();
};

class BackgroundTaskStorage final {
public:
  template <class F> void AsyncDetach(std::string name, F &&f) { __builtin_trap(); }
};

} // namespace concurrent

namespace fs::blocking {
std::string ReadFileContents(const std::string &path);
}

} // namespace userver
