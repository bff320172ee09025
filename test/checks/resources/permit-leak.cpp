// RUN: %check-tidy %s async-permit-leak
#include "home/task.h"

#include <semaphore.h>
#include <memory>
#include <semaphore>
#include <stdexcept>

using home::Task;
using home::tick;

bool coin();
void work();

class Semaphore {
public:
  struct Awaiter {
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<> waiter);
    void await_resume() const noexcept {}
  };
  explicit Semaphore(int permits);
  Awaiter acquire();
  bool try_acquire();
  void release(int permits = 1);
};

class Permit {
public:
  explicit Permit(Semaphore &from) : from_(from) {}
  Permit(const Permit &) = delete;
  ~Permit() { from_.release(); }

private:
  Semaphore &from_;
};

Semaphore slots{4};
std::counting_semaphore<8> threads{8};
sem_t raw;

// ---- suspensions

Task<> bad_suspends() {
  co_await slots.acquire();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'slots' is lost if this await throws or is destroyed while suspended [async-permit-leak]
  // CHECK: [[#@LINE-3]]:3: note: taken here
  // CHECK: [[#@LINE+2]]:3: note: given back only here; use an object with a destructor instead, which gives it back on every way out
  co_await tick(); // the same repair
  slots.release();
}

Task<> bad_tried() {
  if (!slots.try_acquire())
    co_return;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'slots' is lost
  slots.release();
}

struct Pool {
  Semaphore free_{2};
  void finish() { free_.release(); }
  void count() const;
  Task<> step();
  void unseen();

  Task<> bad_member() {
    co_await free_.acquire();
    count();
    co_await step();
    // CHECK: [[#@LINE-1]]:5: warning: a permit of 'free_' is lost
    free_.release();
  }
  Task<> ok_finishedByMethod() {
    co_await free_.acquire();
    if (coin()) {
      free_.release();
      co_return;
    }
    finish();
    co_await tick();
  }
  Task<> ok_mayBeFinishedByMethod() {
    co_await free_.acquire();
    if (coin()) {
      free_.release();
      co_return;
    }
    unseen();
    co_await tick();
  }
  void ok_givenToCallback(void (*post)(void *), auto then) {
    threadsOf_.acquire();
    if (coin()) {
      threadsOf_.release();
      return;
    }
    then([this] { threadsOf_.release(); });
  }
  std::counting_semaphore<8> threadsOf_{8};
};
void usePool(Pool &pool) {
  pool.ok_givenToCallback(nullptr, [](auto) {});
}

Task<> bad_acrossPointer(std::shared_ptr<Pool> pool) {
  co_await pool->free_.acquire();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'pool->free_' is lost
  pool->free_.release();
}

// ---- other ways out

Task<> bad_coReturn() {
  co_await slots.acquire();
  if (coin())
    co_return;
  // CHECK: [[#@LINE-1]]:5: warning: a permit of 'slots' is lost when this coroutine returns here
  slots.release();
}

int bad_return() {
  threads.acquire();
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: a permit of 'threads' is lost when this function returns here
  threads.release();
  return 0;
}

void bad_throw() {
  sem_wait(&raw);
  if (coin())
    throw std::runtime_error("full");
  // CHECK: [[#@LINE-1]]:5: warning: a permit of 'raw' is lost when this function throws here
  sem_post(&raw);
}

void bad_inSwitch(int kind) {
  threads.acquire();
  switch (kind) {
  case 0:
    return;
    // CHECK: [[#@LINE-1]]:5: warning: a permit of 'threads' is lost when this function returns here
  default:
    work();
  }
  threads.release();
}

template <class S> int bad_template(S &semaphore) {
  semaphore.acquire();
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: a permit of 'semaphore' is lost
  semaphore.release();
  return 0;
}
template int bad_template(std::counting_semaphore<8> &);
template int bad_template(std::binary_semaphore &);

#define TAKE(semaphore) semaphore.acquire()
int bad_macro() {
  TAKE(threads);
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: a permit of 'threads'
  threads.release();
  return 0;
}

auto bad_lambda = [](auto &semaphore) {
  semaphore.acquire();
  if (coin())
    return;
  // CHECK: [[#@LINE-1]]:5: warning: a permit of 'semaphore'
  semaphore.release();
};
void useLambda() { bad_lambda(threads); }

// ---- near misses

Task<> ok_releasedBefore() {
  co_await slots.acquire();
  work();
  slots.release();
  co_await tick();
}

Task<> ok_guard() {
  co_await slots.acquire();
  if (!coin()) {
    slots.release();
    co_return;
  }
  Permit permit(slots);
  co_await tick();
}

Task<> ok_caught() {
  co_await slots.acquire();
  try {
    co_await tick();
  } catch (...) {
    slots.release();
    throw;
  }
  slots.release();
}

Task<> ok_notTaken() {
  const bool taken = slots.try_acquire();
  if (!taken)
    co_await tick();
  if (taken)
    slots.release();
}

int ok_everyWay() {
  threads.acquire();
  if (coin()) {
    threads.release();
    return 1;
  }
  threads.release();
  return 0;
}

// One side takes, the other gives.
void ok_producer() { threads.release(); }
int ok_consumer() {
  threads.acquire();
  return coin();
}
void ok_requeues(bool &stop) {
  while (true) {
    threads.acquire();
    if (stop)
      return;
    if (coin())
      threads.release();
  }
}
void ok_signals(std::binary_semaphore &ready, std::binary_semaphore &done) {
  ready.release();
  done.acquire();
}

// Whoever does the work gives the permit back.
bool start();
bool ok_handedOver() {
  threads.acquire();
  if (!start()) {
    threads.release();
    return false;
  }
  return true;
}
void ok_takesWork(bool &stopping) {
  threads.acquire();
  if (stopping)
    return;
  if (!start())
    threads.release();
}

Task<> ok_handedOverInCoroutine() {
  threads.acquire();
  if (!start()) {
    threads.release();
    co_return;
  }
  work();
}

// Takes all of them: whoever held one is done.
void ok_drains() {
  for (int i = 0; i < 8; ++i)
    threads.acquire();
  work();
  for (int i = 0; i < 8; ++i)
    threads.release();
}

Task<> runDetached(Semaphore &permits);
void spawn(Task<> task);
Task<> ok_givenToTask() {
  co_await slots.acquire();
  try {
    home::spawn(runDetached(slots));
  } catch (...) {
    slots.release();
    throw;
  }
}

void ok_oneOfTwo(std::counting_semaphore<8> &mine) {
  mine.acquire();
  threads.release();
  if (coin())
    return;
  work();
}

template <bool Limit> Task<> ok_ifConstexpr() {
  if constexpr (Limit)
    co_await slots.acquire();
  work();
  if constexpr (Limit)
    slots.release();
}
template Task<> ok_ifConstexpr<true>();
template Task<> ok_ifConstexpr<false>();

Task<> ok_suppressed() {
  co_await slots.acquire();
  co_await tick(); // NOLINT(async-permit-leak)
  slots.release();
}

// ---- permits that are objects

class Units {
public:
  explicit Units(Semaphore &from) : from_(&from) {}
  Units(Units &&other) noexcept : from_(std::exchange(other.from_, nullptr)) {}
  ~Units() {
    if (from_)
      from_->release();
  }

private:
  Semaphore *from_;
};
Task<Units> units(Semaphore &from);

Task<> bad_dropped() {
  co_await units(slots);
  // CHECK: [[#@LINE-1]]:3: warning: this permit is given back before the next statement
  // CHECK: [[#@LINE-2]]:3: note: keep it in a variable for as long as it is needed
  co_await tick();
}

Task<> ok_kept() {
  auto held = co_await units(slots);
  co_await tick();
}

Task<> ok_waitsItsTurn() {
  work();
  co_await units(slots);
}
