// Locks, guards, semaphores and events in other people's styles: no model names them.
// RUN: %driver models --why=%s -- -std=c++20 | FileCheck %s --implicit-check-not="'near::"

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace spin {
// CHECK: [[#@LINE+2]]:7: class 'spin::spinlock': mutex: {}
// CHECK-NEXT: from its structure: 'lock' and its counterpart make threads wait
class spinlock {
public:
  void lock() { while (busy_.exchange(true)) pause(); }
  // CHECK: [[#@LINE-1]]:8: function 'spin::spinlock::lock': lock-operation: {effect: acquire}
  void unlock() { busy_ = false; }
  // CHECK: [[#@LINE-1]]:8: function 'spin::spinlock::unlock': lock-operation: {effect: release}

private:
  static void pause();
  std::atomic<bool> busy_{false};
};

// CHECK: [[#@LINE+1]]:8: class 'spin::Ticket': mutex: {}
struct Ticket {
  void lock() { int mine = __atomic_fetch_add(&next, 1, 5); while (serving != mine) {} }
  void unlock() { ++serving; }
  int next = 0;
  volatile int serving = 0;
};
} // namespace spin

namespace Win {
struct CRITICAL_SECTION { void *DebugInfo; };
void EnterCriticalSection(CRITICAL_SECTION *);
void LeaveCriticalSection(CRITICAL_SECTION *);
// CHECK: [[#@LINE+1]]:7: class 'Win::CCriticalSection': mutex: {}
class CCriticalSection {
public:
  void Enter() { EnterCriticalSection(&m_cs); }
  void Leave() { LeaveCriticalSection(&m_cs); }

private:
  CRITICAL_SECTION m_cs;
};

// CHECK: [[#@LINE+2]]:7: class 'Win::CAutoLock': guard: {}
// CHECK-NEXT: its destructor unlocks what its constructor locks
class CAutoLock {
public:
  explicit CAutoLock(CCriticalSection *cs) : m_cs(cs) { m_cs->Enter(); }
  ~CAutoLock() { m_cs->Leave(); }

private:
  CCriticalSection *m_cs;
};

extern CCriticalSection g_cs;
// No mutex in sight: it locks one of the program's own.
// CHECK: [[#@LINE+1]]:7: class 'Win::GlobalLock': guard: {}
class GlobalLock {
public:
  GlobalLock() { EnterCriticalSection(0); }
  ~GlobalLock() { LeaveCriticalSection(0); }
};
} // namespace Win

namespace acq {
// CHECK: [[#@LINE+1]]:7: class 'acq::Mutex': mutex: {}
class Mutex {
public:
  void Acquire();
  bool TryAcquire();
  // CHECK: [[#@LINE-1]]:8: function 'acq::Mutex::TryAcquire': lock-operation: {effect: try-acquire}
  void Release();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};
// CHECK: [[#@LINE+1]]:7: class 'acq::ScopedLock': guard: {}
class ScopedLock {
public:
  explicit ScopedLock(Mutex &m) : m_(m) { m_.Acquire(); }
  ~ScopedLock() { m_.Release(); }

private:
  Mutex &m_;
};
// CHECK: [[#@LINE+1]]:7: class 'acq::RecursiveMutex': mutex: {shared: true, recursive: true}
class RecursiveMutex {
public:
  void lock();
  void unlock();
  bool try_lock();
  void lock_shared();
  void unlock_shared();
};
// CHECK: [[#@LINE+1]]:7: class 'acq::OwnerLock': mutex: {recursive: true}
class OwnerLock {
public:
  void lock() { m_.lock(); owner_ = std::this_thread::get_id(); ++depth_; }
  void unlock();

private:
  std::mutex m_;
  std::thread::id owner_;
  int depth_ = 0;
};
struct Pair { std::lock_guard<std::mutex> inner; int value; };
// CHECK: [[#@LINE-1]]:8: class 'acq::Pair': guard: {}
// CHECK-NEXT: keeps a guard
} // namespace acq

namespace attr {
// CHECK: [[#@LINE+1]]:44: class 'attr::Mu': mutex: {}
class __attribute__((capability("mutex"))) Mu {
public:
  void Grab() __attribute__((acquire_capability()));
  // CHECK: [[#@LINE-1]]:8: function 'attr::Mu::Grab': lock-operation: {effect: acquire}
  void ReadGrab() __attribute__((acquire_shared_capability()));
  // CHECK: [[#@LINE-1]]:8: function 'attr::Mu::ReadGrab': lock-operation: {effect: acquire, shared: true}
  void Drop() __attribute__((release_capability()));
  // CHECK: [[#@LINE-1]]:8: function 'attr::Mu::Drop': lock-operation: {effect: release}
};
// CHECK: [[#@LINE+1]]:40: class 'attr::Hold': guard: {}
class __attribute__((scoped_lockable)) Hold {
public:
  explicit Hold(Mu &mu) __attribute__((acquire_capability(mu)));
  ~Hold() __attribute__((release_capability()));
};
} // namespace attr

namespace async {
// `lock` returns a guard, and nobody sees `unlock`.
// CHECK: [[#@LINE+2]]:7: class 'async::ReturnsGuard': mutex: {}
// CHECK-NEXT: 'lock' returns a guard
class ReturnsGuard {
public:
  class Guard {
    // CHECK: [[#@LINE-1]]:9: class 'async::ReturnsGuard::Guard': guard: {}
  public:
    explicit Guard(ReturnsGuard &owner) : owner_(owner) {}
    ~Guard() { owner_.unlock(); }

  private:
    ReturnsGuard &owner_;
  };
  Guard lock();

private:
  void unlock();
  std::mutex m_;
};

// CHECK: [[#@LINE+1]]:7: class 'async::co_mutex': mutex: {async: true}
class co_mutex {
public:
  struct guard { ~guard() { m->release(); } co_mutex *m; };
  struct awaiter {
    co_mutex *m;
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    guard await_resume();
  };
  // CHECK: [[#@LINE-6]]:10: class 'async::co_mutex::awaiter': awaitable: {}
  awaiter scoped_lock();

private:
  void release();
  std::coroutine_handle<> waiters_;
};

// CHECK: [[#@LINE+1]]:7: class 'async::co_semaphore': semaphore: {async: true}
class co_semaphore {
public:
  explicit co_semaphore(int permits);
  co_mutex::awaiter acquire();
  // CHECK: [[#@LINE-1]]:21: function 'async::co_semaphore::acquire': permit-operation: {effect: acquire}
  void release();
};
} // namespace async

namespace counts {
// CHECK: [[#@LINE+1]]:7: class 'counts::Semaphore': semaphore: {}
class Semaphore {
public:
  explicit Semaphore(int n);
  void down();
  void up();
  // CHECK: [[#@LINE-1]]:8: function 'counts::Semaphore::up': permit-operation: {effect: release}
};
// CHECK: [[#@LINE+1]]:7: class 'counts::Permit': permit: true
class Permit {
public:
  explicit Permit(Semaphore &s) : s_(s) { s_.down(); }
  ~Permit() { s_.up(); }

private:
  Semaphore &s_;
};
// CHECK: [[#@LINE+1]]:7: class 'counts::Limiter': semaphore: {}
class Limiter {
public:
  Permit acquire();
};

// CHECK: [[#@LINE+1]]:7: class 'counts::ManualResetEvent': event: {}
class ManualResetEvent {
public:
  void Set();
  void Reset();
  void Wait();

private:
  std::mutex m_;
  std::condition_variable cv_;
  bool set_ = false;
};
// CHECK: [[#@LINE+1]]:7: class 'counts::async_event': awaitable: {}, event: {async: true}
class async_event {
public:
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  void set();
};
// CHECK: [[#@LINE+1]]:7: class 'counts::CondVar': condition-variable: {}
class CondVar {
public:
  void Wait(acq::Mutex &mu);
  // CHECK: [[#@LINE-1]]:8: function 'counts::CondVar::Wait': condition-wait: {predicate: last}
  bool WaitFor(acq::Mutex &mu, int ms);
  // CHECK: [[#@LINE-1]]:8: function 'counts::CondVar::WaitFor': condition-wait: {predicate: last, timed: true}
  void SignalAll();
};
} // namespace counts

namespace near {
class Door {
public:
  void lock() { locked_ = true; ++times_; }
  void unlock() { locked_ = false; }
  bool isLocked() const;

private:
  bool locked_ = false;
  int times_ = 0;
};
class Account {
public:
  void lock();
  void unlock();
  double balance() const;

private:
  bool frozen_;
  std::string owner_;
};
struct WeakPointer { int *lock() const; bool expired() const; };
class ObjectPool {
public:
  explicit ObjectPool(int size);
  Door *acquire();
  void release(Door *door);

private:
  std::vector<Door> doors_;
  std::mutex m_;
};
class Texture { public: void acquire(); void release(); private: int references_; };
class Worker {
public:
  explicit Worker(std::mutex &m) : mutex_(m) {}
  ~Worker() { stop(); }
  void stop() { std::unique_lock<std::mutex> l(mutex_); state_ = 1; l.unlock(); }

private:
  std::mutex &mutex_;
  int state_ = 0;
};
class Checkbox { public: void set(); void reset(); bool isSet() const; private: bool on_; };
class Clock { public: void set(int hour); void wait(int minutes); };
class Blocker { public: void block(); void unblock(); };
class Screen { public: void unlock(const std::string &pin); void lock(const std::string &pin); };
} // namespace near
