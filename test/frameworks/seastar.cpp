// RUN: %check-tidy %s async-blocking-call,async-discarded-task,async-lock-across-suspend,async-lambda-coroutine-capture
// Seastar as the model knows it, against the stubs.

#include "seastar/core/coroutine.hh"
#include "seastar/core/gate.hh"
#include "seastar/core/loop.hh"
#include "seastar/core/semaphore.hh"
#include "seastar/core/shared_mutex.hh"
#include "seastar/core/sleep.hh"
#include "seastar/coroutine/maybe_yield.hh"
#include "seastar/coroutine/parallel_for_each.hh"

#include <mutex>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using seastar::future;

future<int> fetch();
future<> store();

future<> bad_drop() {
  store();
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-discarded-task]
  co_await seastar::sleep(1s);
}

future<> bad_sleep() {
  usleep(10);
  // CHECK: [[#@LINE-1]]:3: warning: 'usleep' blocks its thread
  // CHECK: note: {{.*}}seastar::sleep
  co_await store();
}

future<> bad_continuation() {
  return fetch().then([](int) { usleep(10); });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'usleep' blocks its thread
}

future<> bad_lambda_in_then(int number) {
  return store().then([number]() -> future<> {
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-lambda-coroutine-capture]
    co_await store();
    (void)number;
  });
}

future<> ok_wrapped_lambda(int number) {
  co_await store().then(seastar::coroutine::lambda([number]() -> future<> {
    co_await store();
    (void)number;
  }));
}

future<> ok_kept_callables(std::vector<int> values, int number) {
  co_await seastar::max_concurrent_for_each(values, 4, [number](int) -> future<> {
    co_await store();
    (void)number;
  });
  co_await seastar::coroutine::parallel_for_each(values, [number](int) -> future<> {
    co_await store();
    (void)number;
  });
}

future<> ok_locks(seastar::shared_mutex &mutex, seastar::semaphore &permits) {
  auto lock = co_await seastar::get_unique_lock(mutex);
  auto units = co_await seastar::get_units(permits, 1);
  co_await seastar::coroutine::maybe_yield();
}
