// RUN: %check-tidy %s async-detached-task -o 'Reasons=fire and forget;bg:'
#include "coro/coro.hpp"

coro::task<> work() {
  throw 1;
  co_return;
}
void maybe_explained(coro::thread_pool &pool) {
  pool.spawn_detached(work()); // bg: best effort
  pool.spawn_detached(work()); // detached: no word of these
  // CHECK: [[#@LINE-1]]:8: warning: if 'work' fails nobody learns of it
  // CHECK: note: thrown here
  // CHECK: note: instead
}
