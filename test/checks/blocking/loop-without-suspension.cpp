// RUN: %check-tidy %s async-loop-without-suspension
// RUN: %check-tidy %s async-loop-without-suspension --prefixes=CHECK,STRICT -o Strict=true
#include "home/loop.h"
#include "home/task.h"
#include "seastar/core/queue.hh"
#include "seastar/core/semaphore.hh"

#include <atomic>
#include <deque>
#include <mutex>
#include <optional>

using home::Task;
using home::tick;
void step();
bool pop(int &item);
Task<> handle(int item);

enum class State { Idle, Busy };

class Server {
public:
  Task<> bad_forEver() {
    for (;;)
      step();
    // CHECK: [[#@LINE-2]]:5: warning: this loop neither suspends nor ends: its thread is lost to all other tasks [async-loop-without-suspension]
    // CHECK: [[#@LINE-4]]:10: note: 'bad_forEver' is a coroutine: it shares its thread with other tasks
    // CHECK: [[#@LINE-4]]:5: note: instead, await what it waits for, or yield in each round
    co_await tick();
  }

  Task<> bad_awaitsNothing() {
    while (true) {
      co_await std::suspend_never{};
      step();
    }
    // CHECK: [[#@LINE-4]]:5: warning: this loop neither suspends nor ends
  }

  Task<> bad_flag() {
    while (!done_) {
    }
    // CHECK: [[#@LINE-2]]:5: warning: this loop may spin without a suspension: no other task runs meanwhile
    co_return;
  }

  Task<> bad_continue() {
    while (open_) {
      if (queue_.empty())
        continue;
      // CHECK: [[#@LINE-3]]:5: warning: this loop may spin without a suspension
      // CHECK: [[#@LINE-3]]:11: note: by this way it comes back with nothing awaited
      auto item = queue_.front();
      queue_.pop_front();
      co_await handle(item);
    }
  }

  Task<> bad_onlyIf() {
    for (;;)
      if (done_)
        co_await tick();
    // CHECK: [[#@LINE-3]]:5: warning: this loop may spin without a suspension
  }

  Task<> bad_else() {
    while (true) {
      if (state_ == State::Busy)
        co_await tick();
      else if (done_)
        co_return;
    }
    // CHECK: [[#@LINE-6]]:5: warning: this loop may spin without a suspension
  }

  Task<> bad_tryLock() {
    while (true) {
      if (!mutex_.try_lock())
        continue;
      // CHECK: [[#@LINE-3]]:5: warning: this loop may spin without a suspension
      mutex_.unlock();
      co_await tick();
    }
  }

  // What begins anew in each round is no progress.
  Task<> bad_localFlag() {
    while (true) {
      bool open = false;
      for (int item : queue_)
        if (item > item_) {
          open = true;
          break;
        }
      if (!open)
        break;
    }
    // CHECK: [[#@LINE-10]]:5: warning: this loop may spin without a suspension
    co_return;
  }

  Task<> ok_localFlag() {
    while (true) {
      bool idle = true;
      if (!idle)
        continue;
      co_await tick();
    }
  }

  Task<> bad_lambda() {
    auto loop = [this]() -> Task<> {
      while (!done_) {
      }
      // CHECK: [[#@LINE-2]]:7: warning: this loop may spin without a suspension
      co_return;
    };
    co_await loop();
  }

  Task<> ok_awaits() {
    while (true)
      co_await tick();
  }

  Task<> ok_everyWay() {
    while (open_) {
      if (queue_.empty()) {
        co_await tick();
        continue;
      }
      auto item = queue_.front();
      queue_.pop_front();
      co_await handle(item);
    }
  }

  // Both branches ask the same: there is no third way.
  Task<> ok_correlated() {
    while (true) {
      if (done_)
        co_await tick();
      if (!done_)
        co_await handle(1);
    }
  }

  Task<> ok_switch() {
    while (true)
      switch (state_) {
      case State::Idle:
        co_await tick();
        break;
      case State::Busy:
        co_await handle(1);
        break;
      }
  }

  // A parser: it works on what is there, and reads when that is used up.
  Task<> maybe_progress() {
    while (true) {
      if (queue_.empty())
        co_await tick();
      queue_.pop_front();
    }
    // STRICT: [[#@LINE-5]]:5: warning: this loop may spin without a suspension
  }

  // Finite: it ends on its own.
  Task<> ok_finite(int count) {
    for (int i = 0; i < count; ++i)
      step();
    for (int item : queue_)
      (void)item;
    while (count > 0)
      --count;
    co_await tick();
  }

  // Ends where its work does.
  Task<> ok_drains(int item) {
    while (pop(item))
      step();
    for (;;) {
      if (!pop(item))
        break;
    }
    co_await tick();
  }
  // STRICT: [[#@LINE-8]]:5: warning: this loop may spin
  // STRICT: [[#@LINE-7]]:5: warning: this loop may spin

  // Another thread may change it: async-busy-wait looks at such loops.
  Task<> ok_atomic() {
    while (!stop_) {
    }
    while (!raw_) {
    }
    co_return;
  }

  // Inner loops that await are taken to run at least once.
  Task<> ok_innerLoop() {
    while (true)
      for (int item : queue_)
        co_await handle(item);
  }

  // On a thread of a pool nobody else is held up.
  Task<> ok_pool(home::CoroutinePool &pool) {
    co_await pool.schedule();
    for (;;)
      step();
  }

  Task<> bad_loop(home::CoroutineLoop &loop) {
    co_await loop.schedule();
    for (;;)
      step();
    // CHECK: [[#@LINE-2]]:5: warning: this loop neither suspends nor ends
  }

  Task<> ok_throws() {
    for (;;)
      if (pop(item_))
        throw 1;
    co_return;
  }
  // STRICT: [[#@LINE-5]]:5: warning: this loop may spin

  Task<> ok_suppressed() {
    // NOLINTNEXTLINE(async-loop-without-suspension)
    while (!done_) {
    }
    co_return;
  }

  void ok_plainFunction() {
    for (;;)
      step();
  }

  home::Generator<int> ok_generator() {
    for (int i = 0;; ++i)
      if (i % 2)
        co_yield i;
  }

  void finish() { done_ = true; }

private:
  bool done_ = false, open_ = true;
  int item_ = 0;
  State state_ = State::Idle;
  std::deque<int> queue_;
  std::mutex mutex_;
  std::atomic<bool> stop_{false};
  volatile bool raw_ = false;
};

template <class Flag> Task<> bad_template(Flag &done) {
  while (!done) {
  }
  // CHECK: [[#@LINE-2]]:3: warning: this loop may spin without a suspension
  co_return;
}
template Task<> bad_template(bool &);
template Task<> bad_template(const int &);

template <bool Waits> Task<> bad_constexpr() {
  for (;;)
    if constexpr (Waits)
      co_await tick();
    else
      step();
  // CHECK: [[#@LINE-5]]:3: warning: this loop neither suspends nor ends
  co_return;
}
template Task<> bad_constexpr<true>();
template Task<> bad_constexpr<false>();

#define FOREVER for (;;)
Task<> bad_macro() {
  FOREVER step();
  // CHECK: [[#@LINE-1]]:3: warning: this loop neither suspends nor ends
  co_return;
}

seastar::future<> bad_semaphore(seastar::semaphore &slots) {
  while (true) {
    if (!slots.try_wait(1))
      continue;
    // CHECK: [[#@LINE-3]]:3: warning: this loop may spin without a suspension
    co_await slots.wait(1);
  }
}
