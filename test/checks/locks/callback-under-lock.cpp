// RUN: %check-tidy %s async-callback-under-lock --prefixes=CHECK
// RUN: %check-tidy %s async-callback-under-lock --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <algorithm>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <vector>

std::mutex m;
std::function<void()> onChange;

class Subject {
public:
  void bad_notify() {
    std::lock_guard guard(mutex_);
    listener_(1);
    // CHECK: [[#@LINE-1]]:5: warning: 'listener_' is called with 'guard' locked; it deadlocks if it needs the lock [async-callback-under-lock]
    // CHECK: [[#@LINE-3]]:21: note: locked here
    // CHECK: [[#@LINE-3]]:5: note: copy it under the lock, unlock, then call it
  }
  void bad_notifyAll() {
    mutex_.lock();
    for (const auto &listener : listeners_)
      listener(1);
    // CHECK: [[#@LINE-1]]:7: warning: 'listener' is called with 'mutex_' locked
    mutex_.unlock();
  }
  void bad_element(int key) {
    std::lock_guard guard(mutex_);
    byKey_[key](2);
    // CHECK: [[#@LINE-1]]:5: warning: {{.*}} is called with 'guard' locked
    for (auto &[name, handler] : byKey_)
      handler(name);
    // CHECK: [[#@LINE-1]]:7: warning: 'handler' is called with 'guard' locked
    for (auto &entry : byKey_)
      entry.second(entry.first);
    // CHECK: [[#@LINE-1]]:7: warning: {{.*}} is called with 'guard' locked
  }
  void ok_copied() {
    std::function<void(int)> copy;
    {
      std::lock_guard guard(mutex_);
      copy = listener_;
    }
    copy(1);
  }
  void ok_copiedAll() {
    std::unique_lock lock(mutex_);
    auto all = listeners_;
    lock.unlock();
    for (auto &listener : all)
      listener(1);
  }
  // The caller's own code runs under the lock: that is the point of the method.
  void ok_parameter(const std::function<void(int)> &work) {
    std::lock_guard guard(mutex_);
    work(1);
  }
  void ok_getsGuard() {
    std::unique_lock lock(mutex_);
    withLock_(lock);
  }
  void ok_sharedLock() {
    std::shared_lock lock(shared_);
    listener_(1);
  }
  // A callable that answers is a strategy: a comparison, a clock.
  void maybe_strategy() {
    std::lock_guard guard(mutex_);
    if (before_(1, 2))
      return;
    // STRICT: [[#@LINE-2]]:9: warning: 'before_' is called with 'guard' locked
  }
  void ok_suppressed() {
    std::lock_guard guard(mutex_);
    listener_(1); // NOLINT(async-callback-under-lock)
  }
  void ok_deferred() {
    std::unique_lock lock(mutex_, std::defer_lock);
    listener_(1);
  }

private:
  std::mutex mutex_;
  std::shared_mutex shared_;
  std::function<void(int)> listener_;
  std::function<void(std::unique_lock<std::mutex> &)> withLock_;
  std::function<bool(int, int)> before_;
  std::vector<std::function<void(int)>> listeners_;
  std::map<int, std::function<void(int)>> byKey_;
};

void bad_global() {
  std::lock_guard guard(m);
  onChange();
  // CHECK: [[#@LINE-1]]:3: warning: 'onChange' is called with 'guard' locked
}

#define FIRE() onChange()
void bad_macro() {
  std::lock_guard guard(m);
  FIRE();
  // CHECK: [[#@LINE-1]]:3: warning: 'onChange' is called
}

// ---- coroutines

class Event {
public:
  void bad_resume() {
    std::lock_guard guard(mutex_);
    waiter_.resume();
    // CHECK: [[#@LINE-1]]:13: warning: a coroutine is resumed with 'guard' locked; whatever it does next runs under the lock
    // CHECK: note: locked here
    // CHECK: [[#@LINE-3]]:13: note: take it out under the lock, unlock, then resume it
    waiters_.front()();
    // CHECK: [[#@LINE-1]]:5: warning: a coroutine is resumed
  }
  void ok_resume() {
    std::vector<std::coroutine_handle<>> due;
    {
      std::lock_guard guard(mutex_);
      due.swap(waiters_);
    }
    for (auto handle : due)
      handle.resume();
  }
  template <class Mutex> void bad_template(Mutex &mutex) {
    std::lock_guard guard(mutex);
    if constexpr (sizeof(Mutex) > 1)
      waiter_.resume();
    // CHECK: [[#@LINE-1]]:15: warning: a coroutine is resumed
  }

private:
  std::mutex mutex_;
  std::coroutine_handle<> waiter_;
  std::vector<std::coroutine_handle<>> waiters_;
};
template void Event::bad_template(std::mutex &);
template void Event::bad_template(std::timed_mutex &);

auto bad_lambda = [](auto &handles) {
  std::lock_guard guard(m);
  for (auto handle : handles)
    handle.resume();
  // CHECK: [[#@LINE-1]]:12: warning: a coroutine is resumed
};
void useLambda(std::vector<std::coroutine_handle<>> &handles) { bad_lambda(handles); }

// ---- promises: std::future has no continuations, nothing runs when it gets its value

class Request {
public:
  void ok_settle() {
    std::lock_guard guard(mutex_);
    promise_.set_value(1);
  }

private:
  std::mutex mutex_;
  std::promise<int> promise_;
};
