// RUN: %check-tidy %s async-discarded-task,async-lock-across-suspend,async-unbounded-queue
// TooManyCooks as the model knows it, against the stubs.

#include "tmc/all_headers.hpp"

#include <mutex>

std::mutex m;
tmc::task<int> fetch();

tmc::task<> bad_drops(tmc::mutex &mutex) {
  fetch();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'fetch' is dropped here
  tmc::spawn(fetch());
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'spawn' is dropped here
  mutex.co_unlock();
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'co_unlock' is dropped here
  co_return;
}

tmc::task<> ok_consumed(tmc::ex_cpu &pool, tmc::mutex &mutex) {
  tmc::spawn(fetch()).detach();
  tmc::post(pool, fetch());
  auto scope = co_await mutex.lock_scope();
  co_await tmc::spawn(fetch()).run_on(pool);
  co_await tmc::yield();
}

tmc::task<> bad_lock() {
  std::lock_guard guard(m);
  co_await tmc::yield();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
}

tmc::task<> ok_awaited_lock(tmc::mutex &mutex) {
  co_await mutex;
  co_await fetch();
  mutex.unlock();
}

class Mailbox {
public:
  void put(int number) {
    numbers_.post(number);
    // CHECK: [[#@LINE-1]]:5: warning: 'numbers_' grows without a limit
  }
  tmc::task<int> take() { co_return co_await numbers_.pull(); }

private:
  tmc::chan_tok<int> numbers_;
};
