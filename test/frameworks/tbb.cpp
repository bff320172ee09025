// REQUIRES: tbb
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-lock-across-suspend,async-unbounded-queue
// oneTBB as its model knows it, against the installed headers.

#include "home/task.h"

#include <chrono>
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/spin_mutex.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <thread>

using home::Task;
using namespace std::chrono_literals;

Task<> bad_pop(tbb::concurrent_bounded_queue<int> &queue) {
  int next = 0;
  queue.pop(next);
  // CHECK: [[#@LINE-1]]:9: warning: 'pop' blocks its thread until it returns
  // CHECK: note:
  // CHECK: note: use instead: try_pop
  if (queue.try_pop(next))
    co_await home::tick();
}

Task<> bad_wait(tbb::task_group &group) {
  group.wait();
  // CHECK: [[#@LINE-1]]:9: warning: {{.*}} [async-sync-wait-on-loop]
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

Task<> bad_guard(tbb::spin_mutex &mutex) {
  tbb::spin_mutex::scoped_lock lock(mutex);
  co_await home::tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
  // CHECK: note:
  // CHECK: note:
}

Task<> ok_guard(tbb::spin_mutex &mutex) {
  tbb::spin_mutex::scoped_lock lock(mutex);
  lock.release();
  co_await home::tick();
}

Task<> ok_offloaded(tbb::task_group &group, tbb::task_arena &arena) {
  group.run([] { std::this_thread::sleep_for(1s); });
  arena.enqueue([] { std::this_thread::sleep_for(1s); });
  co_await home::tick();
}
