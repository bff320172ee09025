// RUN: %check-tidy %s async-promise-contract
#include "home/task.h"

#include <coroutine>
#include <cstdio>
#include <exception>
#include <utility>

using home::Task;
using home::tick;

// ---- errors

template <class Promise> struct Handle { // what tasks have in common here
  using promise_type = Promise;
  std::coroutine_handle<Promise> coroutine;
};
struct Common {
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_void() {}
};

struct Silent : Common {
  Handle<Silent> get_return_object();
  void unhandled_exception() {}
  // CHECK: [[#@LINE-1]]:8: warning: errors of this coroutine type vanish: 'unhandled_exception' does nothing [async-promise-contract]
  // CHECK: [[#@LINE-2]]:8: note: store std::current_exception(), and rethrow it in 'await_resume'; or terminate
};
template <class T> struct SilentTemplate : Common {
  Handle<SilentTemplate> get_return_object();
  void unhandled_exception() noexcept {}
  // CHECK: [[#@LINE-1]]:8: warning: errors of this coroutine type vanish
};
template struct SilentTemplate<int>;
#define SILENT void unhandled_exception() {}
struct Explained : Common {
  Handle<Explained> get_return_object();
  void unhandled_exception() { /* only noexcept functions are called */ }
};
struct Terminates : Common {
  Handle<Terminates> get_return_object();
  void unhandled_exception() { std::terminate(); }
};
struct Logs : Common {
  Handle<Logs> get_return_object();
  void unhandled_exception() { std::puts("an error"); }
};
struct Suppressed : Common {
  Handle<Suppressed> get_return_object();
  void unhandled_exception() {} // NOLINT(async-promise-contract)
};
struct NoPromise {
  void unhandled_exception() {}
};

struct Stored : Common {
  std::exception_ptr lost;
  Handle<Stored> get_return_object() { return {}; }
  void unhandled_exception() { lost = std::current_exception(); }
  // CHECK: [[#@LINE-1]]:8: warning: errors of this coroutine type vanish: nothing reads 'lost'
};
struct Rethrown : Common {
  std::exception_ptr error;
  Handle<Rethrown> get_return_object() { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
};
void rethrow(Handle<Rethrown> task) { std::rethrow_exception(task.coroutine.promise().error); }
template <class T> struct RethrownInTemplate : Common {
  std::exception_ptr failure;
  Handle<RethrownInTemplate> get_return_object() { return {}; }
  void unhandled_exception() { failure = std::current_exception(); }
  void take() { std::rethrow_exception(failure); } // never instantiated
};
template struct RethrownInTemplate<int>;
struct RethrownElsewhere : Common {
  std::exception_ptr fault;
  Handle<RethrownElsewhere> get_return_object() { return {}; }
  void unhandled_exception() { fault = std::current_exception(); }
  void take();
};

// ---- frames

struct Twice {
  struct promise_type : Common {
    Twice get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };
  ~Twice() {
    if (coroutine)
      coroutine.destroy();
    // CHECK: [[#@LINE-1]]:17: warning: this destroys a coroutine that destroyed itself when it ended
    // CHECK: [[#@LINE-7]]:24: note: it does not stay suspended at its end
    // CHECK: [[#@LINE-8]]:24: note: return std::suspend_always, so that only the task destroys it
  }
  std::coroutine_handle<promise_type> coroutine;
};
struct Once {
  struct promise_type : Common {
    Once get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void unhandled_exception() { std::terminate(); }
  };
  ~Once() { if (coroutine) coroutine.destroy(); }
  std::coroutine_handle<promise_type> coroutine;
};
// The promise tells its task that it is gone.
struct Told {
  struct promise_type : Common {
    Told *task = nullptr;
    ~promise_type() { if (task) task->coroutine = nullptr; }
    Told get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };
  ~Told() { if (coroutine) coroutine.destroy(); }
  std::coroutine_handle<promise_type> coroutine;
};
struct Given {
  struct promise_type : Common {
    Given get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };
  void start() { std::exchange(coroutine, nullptr).resume(); }
  ~Given() { if (coroutine) coroutine.destroy(); }
  std::coroutine_handle<promise_type> coroutine;
};

// ---- falling off the end

Task<int> bad_no_return(bool value) {
  // CHECK: [[#@LINE-1]]:11: warning: 'bad_no_return' may end without co_return, and its promise has no 'return_void'
  // CHECK: [[#@LINE+6]]:1: note: reaching the end here is undefined behaviour
  // CHECK: [[#@LINE+5]]:1: note: return a value on every path
  if (value)
    co_return 1;
  co_await tick();

}
template <class T> Task<T> bad_template() { co_await tick(); }
// CHECK: [[#@LINE-1]]:28: warning: 'bad_template<int>' may end without co_return
template Task<int> bad_template<int>();
Task<int> bad_loop() { for (int i = 0; i < 3; ++i) co_await tick(); }
// CHECK: [[#@LINE-1]]:11: warning: 'bad_loop' may end without co_return

Task<int> ok_every_path(bool value) {
  co_await tick();
  if (value)
    co_return 1;
  else
    co_return 2;
}
Task<int> ok_throws(bool value) {
  if (value)
    co_return 1;
  throw 1;
}
Task<int> ok_endless() { for (;;) co_await tick(); }
[[noreturn]] void fail();
Task<int> ok_never_returns(bool value) {
  if (value)
    co_return co_await home::number();
  fail();
}
Task<int> ok_try() {
  try {
    co_return co_await home::number();
  } catch (...) {
    co_return 1;
  }
}
Task<int> ok_switch(bool value) {
  switch (value) {
  case true: co_return 1;
  default: co_return 2;
  }
}
Task<> ok_void() { co_await tick(); }
template <bool Return> Task<int> ok_if_constexpr() {
  co_await tick();
  if constexpr (Return)
    co_return 1;
}
template Task<int> ok_if_constexpr<true>();
auto ok_lambda = []() -> Task<int> { co_return co_await home::number(); };
