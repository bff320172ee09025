// What the promises of all stub libraries share. Declarations only: stubs are never
// linked.
#pragma once

#include <coroutine>
#include <utility>

namespace stub {

template <class T> struct Awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};

template <class T> struct Result { template <class U> void return_value(U &&); };
template <> struct Result<void> { void return_void(); };

/// The promise of a task that starts by awaiting `Initial`.
template <class Task, class T, class Initial> struct Promise : Result<T> {
  Task get_return_object();
  Initial initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
};

/// The promise of a generator that may await between its values.
template <class Generator, class T> struct GeneratorPromise {
  Generator get_return_object();
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  template <class U> std::suspend_always yield_value(U &&) noexcept;
  void unhandled_exception();
  void return_void();
};

} // namespace stub
