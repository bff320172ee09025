// RUN: %check-tidy %s async-test-no-timeout --prefixes=CHECK
// RUN: %check-tidy %s async-test-no-timeout --prefixes=CHECK,STRICT -o Strict=true
#include "coro/coro.hpp"
#include "home/loop.h"
#include "home/task.h"
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <thread>

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()

using namespace std::chrono_literals;
void start(std::function<void()>);
int work();

TEST_CASE("bad: a promise that a callback settles") {
  std::promise<int> promise;
  auto future = promise.get_future();
  start([&] { promise.set_value(1); });
  future.wait();
  // CHECK: [[#@LINE-1]]:10: warning: 'wait' waits without limit: if nothing wakes it, the test hangs and does not fail [async-test-no-timeout]
  // CHECK: [[#@LINE-2]]:10: note: instead, use its timed form, and check that it was in time
  promise.get_future().get();
  // CHECK: [[#@LINE-1]]:24: warning: 'get' waits without limit
  // CHECK: note: instead
}
TEST_CASE("bad: primitives") {
  std::latch latch(1);
  std::binary_semaphore semaphore(0);
  std::condition_variable changed;
  std::mutex mutex;
  std::unique_lock lock(mutex);
  bool ready = false;
  latch.wait();
  // CHECK: [[#@LINE-1]]:9: warning: 'wait' waits without limit
  // CHECK: note: instead
  semaphore.acquire();
  // CHECK: [[#@LINE-1]]:13: warning: 'acquire' waits without limit
  // CHECK: note: instead
  changed.wait(lock, [&] { return ready; });
  // CHECK: [[#@LINE-1]]:11: warning: 'wait' waits without limit
  // CHECK: note: instead
}
TEST_CASE("maybe: work that ends by itself") {
  std::thread worker(work);
  worker.join();
  // STRICT: [[#@LINE-1]]:10: warning: 'join' waits without limit
  // STRICT: note: instead
  std::async(std::launch::async, work).get();
  // STRICT: [[#@LINE-1]]:40: warning: 'get' waits without limit
  // STRICT: note: instead
  home::Pool pool(1);
  pool.submit(work).wait();
  // STRICT: [[#@LINE-1]]:21: warning: 'wait' waits without limit
  // STRICT: note: instead
  home::syncWait(home::tick());
  // STRICT: [[#@LINE-1]]:3: warning: 'syncWait' waits without limit
  // STRICT: note: instead
}

// ---- near misses

TEST_CASE("ok: limited") {
  std::promise<int> promise;
  auto future = promise.get_future();
  if (future.wait_for(1s) == std::future_status::ready)
    start([] {});
  std::binary_semaphore semaphore(0);
  std::condition_variable changed;
  std::mutex mutex;
  std::unique_lock lock(mutex);
  (void)semaphore.try_acquire_for(1s);
  changed.wait_for(lock, 1s, [] { return true; });
  changed.wait_until(lock, std::chrono::steady_clock::time_point());
  std::latch latch(1);
  (void)latch.try_wait();
}
TEST_CASE("ok: the framework has a timeout") {
  std::latch latch(1);
  latch.wait();
}
TEST_CASE("ok: other threads may wait") {
  std::latch latch(1);
  std::jthread waiter([&] { latch.wait(); });
  latch.count_down();
}
void ok_no_test() {
  std::latch latch(1);
  latch.wait();
}
TEST_CASE("ok: suppressed") {
  std::latch latch(1);
  latch.wait(); // NOLINT(async-test-no-timeout)
}
TEST_CASE("ok: a pool ends by itself") {
  auto pool = coro::thread_pool::make_unique();
  pool->shutdown();
  // STRICT: [[#@LINE-1]]:9: warning: 'shutdown' waits without limit
  // STRICT: note: instead
}
