// RUN: %check-tidy %s async-discarded-task,async-sync-wait-on-loop,async-lock-across-suspend,async-lambda-coroutine-capture
// async_simple as the model knows it, against the stubs: some releases are lazy.

#include "async_simple/coro/Lazy.h"

using async_simple::coro::Lazy;
using namespace std::chrono_literals;

std::mutex threads;
Lazy<int> fetch();
async_simple::Future<int> query();

Lazy<> bad_release_not_awaited(async_simple::coro::SharedMutex &mutex,
                               async_simple::coro::CountingSemaphore<4> &permits) {
  co_await mutex.coLock();
  mutex.unlock(); // lazy: it stays locked
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
  co_await permits.acquire();
  permits.release();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
}

Lazy<> ok_started(async_simple::Executor *executor) {
  fetch().start([](auto &&) {});
  fetch().via(executor).detach();
  co_await fetch();
}

Lazy<> bad_sync() {
  async_simple::coro::syncAwait(fetch());
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'syncAwait' blocks its thread
  query().get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'get' blocks its thread
  co_return;
}

Lazy<> ok_asynchronous_lock(async_simple::coro::Mutex &mutex) {
  auto lock = co_await mutex.coScopedLock();
  std::unique_lock<async_simple::coro::Mutex> second(mutex, std::adopt_lock);
  co_await async_simple::coro::sleep(1ms);
}

Lazy<> bad_lock() {
  std::lock_guard guard(threads);
  co_await fetch();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'guard' stays locked while the coroutine is suspended
}

int bad_lock_in_uthread(async_simple::Future<int> answer) {
  std::lock_guard guard(threads);
  return async_simple::uthread::await(std::move(answer));
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'guard' stays locked while the coroutine is suspended
}

void bad_closure(int number, async_simple::Executor *executor) {
  [number]() -> Lazy<> {
    // CHECK: [[#@LINE-1]]:3: warning: captured 'number' dangles
    (void)(co_await fetch() + number);
  }().via(executor).detach();
}
