// RUN: %check-tidy %s async-busy-wait
// RUN: %check-tidy %s async-busy-wait --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"
#include "seastar/core/sleep.hh"
#include "seastar/coroutine/maybe_yield.hh"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <mutex>
#include <queue>
#include <semaphore>
#include <thread>

using namespace std::chrono_literals;
using std::this_thread::sleep_for;
using std::this_thread::yield;
void work();
bool portIsOpen();
volatile unsigned *deviceRegister();

class Service {
public:
  void bad_sleeps() {
    while (!done_)
      sleep_for(10ms);
    // CHECK: [[#@LINE-2]]:5: warning: this loop polls: it wakes for nothing until 'done_' changes, and then notices late [async-busy-wait]
    // CHECK: note: 'done_' is changed here, where nobody is told
    // CHECK: [[#@LINE-4]]:5: note: instead, wait() for 'done_' here, and notify_all() where it changes
  }

  void bad_plain() {
    while (open_ > 0) {
      sleep_for(1s);
    }
    // CHECK: [[#@LINE-3]]:5: warning: this loop polls: it wakes for nothing until 'open_' changes
    // CHECK: [[#@LINE-4]]:5: note: instead, wait on a condition variable that is notified where 'open_' changes
  }

  void bad_breaks() {
    for (;;) {
      if (done_.load(std::memory_order_acquire))
        break;
      sleep_for(10ms);
    }
    // CHECK: [[#@LINE-5]]:5: warning: this loop polls: it wakes for nothing until 'done_' changes
  }

  void bad_yields() {
    while (!done_)
      yield();
    // CHECK: [[#@LINE-2]]:5: warning: this loop takes the processor again and again until 'done_' changes
  }

  void bad_spins() {
    do {
    } while (!done_);
    // CHECK: [[#@LINE-2]]:5: warning: this loop keeps a processor busy until 'done_' changes
  }

  bool isDone() const { return done_; }
  bool hasWork() const {
    std::lock_guard guard(mutex_);
    return !queue_.empty();
  }
  void bad_getter() {
    while (!isDone())
      sleep_for(10ms);
    // CHECK: [[#@LINE-2]]:5: warning: this loop polls: {{.*}} 'done_'
    while (!hasWork())
      sleep_for(10ms);
    // CHECK: [[#@LINE-2]]:5: warning: this loop polls: {{.*}} 'queue_'
  }

  void bad_container() {
    while (queue_.empty())
      sleep_for(10ms);
    // CHECK: [[#@LINE-2]]:5: warning: this loop polls: {{.*}} 'queue_'
  }

  home::Task<> bad_spinsInCoroutine() {
    while (!done_) {
    }
    // CHECK: [[#@LINE-2]]:5: warning: this loop keeps a processor busy until 'done_' changes
    // CHECK: [[#@LINE-3]]:5: note: instead, await an event that is set where 'done_' changes
    co_return;
  }

  // What no thread changes is async-loop-without-suspension's matter.
  home::Task<> ok_spinsOnPlain() {
    while (open_) {
    }
    co_return;
  }

  seastar::future<> bad_awaitsTimer() {
    while (!done_)
      co_await seastar::sleep(10ms);
    // CHECK: [[#@LINE-2]]:5: warning: this loop polls: {{.*}} 'done_'
    while (!done_)
      co_await seastar::coroutine::maybe_yield();
  }
  // CHECK: [[#@LINE-3]]:5: warning: this loop takes the processor again and again until 'done_' changes

  // Work between the looks: a loop that does something now and then.
  void ok_periodic() {
    while (!done_) {
      work();
      sleep_for(1s);
    }
  }

  // A bounded number of tries, and a deadline.
  void ok_bounded() {
    for (int i = 0; i < 50 && !done_; ++i)
      sleep_for(1ms);
    const auto end = std::chrono::steady_clock::now() + 1s;
    while (!done_ && std::chrono::steady_clock::now() < end)
      sleep_for(1ms);
    // STRICT: [[#@LINE-2]]:5: warning: this loop polls: it wakes for nothing, and notices late
    // STRICT: [[#@LINE-3]]:5: note: instead, let whoever knows tell it, by an event
  }

  void ok_backsOff() {
    auto pause = 1ms;
    while (!done_) {
      sleep_for(pause);
      pause *= 2;
    }
  }

  void ok_told() { done_.wait(false); }

  // A processor's hint makes a short spin a chosen one.
  void ok_pauses() {
    while (!done_)
      __builtin_ia32_pause();
    while (!done_)
      asm volatile("pause");
  }

  void ok_suppressed() {
    // NOLINTNEXTLINE(async-busy-wait)
    while (!done_)
      sleep_for(10ms);
  }

  void finish(int job) {
    done_ = true;
    --open_;
    queue_.push(job);
  }

private:
  std::atomic<bool> done_{false};
  int open_ = 0;
  mutable std::mutex mutex_;
  std::queue<int> queue_;
};

// ---- asking what offers a call that waits

void bad_attempts(std::mutex &mutex, std::counting_semaphore<> &slots, std::future<int> &result) {
  while (!mutex.try_lock())
    yield();
  // CHECK: [[#@LINE-2]]:3: warning: this loop asks 'mutex' again and again instead of waiting for it
  // CHECK: [[#@LINE-3]]:17: note: instead, make the call that waits, with a time limit if it has one
  mutex.unlock();
  while (!slots.try_acquire()) {
  }
  // CHECK: [[#@LINE-2]]:3: warning: this loop asks 'slots' again and again
  while (result.wait_for(0s) != std::future_status::ready)
    sleep_for(1ms);
  // CHECK: [[#@LINE-2]]:3: warning: this loop asks 'result' again and again
}

void ok_attempts(std::mutex &mutex, std::future<int> &result) {
  while (!mutex.try_lock())
    work(); // something else meanwhile
  mutex.unlock();
  while (result.wait_for(1s) != std::future_status::ready)
    work();
  if (mutex.try_lock())
    mutex.unlock();
}

class SpinLock {
public:
  void bad_lock() {
    while (flag_.test_and_set(std::memory_order_acquire))
      ;
    // CHECK: [[#@LINE-2]]:5: warning: this loop asks 'flag_' again and again instead of waiting for it
    // CHECK: [[#@LINE-3]]:18: note: instead, use a mutex, or pause between two looks
  }
  void ok_lock() {
    while (flag_.test_and_set(std::memory_order_acquire))
      yield();
  }

private:
  std::atomic_flag flag_;
};

// Retries of a lock-free algorithm wait for nobody.
void ok_compareExchange(std::atomic<int> &top) {
  int seen = top;
  while (!top.compare_exchange_weak(seen, seen + 1)) {
  }
}

// ---- what nobody in here can tell

// A file, a port, a device.
void ok_external(const char *path) {
  while (!std::filesystem::exists(path))
    sleep_for(100ms);
  // STRICT: [[#@LINE-2]]:3: warning: this loop polls: it wakes for nothing, and notices late
  while (!portIsOpen())
    sleep_for(100ms);
  // STRICT: [[#@LINE-2]]:3: warning: this loop polls
  while (!(*deviceRegister() & 1u)) {
  }
}

volatile unsigned status;
std::atomic<bool> stopping;
void onSignal(int) { stopping = true; }
void ok_signal() {
  while (!stopping)
    sleep_for(1s);
  while (!status)
    sleep_for(1s);
}

void ok_nobodyChangesIt(const std::atomic<bool> &done) {
  while (!done)
    sleep_for(1ms);
  // STRICT: [[#@LINE-2]]:3: warning: this loop polls: it wakes for nothing until 'done' changes
}

void bad_atomicParameter(const std::atomic<bool> &done) {
  while (!done)
    ;
  // CHECK: [[#@LINE-2]]:3: warning: this loop keeps a processor busy until 'done' changes
}

void bad_captured() {
  bool ready = false;
  std::jthread worker([&] { ready = true; });
  while (!ready)
    sleep_for(1ms);
  // CHECK: [[#@LINE-2]]:3: warning: this loop polls: {{.*}} 'ready'
}

#define WAIT_UNTIL(x) while (!(x)) sleep_for(1ms)
template <class Flag> void bad_template(Flag &flag) {
  bool seen = false;
  std::jthread worker([&] { seen = true; });
  WAIT_UNTIL(seen);
  // CHECK: [[#@LINE-1]]:3: warning: this loop polls: {{.*}} 'seen'
  while (!flag)
    ;
  // CHECK: [[#@LINE-2]]:3: warning: this loop keeps a processor busy until 'flag' changes
}
template void bad_template(std::atomic<bool> &);
template void bad_template(std::atomic<int> &);

auto bad_generic = [](auto &flag) {
  while (!flag)
    if constexpr (sizeof(flag) > 1000)
      work();
  // CHECK: [[#@LINE-3]]:3: warning: this loop keeps a processor busy
};
void useGeneric(std::atomic<bool> &flag) { bad_generic(flag); }
