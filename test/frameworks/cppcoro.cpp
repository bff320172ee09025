// RUN: %check-tidy %s async-sync-wait-on-loop,async-discarded-task,async-lock-across-suspend
// cppcoro as the model knows it, against the stubs.

#include "cppcoro/async_mutex.hpp"
#include "cppcoro/async_scope.hpp"
#include "cppcoro/static_thread_pool.hpp"
#include "cppcoro/sync_wait.hpp"
#include "cppcoro/task.hpp"
#include "cppcoro/when_all.hpp"

using cppcoro::task;

task<int> fetch();

task<> bad_sync_wait() {
  cppcoro::sync_wait(fetch());
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-sync-wait-on-loop]
  co_await fetch();
}

task<> bad_lock_not_awaited(cppcoro::async_mutex &mutex) {
  mutex.scoped_lock_async(); // locks nothing
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
  co_await fetch();
}

task<> ok_awaited(cppcoro::async_mutex &mutex, cppcoro::static_thread_pool &pool,
                  cppcoro::async_scope &scope) {
  co_await pool.schedule();
  auto lock = co_await mutex.scoped_lock_async();
  scope.spawn(fetch());
  co_await cppcoro::when_all(fetch(), fetch());
  co_await scope.join();
}
