// RUN: %check-tidy %s async-lock-across-suspend -o ReportMaybeHeld=false \
// RUN:   -o AllowedAwaitables=shop::Ready -o AllowedCallees='shop::instant;shop::Till::drain'
#include "home/task.h"

#include <mutex>

using home::Task;
std::mutex m;

namespace shop {
struct Ready {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  void await_resume() const noexcept {}
};
Task<> instant();
Task<> slow();
struct Till {
  Task<> drain();
};
} // namespace shop

Task<> ok_maybeHeld(bool locked) {
  std::unique_lock lock(m, std::defer_lock);
  if (locked)
    lock.lock();
  co_await shop::slow();
}

Task<> ok_allowedAwaitable() {
  std::lock_guard guard(m);
  co_await shop::Ready{};
}

Task<> ok_allowedCallees(shop::Till &till) {
  std::lock_guard guard(m);
  co_await shop::instant();
  co_await till.drain();
}

Task<> bad_notAllowed() {
  std::lock_guard guard(m);
  co_await shop::slow();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
}
