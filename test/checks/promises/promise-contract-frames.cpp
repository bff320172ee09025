// Nothing in the file destroys a frame.
// RUN: %check-tidy %s async-promise-contract
#include <coroutine>
#include <exception>

struct Leaks {
  struct promise_type {
    Leaks get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    // CHECK: [[#@LINE-1]]:25: warning: every coroutine of this type leaks its frame: it stays suspended at its end [async-promise-contract]
    // CHECK: [[#@LINE-6]]:8: note: 'Leaks' keeps no handle, and nothing here destroys one
    // CHECK: [[#@LINE-3]]:25: note: return std::suspend_never, so that the coroutine destroys itself
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
struct EndsItself {
  struct promise_type {
    EndsItself get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
struct Keeps {
  struct promise_type {
    Keeps get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<> handle;
};
// Its own awaiter may destroy it.
struct OwnAwaiter {
  struct Last : std::suspend_always {
    void await_suspend(std::coroutine_handle<>) noexcept;
  };
  struct promise_type {
    OwnAwaiter get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    Last final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
