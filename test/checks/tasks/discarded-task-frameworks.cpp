// RUN: %check-tidy %s async-discarded-task
// One drop of each kind per library, and the library's own way to let go.
#include "coro/coro.hpp"
#include "cppcoro/task.hpp"
#include "folly/coro/Task.h"
#include "folly/futures/Future.h"
#include "seastar/core/future.hh"

// ---- folly

folly::Future<int> fetch();
folly::coro::Task<> flush();

folly::coro::Task<> bad_folly() {
  (void)flush(); // [[nodiscard]] does not see this
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'flush' is dropped here, so it never runs [async-discarded-task]
  // CHECK: note: write 'co_await' before it
  fetch().thenValue([](int) {});
  // CHECK: [[#@LINE-1]]:11: warning: the task of 'thenValue' is dropped here, so
  // CHECK: note: write 'co_await' before it
  co_await flush();
}
void ok_folly(folly::Future<int> &future) {
  future.wait(); // returns the future itself
  future.cancel();
}

// ---- cppcoro, libcoro

cppcoro::task<> work();
coro::task<> job();
void bad_lazy(coro::semaphore<> &semaphore, coro::queue<int> &queue) {
  (void)work();
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'work' is dropped here, so it never runs
  // CHECK: note: instead, co_await it, or cppcoro::async_scope::spawn
  (void)semaphore.release(); // looks synchronous
  // CHECK: [[#@LINE-1]]:19: warning: the task of 'release' is dropped here, so it never runs
  // CHECK: note: instead, co_await it, or coro::task_group::start
  queue.push(1);
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'push' is dropped here, so it never runs
  // CHECK: note: instead
}
coro::task<> bad_awaitable(coro::thread_pool &pool) {
  pool.schedule();
  // CHECK: [[#@LINE-1]]:8: warning: 'schedule' does nothing until it is awaited, and its result is dropped
  // CHECK: note: write 'co_await' before it
  co_await job();
}
void ok_libcoro(coro::thread_pool &pool) {
  pool.spawn_detached(job());
  (void)pool.spawn_joinable(job()); // it runs; nobody waits for it
}

// ---- seastar

seastar::future<> send();
seastar::future<> bad_seastar() {
  send().then([] {});
  // CHECK: [[#@LINE-1]]:10: warning: the task of 'then' is dropped here, so
  // CHECK: note: write 'co_await' before it
  co_await send();
}
// The way of its users to let go, some 270 times in two code bases: a chain that deals with
// its errors, cast to void (scylladb gossiper.cc:534, redpanda replicate_batcher.cc:349).
void ok_seastar() {
  (void)send().handle_exception([](std::exception_ptr) {}).finally([] {});
  send().ignore_ready_future();
}
