// RUN: %check-tidy %s async-unlock-missing --fix
#include "home/task.h"

#include <mutex>
#include <pthread.h>
#include <shared_mutex>

using home::Task;
using home::tick;

std::mutex m, other;
std::shared_mutex rw;
pthread_mutex_t raw;
home::AsyncMutex gate;
bool coin();
void work();
struct Book {
  std::mutex lock;
  int pages = 0;
};

// ---- threads' locks

int bad_earlyReturn() {
  m.lock();
  // CHECK-FIXES: {{^  }}std::lock_guard guard(m);
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'm' is still locked when this function returns here [async-unlock-missing]
  // CHECK: [[#@LINE-5]]:3: note: locked here
  // CHECK: [[#@LINE+2]]:3: note: only here it is unlocked; use std::lock_guard instead, which unlocks on every way out
  work();
  m.unlock();
  // CHECK-FIXES: {{^  work\(\);$}}
  // CHECK-FIXES-NOT: m.unlock
  return 0;
}

void bad_throw(Book *book) {
  book->lock.lock();
  // CHECK-FIXES: {{^  }}std::lock_guard guard(book->lock);
  if (book->pages < 0)
    throw 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'book->lock' is still locked when this function throws here
  book->lock.unlock();
}

void bad_end() {
  m.lock();
  if (coin()) {
    work();
    m.unlock(); // work follows in the caller of a fix: none is offered
    work();
    return;
  }
  work();
}
// CHECK: [[#@LINE-1]]:1: warning: 'm' is still locked when this function returns here

int bad_c() {
  pthread_mutex_lock(&raw);
  if (coin())
    return -1;
  // CHECK: [[#@LINE-1]]:5: warning: 'raw' is still locked
  // CHECK: [[#@LINE+1]]:3: note: only here it is unlocked; use a guard instead
  pthread_mutex_unlock(&raw);
  return 0;
}

int bad_reader() {
  rw.lock_shared();
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'rw' is still locked
  rw.unlock_shared();
  return 0;
}

Task<> bad_coroutineReturns() {
  m.lock();
  if (coin())
    co_return;
  // CHECK: [[#@LINE-1]]:5: warning: 'm' is still locked when this coroutine returns here
  work();
  m.unlock();
}

bool bad_tryLock() {
  if (!m.try_lock())
    return false;
  if (coin())
    return true;
  // CHECK: [[#@LINE-1]]:5: warning: 'm' is still locked
  m.unlock();
  return true;
}

void bad_loop() {
  for (int i = 0; i < 3; ++i) {
    m.lock();
    if (coin())
      return;
    // CHECK: [[#@LINE-1]]:7: warning: 'm' is still locked
    m.unlock();
  }
}

#define TAKE(mutex) mutex.lock()
int bad_macro() {
  TAKE(m); // no fix: a macro took part
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'm' is still locked
  m.unlock();
  return 0;
}

template <class Mutex> int bad_template(Mutex &mutex) {
  mutex.lock();
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'mutex' is still locked
  mutex.unlock();
  return 0;
}
template int bad_template(std::mutex &);
template int bad_template(std::timed_mutex &);

auto bad_genericLambda = [](auto &book) {
  book.lock.lock();
  if (book.pages)
    return;
  // CHECK: [[#@LINE-1]]:5: warning: 'book.lock' is still locked
  book.lock.unlock();
};
void useLambda(Book &book) { bad_genericLambda(book); }

int ok_everyWay() {
  m.lock();
  if (coin()) {
    m.unlock();
    return 1;
  }
  m.unlock();
  return 0;
}

void ok_helperLocks() { m.lock(); }
void ok_helperUnlocks() { m.unlock(); }
int ok_helpers() {
  ok_helperLocks();
  work();
  ok_helperUnlocks();
  return 0;
}

int ok_adopted() {
  m.lock();
  std::lock_guard guard(m, std::adopt_lock);
  return coin() ? 1 : 0;
}

int ok_guardUnlocked() {
  std::unique_lock lock(m);
  if (coin())
    return 1; // the guard does it
  lock.unlock();
  return 0;
}

void ok_tiedConditions(bool locked) {
  if (locked)
    m.lock();
  work();
  if (locked)
    m.unlock();
}

void ok_ends() {
  m.lock();
  if (coin())
    __builtin_abort();
  m.unlock();
}

// The caller asked for it: it returns locked when it says so.
bool maybe_lockedOnSuccess() {
  m.lock();
  if (coin())
    // NOLINTNEXTLINE(async-unlock-missing)
    return true;
  m.unlock();
  return false;
}

template <bool Locked> int ok_ifConstexpr() {
  if constexpr (Locked)
    m.lock();
  work();
  if constexpr (Locked)
    m.unlock();
  return 0;
}
template int ok_ifConstexpr<true>();
template int ok_ifConstexpr<false>();

int fn_calleeThrows() {
  m.lock();
  work(); // may throw
  m.unlock();
  return 0;
}

// ---- tasks' locks: every suspension is a way out

Task<> bad_destroyedWhileSuspended() {
  co_await gate.lock();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'gate' stays locked for ever if this await throws or is destroyed while suspended
  // CHECK: [[#@LINE-3]]:12: note: locked here
  co_await tick(); // the same repair
  gate.unlock();
}

Task<int> bad_asyncEarlyReturn() {
  co_await gate.lock();
  if (coin())
    co_return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'gate' is still locked when this coroutine returns here
  gate.unlock();
  co_return 0;
}

Task<> ok_asyncGuard() {
  auto guard = co_await gate.scoped_lock();
  co_await tick();
}

Task<> ok_asyncUnlocked() {
  co_await gate.lock();
  work();
  gate.unlock();
  co_await tick();
}

Task<> ok_threadLockIsAnotherCheck() {
  m.lock();
  co_await tick(); // async-lock-across-suspend
  m.unlock();
}

// ---- handed on

struct Turnstile {
  struct Pass {
    Turnstile &owner;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      owner.waiter = waiter;
      owner.lock.unlock();
    }
    void await_resume() {}
  };
  home::AsyncMutex lock;
  std::coroutine_handle<> waiter;
  bool open = false;

  Task<> ok_awaiterUnlocks() {
    co_await lock.lock();
    if (open) {
      lock.unlock();
      co_return;
    }
    co_await Pass{*this};
    co_await tick();
  }
  Task<int> ok_nextOwnerUnlocks() {
    co_await lock.lock();
    if (open) {
      waiter.resume();
      co_return 1;
    }
    lock.unlock();
    co_return 0;
  }
};
struct GateCondition {
  Task<> wait(home::AsyncMutex &unlocked);
};
Task<> ok_unlockedWhileItWaits(GateCondition &condition) {
  co_await gate.lock();
  co_await condition.wait(gate);
  gate.unlock();
}

#define ASSERT_TRUE(condition) if (condition) {} else return
void ok_failedTest() {
  m.lock();
  ASSERT_TRUE(coin());
  m.unlock();
}
