// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-discarded-task,async-lock-across-suspend
// folly as the model knows it, against the stubs.

#include "folly/Synchronized.h"
#include "folly/coro/AsyncScope.h"
#include "folly/coro/BlockingWait.h"
#include "folly/coro/BoundedQueue.h"
#include "folly/coro/Collect.h"
#include "folly/coro/Invoke.h"
#include "folly/coro/Mutex.h"
#include "folly/coro/Sleep.h"
#include "folly/coro/Timeout.h"
#include "folly/executors/CPUThreadPoolExecutor.h"
#include "folly/io/async/EventBase.h"

#include <mutex>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using folly::coro::Task;

Task<int> fetch();
Task<void> store();
folly::Future<int> query();

Task<void> bad_blocking_wait() { // a function object, reached through a reference
  folly::coro::blockingWait(fetch());
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
  co_await store();
}

Task<void> bad_get() {
  query().get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
  co_await store();
}

Task<void> bad_dropped_future() {
  query(); // no nodiscard on this type
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-discarded-task]
  co_await store();
}

// The guard's mutex is an argument of its argument.
Task<void> bad_locked_pointer(folly::Synchronized<std::vector<int>> &values) {
  auto locked = values.wlock();
  locked->push_back(co_await fetch());
  // CHECK: [[#@LINE-1]]:21: warning: 'locked' stays locked while the coroutine is suspended
  // CHECK: note: {{.*}}folly::coro::Mutex
}

Task<void> ok_unlocked_pointer(folly::Synchronized<std::vector<int>> &values) {
  auto locked = values.wlock();
  locked->clear();
  locked.unlock();
  co_await store();
}

Task<void> ok_copied_out(folly::Synchronized<std::vector<int>> &values) {
  auto copy = values.copy();
  values.withWLock([](auto &held) { held.clear(); });
  co_await store();
}

Task<void> ok_async_mutex(folly::coro::Mutex &mutex) {
  std::unique_lock lock = co_await mutex.co_scoped_lock();
  co_await store();
}

void bad_on_the_loop(folly::EventBase &loop) {
  loop.runInLoop([] { usleep(10); });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'usleep' blocks its thread
}

void ok_on_a_pool(folly::CPUThreadPoolExecutor &pool) {
  pool.add([] { usleep(10); });
}

Task<void> ok_structured(folly::coro::AsyncScope &scope) {
  scope.add(store());
  co_await folly::coro::collectAll(fetch(), store());
  co_await folly::coro::timeout(store(), 1s);
  co_await folly::coro::sleep(1s);
  co_await folly::coro::co_invoke([]() -> Task<void> { co_await store(); });
  co_await scope.joinAsync();
}
