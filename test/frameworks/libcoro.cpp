// RUN: %check-tidy %s async-sync-wait-on-loop,async-discarded-task,async-lock-across-suspend
// libcoro as the model knows it, against the stubs.

#include "coro/coro.hpp"

coro::task<int> fetch();
coro::task<void> store();

coro::task<void> bad_sync_wait() {
  coro::sync_wait(fetch());
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-sync-wait-on-loop]
  co_await fetch();
}

coro::task<void> bad_release_not_awaited(coro::semaphore<2> &permits) {
  co_await permits.acquire();
  permits.release(); // lazy: the permit stays taken
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
}

coro::task<void> ok_mutex(coro::mutex &mutex) {
  auto lock = co_await mutex.scoped_lock();
  co_await fetch();
  lock.unlock();
}

coro::task<void> ok_spawned(coro::thread_pool &pool, coro::task_group &group) {
  pool.spawn_detached(store());
  if (group.start(store()))
    co_await group;
  co_await pool.schedule(fetch());
  co_await coro::when_all(fetch(), fetch());
}
