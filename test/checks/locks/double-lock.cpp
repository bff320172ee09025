// RUN: %check-tidy %s async-double-lock --prefixes=CHECK
// RUN: %check-tidy %s async-double-lock --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <mutex>
#include <pthread.h>
#include <shared_mutex>

using home::Task;
using home::tick;

std::mutex m, other;
std::recursive_mutex again;
std::shared_mutex rw;
pthread_mutex_t raw;
home::AsyncMutex gate;
bool coin();
void work();

// ---- in one function

void bad_two() {
  std::lock_guard guard(m);
  m.lock();
  // CHECK: [[#@LINE-1]]:3: warning: 'm' is locked already: the thread waits for itself [async-double-lock]
  // CHECK: [[#@LINE-3]]:19: note: locked here by 'guard'
  // CHECK: [[#@LINE-3]]:3: note: unlock it before, or leave out this lock
  m.unlock();
}

void bad_twoGuards() {
  std::lock_guard first(m);
  if (coin()) {
    std::unique_lock second(m);
    // CHECK: [[#@LINE-1]]:22: warning: 'm' is locked already
  }
}

void bad_loop() {
  for (int i = 0; i < 2; ++i) {
    m.lock();
    if (coin())
      continue;
    m.unlock();
  }
} // fn: held on some paths only

// infer#1582: a C mutex that locks itself.
void bad_c() {
  pthread_mutex_lock(&raw);
  pthread_mutex_lock(&raw);
  // CHECK: [[#@LINE-1]]:3: warning: 'raw' is locked already
  pthread_mutex_unlock(&raw);
}

void bad_writerAfterReader() {
  std::shared_lock reader(rw);
  std::unique_lock writer(rw);
  // CHECK: [[#@LINE-1]]:20: warning: 'rw' is locked already
}

void maybe_twoReaders() {
  std::shared_lock first(rw);
  std::shared_lock second(rw);
  // STRICT: [[#@LINE-1]]:20: warning: 'rw' is locked already
}

void bad_viaReference() {
  std::mutex &alias = m;
  std::scoped_lock both(other, m);
  alias.lock();
  // CHECK: [[#@LINE-1]]:3: warning: 'alias' is locked already
}

void ok_unlockedBetween() {
  std::unique_lock lock(m);
  lock.unlock();
  std::lock_guard guard(m);
}
void ok_recursive() {
  std::lock_guard first(again);
  std::lock_guard second(again);
}
void ok_tryLock() {
  std::lock_guard guard(m);
  if (m.try_lock())
    m.unlock();
}
void ok_adopted() {
  m.lock();
  std::lock_guard guard(m, std::adopt_lock);
}
void ok_stdLock() {
  std::unique_lock first(m, std::defer_lock), second(other, std::defer_lock);
  std::lock(first, second);
}
void ok_scopes() {
  { std::lock_guard guard(m); }
  { std::lock_guard guard(m); }
}

// ---- over calls on the same object

class Account {
public:
  void deposit(int amount) {
    std::lock_guard guard(mutex_);
    balance_ += amount;
  }
  int balance() const {
    std::lock_guard guard(mutex_);
    return balance_;
  }
  void bad_transfer(int amount) {
    std::lock_guard guard(mutex_);
    deposit(amount);
    // CHECK: [[#@LINE-1]]:5: warning: 'deposit' locks 'mutex_' again, which is held here: the thread waits for itself
    // CHECK: [[#@LINE-3]]:21: note: locked here by 'guard'
    // CHECK: :21: note: locked again here
    // CHECK: [[#@LINE-4]]:5: note: unlock before the call, or call a variant that expects the lock to be held
  }
  void indirect() { work(); deposit(1); }
  void bad_twoSteps() {
    mutex_.lock();
    this->indirect();
    // CHECK: [[#@LINE-1]]:11: warning: 'indirect' locks 'mutex_' again
    mutex_.unlock();
  }
  void bad_lambda() {
    std::lock_guard guard(mutex_);
    auto audit = [this] { return balance(); };
    audit();
    // CHECK: [[#@LINE-1]]:5: warning: the lambda locks 'mutex_' again
  }
  void ok_otherObject(Account &to, int amount) {
    std::lock_guard guard(mutex_);
    to.deposit(amount); // lock order is another question
  }
  void ok_unlockedVariant(int amount) {
    std::lock_guard guard(mutex_);
    depositLocked(amount);
  }
  void ok_unlocksFirst() {
    std::unique_lock lock(mutex_);
    lock.unlock();
    deposit(1);
  }
  // The flag tells whether to lock.
  void add(int amount, bool locked) {
    if (locked) {
      balance_ += amount;
      return;
    }
    std::lock_guard guard(mutex_);
    balance_ += amount;
  }
  void ok_flag() {
    std::lock_guard guard(mutex_);
    add(1, true);
  }
  void reopen() { // expects the lock, and gives it up for a moment
    mutex_.unlock();
    work();
    mutex_.lock();
  }
  void ok_reopens() {
    mutex_.lock();
    reopen();
    mutex_.unlock();
  }
  virtual void overridden() { std::lock_guard guard(mutex_); }
  void fn_virtual() {
    std::lock_guard guard(mutex_);
    overridden(); // who knows which one
  }
  void ok_suppressed() {
    std::lock_guard guard(mutex_);
    deposit(1); // NOLINT(async-double-lock)
  }

private:
  void depositLocked(int amount) { balance_ += amount; }
  mutable std::mutex mutex_;
  int balance_ = 0;
};

template <class Mutex> class Cache {
public:
  void clear() { std::lock_guard guard(mutex_); }
  void reload() {
    std::lock_guard guard(mutex_);
    clear();
    // CHECK: [[#@LINE-1]]:5: warning: 'clear' locks 'mutex_' again
  }

private:
  Mutex mutex_;
};
template class Cache<std::mutex>;
template class Cache<std::recursive_mutex>;

// ---- home-made

struct RecursiveSpin {
  void lock();
  void unlock();
};
struct Spin {
  void lock();
  void unlock();
};
Spin spin;
RecursiveSpin spinAgain;
void bad_home() {
  std::lock_guard guard(spin);
  spin.lock();
  // CHECK: [[#@LINE-1]]:3: warning: 'spin' is locked already
}
void ok_homeRecursive() {
  std::lock_guard guard(spinAgain);
  spinAgain.lock();
}

// ---- tasks' locks

Task<> bad_async() {
  auto guard = co_await gate.scoped_lock();
  co_await gate.lock();
  // CHECK: [[#@LINE-1]]:12: warning: 'gate' is locked already: the task waits for itself
}
Task<> flush() {
  auto guard = co_await gate.scoped_lock();
  co_await tick();
}
Task<> bad_asyncCallee() {
  auto guard = co_await gate.scoped_lock();
  co_await flush();
  // CHECK: [[#@LINE-1]]:12: warning: 'flush' locks 'gate' again, which is held here: the task waits for itself
}
Task<> ok_asyncScopes() {
  { auto guard = co_await gate.scoped_lock(); }
  co_await flush();
}
Task<> ok_asyncLater() {
  auto guard = co_await gate.scoped_lock();
  home::spawn(flush()); // runs on its own, and waits its turn
  co_return;
}

// A guard of a lock that must be awaited cannot lock by itself: it takes over.
Task<> ok_takenOver() {
  co_await gate.lock();
  home::AsyncMutex::Guard guard(gate);
  co_await tick();
}
Task<> bad_afterTakenOver() {
  co_await gate.lock();
  home::AsyncMutex::Guard guard(gate);
  co_await gate.lock();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'gate' is locked already: the task waits for itself
}
