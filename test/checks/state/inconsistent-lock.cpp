// RUN: %check-tidy %s async-inconsistent-lock --prefixes=CHECK
// RUN: %check-tidy %s async-inconsistent-lock --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

bool coin();

class Queue {
public:
  Queue() { size_ = 0; }
  void push(int value) {
    std::lock_guard guard(mutex_);
    items_.push_back(value);
    ++size_;
    ++hits_;
  }
  int pop() {
    std::unique_lock lock(mutex_);
    int value = items_.front();
    items_.pop_front();
    --size_;
    return value;
  }
  void bad_lockEndsTooEarly() {
    {
      std::lock_guard guard(mutex_);
      items_.clear();
    }
    size_ = 0;
    // CHECK: [[#@LINE-1]]:5: warning: 'size_' is written here without 'mutex_', which guards it elsewhere [async-inconsistent-lock]
    // CHECK: note: 'size_' is written under 'mutex_' here
    // CHECK: [[#@LINE-3]]:5: note: lock 'mutex_' around this write
  }
  home::Task<> bad_coroutine() {
    items_.clear();
    // CHECK: [[#@LINE-1]]:5: warning: 'items_' is written here without 'mutex_'
    co_return;
  }
  void maybe_setter() {
    size_ = 3;
    // STRICT: [[#@LINE-1]]:5: warning: 'size_' is written here without 'mutex_'
  }
  template <class T> void bad_template(T value) {
    push(value);
    std::unique_lock lock(mutex_);
    lock.unlock();
    size_ += value;
    // CHECK: [[#@LINE-1]]:5: warning: 'size_' is written here
  }
  int ok_read() const { return size_; }
  void ok_atomic() {
    std::unique_lock lock(mutex_);
    lock.unlock();
    ++hits_;
  }
  void ok_start() { // newsboat#259: before the thread runs
    size_ = 0;
    worker_ = std::thread([this] { pop(); });
  }
  void ok_stop() {
    { std::lock_guard guard(mutex_); }
    worker_.join();
    size_ = 0; // nobody else is left
  }
  home::Task<> ok_suppressed() {
    size_ = 0; // NOLINT(async-inconsistent-lock)
    co_return;
  }
  ~Queue() { size_ = 0; }

private:
  std::mutex mutex_;
  std::deque<int> items_;
  int size_;
  std::atomic<int> hits_;
  std::thread worker_;
};
template void Queue::bad_template(int);

class Held {
public:
  void add() {
    std::lock_guard guard(mutex_);
    ++count_;
    ok_calledLocked();
  }
  void remove() {
    std::lock_guard guard(mutex_);
    --count_;
  }
  void ok_calledLocked() {
    ++count_;
    if (coin()) {
      std::lock_guard guard(other_);
      coin();
    }
  }
  void ok_wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return count_++ > 0; });
  }
  void ok_expectsLock() __attribute__((exclusive_locks_required(mutex_))) { ++count_; }

private:
  void helper() { ++count_; }
  struct __attribute__((capability("mutex"))) Mutex : std::mutex {} mutex_;
  std::mutex other_;
  std::condition_variable_any changed_;
  int count_ = 0;
};

class OnlyOnce { // one user alone tells nothing
public:
  void one() {
    std::lock_guard guard(mutex_);
    state_ = 1;
  }
  home::Task<> ok_two() {
    state_ = 2;
    co_return;
  }

private:
  std::mutex mutex_;
  int state_ = 0;
};

class UnderAnother {
public:
  void one() {
    std::lock_guard guard(a_);
    ++state_;
  }
  void two() {
    std::lock_guard guard(a_);
    ++state_;
  }
  home::Task<> ok_three() { // some lock is held: which one belongs to what is another question
    std::lock_guard guard(b_);
    ++state_;
    co_return;
  }

private:
  std::mutex a_, b_;
  int state_ = 0;
};

#define CLEAR(x) x = 0
class Macro {
public:
  void one() {
    std::lock_guard guard(mutex_);
    CLEAR(a_);
  }
  void two() {
    std::lock_guard guard(mutex_);
    CLEAR(a_);
  }
  home::Task<> bad_macro() {
    if constexpr (sizeof(int) > 1)
      CLEAR(a_);
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'a_' is written here without 'mutex_'
    co_return;
  }
  home::Task<> fn_lambda() {
    auto clear = [this] { a_ = 0; };
    clear();
    co_return;
  }

private:
  std::mutex mutex_;
  int a_ = 0;
};
