// RUN: %check-tidy %s async-block-under-lock --prefixes=CHECK
// RUN: %check-tidy %s async-block-under-lock --prefixes=CHECK,STRICT -o Strict=true
// RUN: %check-tidy %s async-block-under-lock --prefixes=FILE -o Kinds=file
#include "home/task.h"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <fcntl.h>

using namespace std::chrono_literals;

std::mutex m, other;
std::condition_variable cv;
bool ready;
bool coin();

void bad_sleep() {
  std::lock_guard guard(m);
  std::this_thread::sleep_for(1s);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' waits with 'guard' locked; whoever needs the lock waits along [async-block-under-lock]
  // CHECK: [[#@LINE-3]]:19: note: locked here
  // CHECK: [[#@LINE-3]]:3: note: copy what the call needs, unlock, then call
  std::this_thread::sleep_for(2s); // the same repair
}

void bad_future(std::future<int> result) {
  m.lock();
  result.get();
  // CHECK: [[#@LINE-1]]:10: warning: 'get' waits with 'm' locked
  m.unlock();
}

struct Worker {
  void bad_stop() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    thread_.join();
    // CHECK: [[#@LINE-1]]:13: warning: 'join' waits with 'lock' locked
  }
  void ok_stop() {
    {
      std::unique_lock lock(mutex_);
      stopping_ = true;
    }
    thread_.join();
  }
  std::mutex mutex_;
  std::thread thread_;
  bool stopping_ = false;
};

home::Task<> bad_inCoroutine() {
  std::lock_guard guard(m);
  std::this_thread::sleep_for(1s);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' waits
  // CHECK: note: use instead: an awaitable timer of your event loop
  co_return;
}

// A wait gives up its own lock and keeps the other.
void bad_waitUnderOther() {
  std::lock_guard outer(other);
  std::unique_lock lock(m);
  cv.wait(lock, [] { return ready; });
  // CHECK: [[#@LINE-1]]:6: warning: 'wait' waits with 'outer' locked
}
void ok_wait() {
  std::unique_lock lock(m);
  cv.wait(lock, [] { return ready; });
}

template <class Mutex> void bad_template(Mutex &mutex) {
  std::lock_guard guard(mutex);
  std::this_thread::sleep_for(1s);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' waits with 'guard' locked
}
template void bad_template(std::mutex &);
template void bad_template(std::timed_mutex &);

#define PAUSE() std::this_thread::sleep_for(1s)
void bad_macro() {
  std::lock_guard guard(m);
  PAUSE();
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' waits with 'guard' locked
}

auto bad_lambda = [](auto delay) {
  std::lock_guard guard(m);
  std::this_thread::sleep_for(delay);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' waits with 'guard' locked
};
void useLambda() { bad_lambda(1s); }

void bad_socket() {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  char byte;
  std::lock_guard guard(m);
  recv(fd, &byte, 1, 0);
  // CHECK: [[#@LINE-1]]:3: warning: 'recv' waits with 'guard' locked
}
void maybe_socket(int fd) {
  char byte;
  std::lock_guard guard(m);
  recv(fd, &byte, 1, 0);
  // STRICT: [[#@LINE-1]]:3: warning: 'recv' waits with 'guard' locked
}
// llvm#104241: the descriptor does not block.
void ok_nonBlocking() {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  char byte;
  std::lock_guard guard(m);
  recv(fd, &byte, 1, 0);
}

// llvm#166573: never locked.
void ok_deferred() {
  std::unique_lock lock(m, std::defer_lock);
  std::this_thread::sleep_for(1s);
}
// llvm#204304: unlocked.
void ok_unlocked() {
  std::unique_lock lock(m);
  lock.unlock();
  std::this_thread::sleep_for(1s);
}
// llvm#165528: the guard of the last turn is gone.
void ok_loop() {
  for (int i = 0; i < 3; ++i) {
    std::this_thread::sleep_for(1s);
    std::lock_guard guard(m);
  }
}
// try_lock may have failed.
void ok_tryLock() {
  if (m.try_lock())
    m.unlock();
  else
    std::this_thread::sleep_for(1s);
}
void bad_tryLock() {
  if (!m.try_lock())
    return;
  std::this_thread::sleep_for(1s);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' waits with 'm' locked
  m.unlock();
}
void ok_nothingToWaitFor(std::future<int> result) {
  std::lock_guard guard(m);
  std::this_thread::sleep_for(0s);
  if (result.wait_for(0s) == std::future_status::ready)
    result.get();
}
void ok_someCalls() {
  std::lock_guard guard(m);
  coin();
}
void ok_suppressed() {
  std::lock_guard guard(m);
  std::this_thread::sleep_for(1s); // NOLINT(async-block-under-lock)
}
template <bool Locked> void ok_ifConstexpr() {
  if constexpr (Locked)
    m.lock();
  else
    std::this_thread::sleep_for(1s);
}
template void ok_ifConstexpr<false>();

// The lock is there to keep the lines of a log apart.
void maybe_file() {
  std::lock_guard guard(m);
  std::ofstream file("log");
  // FILE: [[#@LINE-1]]:17: warning: 'basic_ofstream' waits with 'guard' locked
}
