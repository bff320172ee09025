// RUN: %check-tidy %s async-lock-across-suspend
#include "home/task.h"

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <shared_mutex>
#include <utility>

using home::Task;
using home::tick;

std::mutex m, other;
std::shared_mutex rw;
pthread_mutex_t raw;
bool coin();
void work();

struct Book {
  std::mutex lock;
  int pages = 0;
};

// ---- guards, however their type is written (the stock check matches the spelled type)

Task<> bad_guard() {
  std::lock_guard<std::mutex> guard(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended [async-lock-across-suspend]
  // CHECK: [[#@LINE-3]]:31: note: locked here
  // CHECK: [[#@LINE-3]]:3: note: end the guard's scope before the suspension, or use a mutex whose lock() is awaited
}

Task<> bad_deducedArguments() {
  std::lock_guard guard(m); // stock: missed, the type has no written arguments
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

Task<> bad_deducedAuto() {
  auto lock = std::unique_lock<std::mutex>(m); // stock: missed
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
}

std::unique_lock<std::mutex> acquire();

Task<> bad_returnedGuard() {
  auto lock = acquire(); // stock: missed
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
}

Task<> bad_ifInit() {
  if (std::unique_lock lock(m); coin()) // stock: missed
    co_await tick();
  // CHECK: [[#@LINE-1]]:5: warning: 'lock' stays locked
}

Task<> bad_forInit() {
  for (std::lock_guard lock(m); coin();)
    co_await tick();
  // CHECK: [[#@LINE-1]]:5: warning: 'lock' stays locked
}

struct Entry {
  std::unique_lock<std::mutex> lock;
  int value;
};
Entry find();

Task<> bad_structuredBinding() {
  auto [lock, value] = find();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
}

Task<> bad_optionalGuard() {
  std::optional<std::lock_guard<std::mutex>> guard;
  guard.emplace(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

Task<> bad_pointerToGuard() {
  auto guard = std::make_unique<std::lock_guard<std::mutex>>(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

Task<> bad_scopedLock() {
  std::scoped_lock both(m, other);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'both' stays locked
}

Task<> bad_sharedLock() {
  std::shared_lock reader(rw);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'reader' stays locked
}

// llvm#72793: the result of the await is used.
Task<> bad_resultUsed() {
  std::lock_guard guard(m);
  int x = co_await home::number();
  // CHECK: [[#@LINE-1]]:11: warning: 'guard' stays locked
  for (int i = co_await home::number(); i < x; ++i)
    work();
}

Task<> bad_twoGuards() {
  std::lock_guard first(m);
  std::lock_guard second(other);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'first' stays locked
  // CHECK: [[#@LINE-4]]:19: note: locked here
  // CHECK: [[#@LINE-4]]:19: note: so is 'second', locked here
}

Task<> bad_onceForEachLock() {
  std::lock_guard guard(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
  co_await tick(); // the same repair
  co_await tick();
}

Task<> bad_inLoop(Book &book) {
  for (int i = 0; i < 3; ++i) {
    std::lock_guard guard(book.lock);
    ++book.pages;
    co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: 'guard' stays locked
  }
}

Task<> bad_movedGuard() {
  std::unique_lock first(m);
  std::unique_lock second = std::move(first);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'second' stays locked
}

Task<> bad_assignedGuard() {
  std::unique_lock<std::mutex> lock;
  lock = std::unique_lock(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
}

Task<> bad_swappedGuard() {
  std::unique_lock<std::mutex> mine, yours(m);
  mine.swap(yours);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'mine' stays locked
}

Task<> bad_relocked() {
  std::unique_lock lock(m);
  lock.unlock();
  co_await tick();
  lock.lock();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
  // CHECK: [[#@LINE-3]]:3: note: locked here
}

Task<> bad_parameter(std::unique_lock<std::mutex> lock) {
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
}

Task<> bad_adopted() {
  m.lock();
  std::lock_guard guard(m, std::adopt_lock);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

struct Locked {
  explicit Locked(Book &book) : lock(book.lock), book(book) {}
  Book *operator->() { return &book; }
  std::unique_lock<std::mutex> lock;
  Book &book;
};
Locked locked(Book &book) { return Locked(book); }
Task<> print(int pages);

Task<> bad_temporary(Book &book) {
  co_await print(locked(book)->pages);
  // CHECK: [[#@LINE-1]]:3: warning: the lock of this expression stays locked
  // CHECK: [[#@LINE-2]]:{{[0-9]+}}: note: locked here
  // CHECK: [[#@LINE-3]]:3: note: end its expression before the suspension
}

// ---- locked by hand

Task<> bad_manual(Book &book) {
  book.lock.lock();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'book.lock' stays locked
  // CHECK: [[#@LINE-3]]:3: note: locked here
  book.lock.unlock();
}

Task<> bad_tryLocked() {
  if (m.try_lock()) {
    co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: 'm' stays locked
    m.unlock();
  }
}

Task<> bad_pthread() {
  pthread_mutex_lock(&raw);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'raw' stays locked
  pthread_mutex_unlock(&raw);
}

Task<> bad_pthreadTry() {
  if (pthread_mutex_trylock(&raw) != 0)
    co_return;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'raw' stays locked
  pthread_mutex_unlock(&raw);
}

Task<> bad_lockBoth() {
  std::lock(m, other);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'm' stays locked
  m.unlock();
  other.unlock();
}

// ---- helpers whose bodies are here

void take(std::mutex &mutex) { mutex.lock(); }
void giveBack(std::mutex &mutex) { mutex.unlock(); }
void relax(std::unique_lock<std::mutex> &lock) { lock.unlock(); }
std::unique_lock<std::mutex> unlocked() { return std::unique_lock(m, std::defer_lock); }

Task<> bad_lockedByHelper() {
  take(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'm' stays locked
  // CHECK: [[#@LINE-3]]:3: note: locked here
  giveBack(m);
  co_await tick();
}

Task<> ok_unlockedByHelper() {
  std::unique_lock lock(m);
  relax(lock);
  co_await tick();
}

Task<> ok_deferredByHelper() {
  auto lock = unlocked();
  co_await tick();
}

Task<> ok_unlockedByLambda() {
  std::unique_lock lock(m);
  auto unlock = [&] { lock.unlock(); };
  unlock();
  co_await tick();
}

class Shop {
  Task<> bad_memberHelper() {
    enter();
    co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: 'door_' stays locked
    leave();
  }
  Task<> ok_memberHelper() {
    enter();
    leave();
    co_await tick();
  }
  void enter() { door_.lock(); }
  void leave() { door_.unlock(); }
  std::mutex door_;
};

// An iterator over guards owns none.
Task<> ok_iterator(std::list<std::unique_lock<std::mutex>> &locks) {
  auto first = locks.begin();
  co_await tick();
  first->unlock();
}

// Too deep or recursive to tell what becomes of the guard.
void again(std::unique_lock<std::mutex> &lock) {
  if (coin())
    again(lock);
  else
    lock.unlock();
}
Task<> ok_recursiveHelper() {
  std::unique_lock lock(m);
  again(lock);
  co_await tick();
}

// ---- some paths only

Task<> maybe_branch() {
  std::unique_lock lock(m, std::defer_lock);
  if (coin())
    lock.lock();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' may stay locked while the coroutine is suspended
  // CHECK: [[#@LINE-3]]:5: note: locked here on some paths that lead here
}

Task<> maybe_tryToLock() {
  std::unique_lock lock(m, std::try_to_lock);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' may stay locked
}

// clippy: rust-clippy#6446, #9683; the stock check warns on each of the next four [probe].
Task<> ok_unlocked() {
  std::unique_lock lock(m);
  lock.unlock();
  co_await tick();
}

Task<> ok_deferred() {
  std::unique_lock lock(m, std::defer_lock);
  co_await tick();
}

Task<> ok_unlockedInBranch(bool early) {
  std::unique_lock lock(m);
  if (early) {
    lock.unlock();
    co_await tick();
    co_return;
  }
  work();
}

Task<> consume(std::unique_lock<std::mutex> lock) {
  lock.unlock();
  co_return;
}

Task<> ok_movedAway() {
  std::unique_lock lock(m);
  co_await consume(std::move(lock));
  co_await tick();
}

Task<> ok_scope() { // scylladb alien_worker.hh: the inner scope ends first
  {
    std::lock_guard guard(m);
    work();
  }
  co_await tick();
}

Task<> ok_sameCondition(bool threaded) {
  std::unique_lock lock(m, std::defer_lock);
  if (threaded)
    lock.lock();
  work();
  if (threaded)
    lock.unlock();
  co_await tick();
}

Task<> ok_testedByOwnsLock() {
  std::unique_lock lock(m, std::try_to_lock);
  if (lock.owns_lock())
    lock.unlock();
  co_await tick();
}

Task<> ok_spins() {
  while (!m.try_lock())
    co_await tick();
  m.unlock();
}

Task<> ok_tryFailed() {
  std::unique_lock lock(m, std::try_to_lock);
  if (!lock) {
    co_await tick();
    co_return;
  }
  work();
}

Task<> ok_resultInVariable() {
  const bool mine = m.try_lock();
  if (!mine) {
    co_await tick();
    co_return;
  }
  m.unlock();
}

Task<> ok_optionalReset() {
  std::optional<std::lock_guard<std::mutex>> guard(std::in_place, m);
  guard.reset();
  co_await tick();
}

Task<> ok_pointerReset() {
  auto guard = std::make_unique<std::lock_guard<std::mutex>>(m);
  guard.reset();
  co_await tick();
}

Task<> ok_assignedEmpty() {
  std::unique_lock lock(m);
  lock = {};
  co_await tick();
}

Task<> ok_released() {
  std::unique_lock lock(m);
  lock.release()->unlock();
  co_await tick();
}

Task<> ok_otherMutexUnlocked(Book &a) {
  a.lock.lock();
  ++a.pages;
  a.lock.unlock();
  co_await tick();
}

// folly SerialQueueRunner.cpp: unlock, await, lock again.
Task<> ok_unlockAwaitLock() {
  std::unique_lock lock(m);
  while (coin()) {
    lock.unlock();
    co_await tick();
    lock.lock();
  }
}

Task<> ok_gotoUnlock() {
  m.lock();
  if (coin())
    goto out;
  work();
out:
  m.unlock();
  co_await tick();
}

// concurrencpp async_lock.cpp: the awaiter gets the guard and unlocks it when suspended.
struct Parking {
  std::unique_lock<std::mutex> &lock;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) { lock.unlock(); }
  void await_resume() const noexcept {}
};
Parking park(std::unique_lock<std::mutex> &lock);

Task<> ok_guardInAwaiter() {
  std::unique_lock lock(m);
  co_await Parking{lock};
}

Task<> ok_guardGivenToUnknown() {
  std::unique_lock lock(m);
  co_await park(lock);
}

Task<> bad_afterConditionVariable(std::condition_variable &cv) {
  std::unique_lock lock(m);
  cv.wait(lock, [] { return coin(); });
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
}

// ---- async locks are made for this

Task<> ok_asyncMutex(home::AsyncMutex &mutex) {
  auto guard = co_await mutex.scoped_lock();
  co_await tick();
}

Task<> ok_asyncManual(home::AsyncMutex &mutex) {
  co_await mutex.lock();
  co_await tick();
  mutex.unlock();
}

// async_simple SpinLock.h: it can be locked both ways, and is made to be held.
class SpinOrPark {
public:
  void lock();
  void unlock();
  Task<> coLock();
  Task<std::unique_lock<SpinOrPark>> coScopedLock();
};
Task<> ok_bothWays(SpinOrPark &mutex) {
  auto guard = co_await mutex.coScopedLock();
  co_await tick();
}

// seastar shared_mutex.hh: a standard guard over an async mutex.
Task<> ok_standardGuardOfAsyncMutex(home::AsyncMutex &mutex) {
  std::unique_lock guard(mutex, std::adopt_lock);
  co_await tick();
}

// ---- not a suspension

Task<> ok_neverSuspends() {
  std::lock_guard guard(m);
  co_await std::suspend_never();
}

Task<> ok_finalStatement() {
  std::lock_guard guard(m);
  co_return;
}

void ok_lambdaOfItsOwn() {
  std::lock_guard guard(m);
  home::spawn([]() -> Task<> { co_await tick(); }());
}

home::Generator<int> bad_generator(Book &book) {
  std::lock_guard guard(book.lock);
  co_yield book.pages;
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the generator's consumer runs
  // CHECK: [[#@LINE-3]]:19: note: locked here
  // CHECK: [[#@LINE-3]]:3: note: unlock before yielding, or yield copies collected under the lock
}

// ---- home-made locks, known by their structure

class SpinLock {
public:
  void lock();
  void unlock();
  bool try_lock();
};

class SpinGuard { // not a template: the stock check cannot be taught it
public:
  explicit SpinGuard(SpinLock &lock) : lock_(lock) { lock_.lock(); }
  ~SpinGuard() { lock_.unlock(); }

private:
  SpinLock &lock_;
};

class ReleasableGuard {
public:
  explicit ReleasableGuard(SpinLock *lock);
  ~ReleasableGuard();
  void unlock();

private:
  SpinLock *lock_;
};

class GlobalGuard {
public:
  GlobalGuard() { m.lock(); }
  ~GlobalGuard() { m.unlock(); }
};

Task<> bad_homeMadeGuard(SpinLock &lock) {
  SpinGuard guard(lock);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

Task<> bad_homeMadeGlobalGuard() {
  GlobalGuard guard;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

Task<> bad_homeMadeManual(SpinLock &lock) {
  lock.lock();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
  lock.unlock();
}

Task<> ok_homeMadeUnlock(SpinLock &lock) {
  ReleasableGuard guard(&lock);
  guard.unlock();
  co_await tick();
}

// Locks for a moment in both, so it guards nothing.
class Registered {
public:
  Registered() {
    m.lock();
    m.unlock();
  }
  ~Registered() {
    m.lock();
    m.unlock();
  }
};

Task<> ok_locksForAMoment() {
  Registered registered;
  co_await tick();
}

// A class that holds a guard is one, unless it is made without its lock.
struct Job {
  Job() = default;
  explicit Job(int number) : number(number) {}
  Job(int number, std::mutex &mutex) : lock(mutex), number(number) {}
  std::unique_lock<std::mutex> lock;
  int number = 0;
};

Task<> ok_emptyMember() {
  Job none, some(2);
  co_await tick();
}

Task<> bad_lockedMember() {
  Job job(2, m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'job' stays locked
}

// ---- templates, lambdas, macros, if constexpr

template <class Mutex> Task<> bad_template(Mutex &mutex) { // reported once
  std::lock_guard guard(mutex);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}
template Task<> bad_template(std::mutex &);
template Task<> bad_template(std::timed_mutex &);

template <class Mutex> Task<> ok_templateOfAsyncMutex(Mutex &mutex) {
  std::unique_lock guard(mutex, std::adopt_lock);
  co_await tick();
}
template Task<> ok_templateOfAsyncMutex(home::AsyncMutex &);

// Nobody knows what Mutex will be.
template <class Mutex> Task<> ok_neverInstantiated(Mutex &mutex) {
  std::lock_guard<Mutex> guard(mutex);
  co_await tick();
}

template <class T> Task<> bad_neverInstantiatedButKnown(T value) {
  std::lock_guard<std::mutex> guard(m);
  co_await value.send();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
}

template <bool Threads> Task<> ok_ifConstexpr() {
  std::unique_lock lock(m);
  if constexpr (Threads)
    lock.unlock();
  co_await tick();
}
template Task<> ok_ifConstexpr<true>();

auto bad_lambda = [](auto &mutex) -> Task<> {
  std::lock_guard guard(mutex);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
};
void callsLambda() { home::spawn(bad_lambda(m)); }

#define LOCKED(mutex) std::lock_guard guard_in_macro(mutex)
Task<> bad_macro() {
  LOCKED(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard_in_macro' stays locked
}

// ---- suppressed

Task<> ok_suppressed() {
  std::lock_guard guard(m);
  co_await tick(); // NOLINT(async-lock-across-suspend): single-threaded
}

// An exception leaves the lock held; the graph has no edge for it.
Task<> fn_lockedWhenThrown() {
  try {
    m.lock();
    work();
    m.unlock();
  } catch (...) {
  }
  co_await tick();
}

Task<> take(home::Event &event);
// The helper's body is in another file.
void takeElsewhere(std::mutex &mutex);
Task<> fn_lockedElsewhere() {
  takeElsewhere(m);
  co_await tick();
}

// concurrencpp's async_lock: the awaiter takes the guard and lets go of it in await_suspend.
struct LetsGo {
  std::unique_lock<std::mutex> lock;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) { lock.unlock(); }
  void await_resume() const noexcept {}
};
home::Task<> ok_awaiter_keeps_the_guard(std::mutex &mutex) {
  std::unique_lock<std::mutex> lock(mutex);
  co_await LetsGo{std::move(lock)};
}
