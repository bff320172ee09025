// RUN: %check-tidy %s async-cv-wait-no-predicate --fix
// RUN: %check-tidy %s async-cv-wait-no-predicate --prefixes=CHECK,TIMED \
// RUN:   -o ReportUsedTimeouts=true
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <pthread.h>
#include <thread>

using namespace std::chrono_literals;

std::mutex m;
std::condition_variable cv;
std::condition_variable_any any;
std::deque<int> queue;
bool ready;
int count;
bool done();
void handle(int);

// bugprone-spuriously-wake-up-functions 19 reports none of the first three [probe].
void bad_if() {
  std::unique_lock lock(m);
  if (!ready)
    cv.wait(lock);
  // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait' may return without a notification, and nothing tests the condition again [async-cv-wait-no-predicate]
  // CHECK: [[#@LINE-3]]:3: note: tested here, before the wait only
  // CHECK: [[#@LINE-3]]:8: note: wait in a loop that tests the condition, or pass the condition as a predicate
  // CHECK-FIXES: cv.wait(lock, [&] { return ready; });
}

void bad_bare() {
  std::unique_lock lock(m);
  cv.wait(lock);
  // CHECK: [[#@LINE-1]]:6: warning: 'cv.wait' may return
  // CHECK: [[#@LINE-2]]:6: note: wait in a loop
}

void bad_timedBare() {
  std::unique_lock lock(m);
  cv.wait_for(lock, 10ms);
  // CHECK: [[#@LINE-1]]:6: warning: 'cv.wait_for' may return
}

void bad_ifWithBraces() {
  std::unique_lock lock(m);
  if (queue.empty()) {
    cv.wait(lock);
    // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait' may return
    // CHECK-FIXES: cv.wait(lock, [&] { return !queue.empty(); });
  }
  handle(queue.front());
}

void bad_ifComparison() {
  std::unique_lock lock(m);
  if (count == 0)
    any.wait(lock);
  // CHECK: [[#@LINE-1]]:9: warning: 'any.wait' may return
  // CHECK-FIXES: any.wait(lock, [&] { return !(count == 0); });
  --count;
}

void bad_ifTimed() {
  std::unique_lock lock(m);
  if (!ready)
    cv.wait_for(lock, 1s);
  // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait_for' may return
  // CHECK-FIXES: cv.wait_for(lock, 1s, [&] { return ready; });
}

void bad_sideEffectKeepsIf() {
  std::unique_lock lock(m);
  if (--count > 0)
    cv.wait(lock);
  // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait' may return
  // CHECK-FIXES: if (--count > 0)
}

// The loop around tests something else; the queue may still be empty.
void bad_ifInLoop(std::atomic<bool> &stop) {
  while (!stop) {
    std::unique_lock lock(m);
    if (queue.empty())
      cv.wait(lock);
    // CHECK: [[#@LINE-1]]:10: warning: 'cv.wait' may return
    // CHECK-FIXES: cv.wait(lock, [&] { return !queue.empty(); });
    handle(queue.front());
    queue.pop_front();
  }
}

void bad_endlessLoop() {
  std::unique_lock lock(m);
  while (true) {
    cv.wait(lock);
    // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait' may return
    handle(queue.front());
  }
}

// Counts wake-ups, which is not a test of memory.
void bad_counts() {
  std::unique_lock lock(m);
  for (int i = 0; i < 3; ++i)
    cv.wait(lock);
  // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait' may return
}

pthread_mutex_t raw;
pthread_cond_t condition;
void bad_pthread() {
  pthread_mutex_lock(&raw);
  if (!ready)
    pthread_cond_wait(&condition, &raw);
  // CHECK: [[#@LINE-1]]:5: warning: 'pthread_cond_wait' may return
  // CHECK: [[#@LINE-3]]:3: note: tested here, before the wait only
  // CHECK: [[#@LINE-3]]:5: note: wait in a loop that tests the condition{{$}}
  // CHECK-FIXES: while (!ready)
  pthread_mutex_unlock(&raw);
}

bool maybe_resultRead() {
  std::unique_lock lock(m);
  return cv.wait_for(lock, 1s) == std::cv_status::no_timeout;
  // TIMED: [[#@LINE-1]]:13: warning: 'cv.wait_for' may return
}

// ---- fine

void ok_predicate() {
  std::unique_lock lock(m);
  cv.wait(lock, [] { return ready; });
}

void ok_predicateFunction() {
  std::unique_lock lock(m);
  cv.wait(lock, done);
  cv.wait_for(lock, 1s, done);
  cv.wait_until(lock, std::chrono::steady_clock::now(), &done);
}

void ok_stopToken(std::stop_token stop) {
  std::unique_lock lock(m);
  any.wait(lock, stop, [] { return ready; });
}

void ok_while() {
  std::unique_lock lock(m);
  while (!ready)
    cv.wait(lock);
}

void ok_doWhile() {
  std::unique_lock lock(m);
  do
    cv.wait(lock);
  while (!ready);
}

// The classic false alarm: the loop is endless, a branch in it tests.
void ok_breakTests() {
  std::unique_lock lock(m);
  for (;;) {
    cv.wait(lock);
    if (ready)
      break;
  }
}

void ok_returnTests() {
  std::unique_lock lock(m);
  while (true) {
    if (ready)
      return;
    cv.wait(lock);
  }
}

void ok_continueTests() {
  std::unique_lock lock(m);
  while (true) {
    if (queue.empty()) {
      cv.wait(lock);
      continue;
    }
    handle(queue.front());
    queue.pop_front();
  }
}

void ok_elseTests() {
  std::unique_lock lock(m);
  for (;;) {
    if (!queue.empty()) {
      handle(queue.front());
      return;
    } else {
      cv.wait(lock);
    }
  }
}

void ok_drains() {
  std::unique_lock lock(m);
  while (true) {
    cv.wait(lock);
    while (!queue.empty())
      queue.pop_front();
  }
}

void ok_rangeInLoop() {
  std::unique_lock lock(m);
  while (true) {
    cv.wait(lock);
    for (int value : queue)
      handle(value);
  }
}

void ok_flagInVariable() {
  std::unique_lock lock(m);
  bool finished = ready;
  while (!finished) {
    cv.wait(lock);
    finished = ready;
  }
}

void ok_conjunction(bool &stopping) {
  std::unique_lock lock(m);
  while (queue.empty() && !stopping)
    cv.wait(lock);
}

void ok_choiceOfWaitInLoop(bool limited) {
  std::unique_lock lock(m);
  while (!ready) {
    if (limited)
      cv.wait_for(lock, 1s);
    else
      cv.wait(lock);
  }
}

void ok_paced(std::atomic<bool> &stop) {
  std::unique_lock lock(m);
  while (!stop)
    cv.wait_for(lock, 1s);
}

void ok_gotoTests() {
  std::unique_lock lock(m);
again:
  if (!ready) {
    cv.wait(lock);
    goto again;
  }
}

bool ok_callerTests() {
  std::unique_lock lock(m);
  cv.wait(lock);
  return !queue.empty();
}

bool ok_testedTwice() {
  std::unique_lock lock(m);
  if (queue.empty())
    cv.wait_for(lock, 1s);
  return !queue.empty();
}

// The lock is the caller's, who may loop.
void ok_wrapper(std::unique_lock<std::mutex> &lock) { cv.wait(lock); }
void ok_wrapperOfMutex(std::mutex &mutex) {
  std::unique_lock lock(mutex, std::adopt_lock);
  cv.wait(lock);
  lock.release();
}

void ok_predicateOfTheCaller(bool (*test)()) {
  std::unique_lock lock(m);
  while (!test())
    cv.wait(lock);
}

void ok_capturedFlag() {
  bool finished = false;
  std::thread other([&] { finished = true; });
  std::unique_lock lock(m);
  while (!finished)
    cv.wait(lock);
  other.join();
}

// ---- home-made, known by structure

class Signal {
public:
  void wait(std::unique_lock<std::mutex> &lock);
  template <class Test> void wait(std::unique_lock<std::mutex> &lock, Test test) {
    while (!test())
      wait(lock);
  }
  void notify_one();
};

void bad_homeMade(Signal &signal) {
  std::unique_lock lock(m);
  if (!ready)
    signal.wait(lock);
  // CHECK: [[#@LINE-1]]:12: warning: 'signal.wait' may return
  // CHECK-FIXES: while (!ready)
}

void ok_homeMade(Signal &signal) {
  std::unique_lock lock(m);
  signal.wait(lock, [] { return ready; });
}

// A mutex with a `wait` of its own is no condition variable.
class Door {
public:
  void wait(std::unique_lock<std::mutex> &lock);
};
void ok_noConditionVariable(Door &door) {
  std::unique_lock lock(m);
  door.wait(lock);
}

// ---- templates, lambdas, macros, if constexpr, suppression

template <class Lock> void bad_template(Lock lock) {
  if (!ready)
    any.wait(lock);
  // CHECK: [[#@LINE-1]]:9: warning: 'any.wait' may return
  // CHECK-FIXES: any.wait(lock, [&] { return ready; });
}
template void bad_template(std::unique_lock<std::mutex>);
template void bad_template(std::unique_lock<std::timed_mutex>);

template <class T> void ok_neverInstantiated(T &lock) {
  if (!ready)
    any.wait(lock);
}

template <bool Waits> void ok_ifConstexpr() {
  std::unique_lock lock(m);
  if constexpr (Waits)
    cv.wait(lock);
}
template void ok_ifConstexpr<false>();

auto bad_lambda = [] {
  std::unique_lock lock(m);
  if (!ready)
    cv.wait(lock);
  // CHECK: [[#@LINE-1]]:8: warning: 'cv.wait' may return
  // CHECK-FIXES: cv.wait(lock, [&] { return ready; });
};

#define WAIT(lock) cv.wait(lock)
void bad_macro() {
  std::unique_lock lock(m);
  if (!ready)
    WAIT(lock);
  // CHECK: [[#@LINE-1]]:5: warning: 'cv.wait' may return
  // CHECK-FIXES: WAIT(lock);
}

void ok_suppressed() {
  std::unique_lock lock(m);
  cv.wait(lock); // NOLINT(async-cv-wait-no-predicate): one notification, sent under m
}

// Handled by whoever reads the result; see ReportUsedTimeouts.
bool fn_timeoutOnly() {
  std::unique_lock lock(m);
  if (cv.wait_for(lock, 1s) == std::cv_status::timeout)
    return false;
  handle(queue.front());
  // TIMED: [[#@LINE-3]]:10: warning: 'cv.wait_for' may return
  return true;
}

// The branch tests another condition; nobody can tell them apart.
void fn_otherBranch(bool &verbose) {
  std::unique_lock lock(m);
  while (true) {
    cv.wait(lock);
    if (verbose)
      handle(0);
    handle(queue.front());
  }
}
