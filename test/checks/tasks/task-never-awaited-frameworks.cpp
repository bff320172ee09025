// RUN: %check-tidy %s async-task-never-awaited
// What starts, keeps or lets go of a task, in the words of each library.
#include "coro/coro.hpp"
#include "folly/futures/Future.h"
#include "seastar/core/future.hh"
#include "seastar/core/when_all.hh"

coro::task<> job();
folly::Future<int> fetch();
seastar::future<> send();

void bad_libcoro() {
  auto task = job();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so it never runs [async-task-never-awaited]
  // CHECK: note: made here; instead, co_await it, or coro::task_group::start
  if (!task.is_ready())
    return;
}
void ok_libcoro(coro::thread_pool &pool) {
  auto started = job();
  started.resume(); // its scheduler does the rest
  auto spawned = job();
  pool.spawn_detached(std::move(spawned));
}

void bad_folly() {
  auto future = fetch();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'future' is never awaited, so an error in it goes unseen
  // CHECK: note: made here
  if (future.isReady())
    return;
}
int ok_folly() {
  auto future = fetch();
  return std::move(future).get();
}

void bad_seastar() {
  auto future = send();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'future' is never awaited, so an error in it goes unseen
  // CHECK: note: made here
}
seastar::future<> ok_seastar() {
  auto future = send();
  return future.then([] {});
}
