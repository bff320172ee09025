// RUN: %check-tidy %s async-unnamed-guard --fix
#include "home/task.h"

#include <mutex>
#include <shared_mutex>
#include <tuple>

using home::Task;

std::mutex m, other;
std::shared_mutex rw;
void work();
void use(std::lock_guard<std::mutex> &&guard);
std::unique_lock<std::mutex> acquire();

// ---- temporaries

struct Book {
  std::mutex mutex;
};

void bad_parentheses(Book &book) {
  std::lock_guard<std::mutex>(book.mutex);
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name, so it unlocks before the next statement [async-unnamed-guard]
  // CHECK: [[#@LINE-2]]:3: note: give it a name, and it holds the lock until the end of the block
  // CHECK-FIXES: std::lock_guard<std::mutex> guard(book.mutex);
  work();
}

void bad_braces() {
  std::lock_guard<std::mutex>{m};
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name
  // CHECK-FIXES: std::lock_guard<std::mutex> guard{m};
  work();
}

void bad_deducedArguments() {
  std::scoped_lock{m, other};
  // CHECK: [[#@LINE-1]]:3: warning: this std::scoped_lock has no name
  // CHECK-FIXES: std::scoped_lock guard{m, other};
  work();
}

void bad_tryToLock() {
  std::unique_lock<std::mutex>(m, std::try_to_lock);
  // CHECK: [[#@LINE-1]]:3: warning: this std::unique_lock has no name
  // CHECK-FIXES: std::unique_lock<std::mutex> guard(m, std::try_to_lock);
  work();
}

void bad_nameTaken(std::mutex &guard) {
  std::lock_guard<std::mutex>{guard};
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name
  // CHECK-FIXES: std::lock_guard<std::mutex> lock{guard};
  work();
}

void bad_returnedGuard() {
  acquire();
  // CHECK: [[#@LINE-1]]:3: warning: this std::unique_lock has no name
  // CHECK-FIXES: auto guard = acquire();
  work();
}

// clippy let_underscore_lock: thrown away with a word for it.
void bad_voidCast() {
  (void)std::lock_guard<std::mutex>(m);
  // CHECK: [[#@LINE-1]]:9: warning: this std::lock_guard has no name
  // CHECK-FIXES: (void)std::lock_guard<std::mutex>(m);
  work();
}

void bad_ignored() {
  std::ignore = std::lock_guard<std::mutex>(m);
  // CHECK: [[#@LINE-1]]:17: warning: this std::lock_guard has no name
  // CHECK-FIXES: std::ignore = std::lock_guard<std::mutex>(m);
  work();
}

void bad_withoutBlock(bool careful) {
  if (careful)
    std::lock_guard<std::mutex>{m};
  // CHECK: [[#@LINE-1]]:5: warning: this std::lock_guard has no name
  // CHECK-FIXES: std::lock_guard<std::mutex>{m};
  work();
}

Task<> bad_asyncGuard(home::AsyncMutex &mutex) {
  co_await mutex.scoped_lock();
  // CHECK: [[#@LINE-1]]:3: warning: this home::AsyncMutex::Guard has no name
  // CHECK-FIXES: auto guard = co_await mutex.scoped_lock();
  work();
}

// ---- declarations that lock nothing

// PVS V1025: `m` is a new variable.
void bad_hidesMutex() {
  std::unique_lock<std::mutex>(m);
  // CHECK: [[#@LINE-1]]:32: warning: this declares a new variable 'm' and locks nothing [async-unnamed-guard]
  // CHECK: [[#@LINE-2]]:32: note: give the guard a name: 'm' is then what it locks
  // CHECK-FIXES: std::unique_lock<std::mutex> guard(m);
  work();
}

struct Counter {
  void bad_hidesMember() {
    std::shared_lock<std::shared_mutex>(mutex_);
    // CHECK: [[#@LINE-1]]:41: warning: this declares a new variable 'mutex_' and locks nothing
    // CHECK-FIXES: std::shared_lock<std::shared_mutex> guard(mutex_);
    ++value_;
  }
  void ok_named() {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    ++value_;
  }
  std::shared_mutex mutex_;
  int value_ = 0;
};

// PVS V1018: a guard that is not initialised, or never locked.
void bad_noMutex() {
  std::unique_lock<std::mutex> lock;
  // CHECK: [[#@LINE-1]]:32: warning: 'lock' never locks anything
  // CHECK: [[#@LINE-2]]:32: note: construct it from the mutex{{$}}
  work();
}

void bad_scopedLockOfNothing() {
  std::scoped_lock lock;
  // CHECK: [[#@LINE-1]]:20: warning: 'lock' never locks anything
  work();
}

void bad_deferredForEver() {
  std::unique_lock lock(m, std::defer_lock);
  // CHECK: [[#@LINE-1]]:20: warning: 'lock' never locks anything
  // CHECK: [[#@LINE-2]]:20: note: construct it from the mutex, without the tag that defers
  if (lock.owns_lock())
    work();
}

// ---- fine

void ok_named() {
  std::lock_guard<std::mutex> guard(m);
  work();
}

std::unique_lock<std::mutex> ok_returned() { return std::unique_lock<std::mutex>(m); }

void ok_argument() { use(std::lock_guard<std::mutex>(m)); }

void ok_ifInit() {
  if (std::unique_lock lock{m}; lock)
    work();
}

// The temporary lives to the end of the expression.
void ok_comma() { std::lock_guard<std::mutex>{m}, work(); }

// Locked and unlocked on purpose, to wait for whoever is inside.
void ok_barrier() {
  { std::lock_guard<std::mutex>{m}; }
  work();
}
void ok_lastStatement() {
  work();
  std::lock_guard<std::mutex>{m};
}

// Unlocks what was locked by hand.
void ok_adoptsToUnlock() {
  m.lock();
  std::lock_guard<std::mutex>{m, std::adopt_lock};
  work();
}

void ok_deferredThenLocked() {
  std::unique_lock first(m, std::defer_lock), second(other, std::defer_lock);
  std::lock(first, second);
  work();
}

void ok_lockedLater(bool careful) {
  std::unique_lock lock(m, std::defer_lock);
  if (careful)
    lock.lock();
  work();
}

void ok_assignedLater() {
  std::unique_lock<std::mutex> lock;
  lock = std::unique_lock(m);
  work();
}

void fill(std::unique_lock<std::mutex> &lock);
void ok_handedOn() {
  std::unique_lock<std::mutex> lock;
  fill(lock);
  work();
}

void ok_captured() {
  std::unique_lock<std::mutex> lock;
  auto locks = [&] { lock = acquire(); };
  locks();
}

void ok_assignmentIsNoTemporary(std::unique_lock<std::mutex> lock) {
  lock = acquire();
  work();
}

Task<> ok_asyncNamed(home::AsyncMutex &mutex) {
  auto guard = co_await mutex.scoped_lock();
  work();
}

// An async lock without a guard is no guard.
Task<> ok_asyncManual(home::AsyncMutex &mutex) {
  co_await mutex.lock();
  mutex.unlock();
}

// ---- home-made

class SpinLock {
public:
  void lock();
  void unlock();
};

class SpinGuard {
public:
  explicit SpinGuard(SpinLock &lock) : lock_(lock) { lock_.lock(); }
  ~SpinGuard() { lock_.unlock(); }

private:
  SpinLock &lock_;
};

class GlobalGuard {
public:
  GlobalGuard() { m.lock(); }
  ~GlobalGuard() { m.unlock(); }
};

void bad_homeMade(SpinLock &spin) {
  SpinGuard{spin};
  // CHECK: [[#@LINE-1]]:3: warning: this SpinGuard has no name
  // CHECK-FIXES: SpinGuard guard{spin};
  work();
}

void ok_homeMadeGlobal() {
  GlobalGuard guard;
  work();
}

// ---- templates, lambdas, macros, if constexpr, suppression

template <class Mutex> void bad_template(Mutex &mutex) {
  std::lock_guard<Mutex>{mutex};
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name
  work();
}
template void bad_template(std::mutex &);
template void bad_template(std::timed_mutex &);

template <class T> void bad_neverInstantiated(T value) {
  std::scoped_lock{m, other};
  // CHECK: [[#@LINE-1]]:3: warning: this std::scoped_lock has no name
  value.work();
}

template <bool Threads> void ok_ifConstexpr() {
  if constexpr (Threads) {
    std::lock_guard<std::mutex>{m};
    work();
  }
}
template void ok_ifConstexpr<false>();

auto bad_lambda = [] {
  std::lock_guard<std::mutex>{m};
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name
  // CHECK-FIXES: std::lock_guard<std::mutex> guard{m};
  work();
};

#define LOCKED(which) std::lock_guard<std::mutex>{which}
void bad_macro() {
  LOCKED(m);
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name
  // CHECK-FIXES: LOCKED(m);
  work();
}

void ok_suppressed() {
  std::lock_guard<std::mutex>{m}; // NOLINT(async-unnamed-guard): only a barrier
  work();
}

void ok_empty() {}

// A home-made guard that is locked later.
namespace later {
struct defer_lock_tag {};
class Guard {
public:
  explicit Guard(std::mutex &mutex) : mutex_(&mutex), owns_(true) { mutex_->lock(); }
  Guard(std::mutex &mutex, defer_lock_tag) : mutex_(&mutex), owns_(false) {}
  ~Guard() {
    if (owns_)
      mutex_->unlock();
  }
  void lock() {
    mutex_->lock();
    owns_ = true;
  }

private:
  std::mutex *mutex_;
  bool owns_;
};
void ok_locked_later(std::mutex &mutex) {
  Guard guard(mutex, defer_lock_tag{});
  guard.lock();
}
} // namespace later

// ---- a guard that has nothing to guard

void ok_guardsNothing() {
  { std::unique_lock<std::mutex> guard(m, std::defer_lock); }
  work();
}
int ok_waitsUntilFree() {
  std::lock_guard<std::mutex>{m};
  return 0;
}
int shared;
int bad_readsUnlocked() {
  std::lock_guard<std::mutex>{m};
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name
  // CHECK-FIXES: std::lock_guard<std::mutex> guard{m};
  return shared;
}
