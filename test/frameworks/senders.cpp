// RUN: %check-tidy %s async-discarded-task,async-sync-wait-on-loop,async-lock-across-suspend,async-task-never-awaited
// P2300 senders, of stdexec and of libunifex, against the stubs: what nothing starts never runs.

#include "stdexec/execution.hpp"
#include "unifex/task.hpp"

#include <mutex>

std::mutex m;
exec::task<int> fetch();
unifex::task<int> load();

void bad_never_started(stdexec::scheduler io) {
  stdexec::schedule(io) | stdexec::then([] {});
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} never runs {{.*}}[async-discarded-task]
  stdexec::then(stdexec::schedule(io), [] {});
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
  unifex::then(load(), [](int) {});
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
}

void bad_kept_for_nothing() {
  auto task = fetch();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-task-never-awaited]
}

void ok_started(stdexec::scheduler io, exec::async_scope &scope, unifex::async_scope &other) {
  exec::start_detached(stdexec::schedule(io) | stdexec::then([] {}));
  scope.spawn(stdexec::schedule(io));
  stdexec::sync_wait(stdexec::when_all(stdexec::schedule(io), stdexec::schedule(io)));
  other.detached_spawn(unifex::then(load(), [](int) {}));
  unifex::sync_wait(load());
}

exec::task<void> bad_sync_wait() {
  stdexec::sync_wait(fetch());
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'sync_wait' blocks its thread
  co_await fetch();
}

unifex::task<void> bad_unifex_sync_wait() {
  unifex::sync_wait(load());
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'sync_wait' blocks its thread
  co_await load();
}

exec::task<void> bad_lock(stdexec::scheduler io) {
  std::lock_guard guard(m);
  co_await stdexec::schedule(io);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'guard' stays locked while the coroutine is suspended
}

unifex::task<void> ok_async_mutex(unifex::async_mutex &mutex) {
  co_await mutex.async_lock();
  co_await load();
  mutex.unlock();
}
