// Tasks, awaitables and generators in other people's styles: no model names them.
// RUN: %driver models --why=%s -- -std=c++20 | FileCheck %s --implicit-check-not="'near::"

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

using std::suspend_always;
using std::suspend_never;

// A promise put together by inheritance, the base knows its heir.
namespace crtp {
template <class Derived> struct promise_base {
  suspend_always initial_suspend() noexcept { return {}; }
  suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { std::terminate(); }
  auto get_return_object() { return static_cast<Derived *>(this)->make(); }
};
class Job;
struct JobPromise : promise_base<JobPromise> {
  Job make();
  void return_void() {}
};
// CHECK: [[#@LINE+2]]:7: class 'crtp::Job': task: {start: lazy, drop: never-runs}
// CHECK-NEXT: from its structure: has a promise_type; initial_suspend suspends
class Job {
public:
  using promise_type = JobPromise;
  explicit Job(std::coroutine_handle<JobPromise> h) : h_(h) {}
  Job(Job &&) = default;
  ~Job() { if (h_) h_.destroy(); }

private:
  std::coroutine_handle<JobPromise> h_;
};
} // namespace crtp

// An owner of the handle does the cleaning up; the task starts at the call.
namespace Vendor {
struct UniqueHandle {
  std::coroutine_handle<> h;
  ~UniqueHandle() { if (h) h.destroy(); }
};
// CHECK: [[#@LINE+1]]:7: class 'Vendor::CAsyncOp': task: {start: eager, drop: cancels}
class CAsyncOp {
public:
  struct promise_type {
    CAsyncOp get_return_object();
    auto initial_suspend() noexcept { return suspend_never{}; }
    suspend_always final_suspend() noexcept { return {}; }
    void return_value(int) {}
    void unhandled_exception() {}
  };
  bool IsDone() const;

private:
  UniqueHandle m_handle;
};
} // namespace Vendor

// Derives its awaiters from the standard ones, and keeps running when it is dropped.
namespace snake {
struct start_now : std::suspend_never {};
struct shared_state { int value; };
// CHECK: [[#@LINE+1]]:7: class 'snake::shared_job': task: {start: eager, drop: detaches, single-shot: false}, awaitable: {}
class shared_job {
public:
  struct promise_type {
    shared_job get_return_object();
    start_now initial_suspend() noexcept { return {}; }
    suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>) const;
  int await_resume() const;

private:
  std::shared_ptr<shared_state> state_;
};

// CHECK: [[#@LINE+1]]:7: class 'snake::strict_job': task: {start: eager, drop: terminates}
class strict_job {
public:
  struct promise_type {
    strict_job get_return_object();
    suspend_never initial_suspend() noexcept { return {}; }
    suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  ~strict_job() { if (handle_ && !handle_.done()) std::terminate(); }
  void join();

private:
  std::coroutine_handle<promise_type> handle_;
};

// CHECK: [[#@LINE+1]]:7: class 'snake::joining_job': task: {drop: blocks}
class joining_job {
public:
  struct maybe { bool go; bool await_ready() noexcept { return go; } void await_suspend(std::coroutine_handle<>) noexcept; void await_resume() noexcept; };
  // CHECK: [[#@LINE-1]]:10: class 'snake::joining_job::maybe': awaitable: {}
  struct promise_type {
    joining_job get_return_object();
    maybe initial_suspend() noexcept;
    suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  ~joining_job() { join(); }
  void join();
};
} // namespace snake

// The promise stands in std::coroutine_traits; the class knows nothing of it.
namespace traits {
// CHECK: [[#@LINE+1]]:8: class 'traits::Reply': task: {start: lazy, drop: never-runs}
struct Reply { std::coroutine_handle<> h; ~Reply() { h.destroy(); } };
} // namespace traits
template <class... Args> struct std::coroutine_traits<traits::Reply, Args...> {
  struct promise_type {
    traits::Reply get_return_object();
    suspend_always initial_suspend() noexcept { return {}; }
    suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

// Any task goes in: the interface behind the pointer is awaited.
namespace erased {
struct Interface { virtual ~Interface(); virtual bool ready() = 0; };
// CHECK: [[#@LINE+1]]:7: class 'erased::AnyTask': task: {}, awaitable: {}
class AnyTask {
public:
  AnyTask(crtp::Job job);
  AnyTask(AnyTask &&);
  ~AnyTask();
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();

private:
  std::unique_ptr<Interface> self_;
};

// CHECK: [[#@LINE+1]]:7: class 'erased::Owned': task: {}, awaitable: {}
class Owned {
public:
  Owned(Owned &&);
  ~Owned() { if (h_) h_.destroy(); }
  struct Awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
  // CHECK: [[#@LINE-1]]:10: class 'erased::Owned::Awaiter': awaitable: {}
  Awaiter operator co_await() &&;

private:
  std::coroutine_handle<> h_;
};
} // namespace erased

// Accepted by the promise's await_transform only, so it has no await_ready of its own.
namespace transform {
#define DEFINE_TASK(NAME)                                                                \
  class NAME {                                                                           \
  public:                                                                                \
    struct promise_type {                                                                \
      NAME get_return_object();                                                          \
      suspend_always initial_suspend() noexcept { return {}; }                           \
      suspend_always final_suspend() noexcept { return {}; }                             \
      void return_void() {}                                                              \
      void unhandled_exception() {}                                                      \
      suspend_always await_transform(NAME &&);                                           \
    };                                                                                   \
    ~NAME();                                                                             \
                                                                                         \
  private:                                                                               \
    std::coroutine_handle<promise_type> frame;                                           \
  }
// CHECK: [[#@LINE+1]]:1: class 'transform::Step': task: {start: lazy, drop: never-runs}
DEFINE_TASK(Step);

// CHECK: [[#@LINE+1]]:8: class 'transform::fire_and_forget': task: {start: eager, drop: harmless}
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() { return {}; }
    suspend_never initial_suspend() noexcept { return {}; }
    suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

// CHECK: [[#@LINE+1]]:22: class 'transform::MustKeep': task: {start: eager, drop: detaches}
struct [[nodiscard]] MustKeep {
  struct promise_type {
    MustKeep get_return_object() { return {}; }
    suspend_never initial_suspend() noexcept { return {}; }
    suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

// CHECK: [[#@LINE+1]]:8: class 'transform::FiniteSender': task: {start: lazy, drop: never-runs}
struct FiniteSender {
  struct tag {};
  using sender_concept = tag;
  template <class R> int connect(R) &&;
};
} // namespace transform

namespace net {
// CHECK: [[#@LINE+1]]:8: class 'net::Delay': awaitable: {}
struct Delay { int ms; };
struct DelayAwaiter : suspend_always {};
// CHECK: [[#@LINE-1]]:8: class 'net::DelayAwaiter': awaitable: {}
DelayAwaiter operator co_await(Delay);

// CHECK: [[#@LINE+1]]:8: class 'net::Ready': awaitable: {never-suspends: true}
struct Ready {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() { return 1; }
};
} // namespace net

namespace gen {
// CHECK: [[#@LINE+1]]:26: class 'gen::Sequence<int>': generator: true
template <class T> class Sequence {
public:
  struct promise_type {
    Sequence get_return_object();
    suspend_always initial_suspend() noexcept { return {}; }
    suspend_always final_suspend() noexcept { return {}; }
    suspend_always yield_value(T);
    void return_void() {}
    void unhandled_exception() {}
  };
  T *begin();
  T *end();
};
extern Sequence<int> numbers;
using Complete = decltype(sizeof(numbers));

// CHECK: [[#@LINE+1]]:7: class 'gen::Stream': generator: true, async-generator: true
class Stream {
public:
  struct promise_type {
    Stream get_return_object();
    suspend_always initial_suspend() noexcept { return {}; }
    suspend_always final_suspend() noexcept { return {}; }
    suspend_always yield_value(int);
    void return_void() {}
    void unhandled_exception() {}
  };
  net::Delay next();
};
} // namespace gen

namespace near {
struct Iterator { int *next(); bool done() const; };
struct Promise_ { void set(int); int get(); };
struct Handle { std::coroutine_handle<> raw; };
class Timer { public: Timer(int); ~Timer(); void start(); void resume(); private: int ms_; };
struct Builder { Builder &&add(int) &&; int build() &&; };
struct Job { int id; bool ready() const; void suspend(); void resume(); };
} // namespace near
