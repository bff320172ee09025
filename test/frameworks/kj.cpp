// RUN: %check-tidy %s async-discarded-task,async-sync-wait-on-loop,async-lock-across-suspend,async-lambda-coroutine-capture,async-await-without-timeout
// KJ as the model knows it, against the stubs: a promise that dies cancels its work.

#include "kj/async.h"

using kj::Promise;

Promise<int> fetch();
Promise<void> store();

void bad_cancelled_at_once() {
  store();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'store' is dropped here
}

void ok_kept(kj::TaskSet &tasks) {
  tasks.add(store());
  store().detach([](auto &&) {});
}

Promise<void> bad_wait(kj::WaitScope &scope) {
  fetch().wait(scope);
  // CHECK: [[#@LINE-1]]:11: warning: 'wait' blocks its thread
  co_await store();
}

void ok_wait_at_the_top(kj::WaitScope &scope) { fetch().wait(scope); }

Promise<void> bad_locked(kj::MutexGuarded<int> &number) {
  auto locked = number.lockExclusive();
  co_await store();
  // CHECK: [[#@LINE-1]]:3: warning: 'locked' stays locked while the coroutine is suspended
  // CHECK: note: locked here
  // CHECK: note: end the guard's scope before the suspension
}

Promise<void> ok_locked_briefly(kj::MutexGuarded<int> &number) {
  { auto locked = number.lockExclusive(); }
  co_await store();
}

Promise<void> bad_closure(int number) {
  return store().then([number]() -> Promise<void> {
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: captured 'number' dangles
    co_await store();
    (void)number;
  });
}

Promise<void> ok_captured_for_a_coroutine(int number) {
  return store().then(kj::coCapture([number]() -> Promise<void> {
    co_await store();
    (void)number;
  }));
}

Promise<void> bad_read(kj::AsyncInputStream &stream, char *data) {
  co_await stream.read(data, 1, 10);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'read' has no deadline
}

Promise<void> ok_read_in_time(kj::AsyncInputStream &stream, kj::Timer &timer, char *data) {
  co_await timer.timeoutAfter(5, stream.read(data, 1, 10));
}
