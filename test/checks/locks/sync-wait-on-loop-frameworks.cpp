// RUN: %check-tidy %s async-sync-wait-on-loop
#include <coro/coro.hpp>
#include <cppcoro/sync_wait.hpp>
#include <cppcoro/task.hpp>
#include <folly/coro/BlockingWait.h>
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <folly/futures/Future.h>
#include <seastar/core/future.hh>

// ---- folly

folly::SemiFuture<int> start();
folly::coro::Task<int> compute();

folly::coro::Task<int> bad_folly_get() {
  auto answer = start();
  co_return std::move(answer).get();
  // CHECK: :[[#@LINE-1]]:31: warning: 'get' blocks its thread until the result is there; no other task on it can run [async-sync-wait-on-loop]
}

// A function object is called by the name of its variable.
folly::coro::Task<int> bad_folly_blocking_wait() {
  co_return folly::coro::blockingWait(compute());
  // CHECK: :[[#@LINE-1]]:{{[0-9]+}}: warning: 'blockingWait' blocks its thread
  // CHECK: note: use instead: co_await it
}

folly::coro::Task<int> ok_folly_ready() {
  auto answer = start();
  if (!answer.isReady())
    co_return co_await std::move(answer);
  co_return std::move(answer).get();
}

int ok_folly_main() { return folly::coro::blockingWait(compute()); }

// ---- cppcoro, libcoro

cppcoro::task<int> measure();
cppcoro::task<int> bad_cppcoro() { co_return cppcoro::sync_wait(measure()); }
// CHECK: :[[#@LINE-1]]:46: warning: 'sync_wait' blocks its thread

coro::task<int> answer();
coro::task<int> bad_libcoro() { co_return coro::sync_wait(answer()); }
// CHECK: :[[#@LINE-1]]:43: warning: 'sync_wait' blocks its thread

// The last resort of a destructor, which cannot await (libcoro's own TLS client).
struct Connection {
  coro::task<> shutdown();
  ~Connection() { coro::sync_wait(shutdown()); }
};

// ---- seastar: get() parks the seastar thread, and of a ready future it returns at once

void ok_then_wrapped(seastar::future<int> work) {
  (void)std::move(work).then_wrapped([](seastar::future<int> done) { (void)done.get(); });
}
