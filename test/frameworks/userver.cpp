// RUN: %check-tidy %s async-lock-across-suspend,async-blocking-call,async-sync-wait-on-loop,async-discarded-task
// userver as the model knows it, against the stubs: every wait is a suspension that looks like a call.

#include "userver/engine/async.hpp"

#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
namespace engine = userver::engine;

std::mutex threads;
engine::Mutex tasks;

void bad_sleep() {
  std::lock_guard guard(threads);
  engine::SleepFor(1ms);
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
}

int bad_get(engine::TaskWithResult<int> &task) {
  std::unique_lock lock(threads);
  return task.Get();
  // CHECK: [[#@LINE-1]]:15: warning: 'lock' stays locked while the coroutine is suspended
}

void bad_variable_of_threads(userver::concurrent::Variable<std::vector<int>, std::mutex> &numbers) {
  auto locked = numbers.Lock();
  engine::Yield();
  // CHECK: [[#@LINE-1]]:3: warning: 'locked' stays locked while the coroutine is suspended
}

void ok_locks_of_tasks(userver::concurrent::Variable<std::vector<int>> &numbers) {
  std::lock_guard guard(tasks);
  auto locked = numbers.Lock();
  engine::SleepFor(1ms);
}

void ok_unlocked(engine::SingleConsumerEvent &event) {
  std::unique_lock lock(threads);
  lock.unlock();
  (void)event.WaitForEvent();
}

void ok_never_waits(const engine::Task &task, engine::SingleConsumerEvent &event) {
  std::lock_guard guard(threads);
  if (!task.IsFinished() && !engine::current_task::ShouldCancel())
    event.Send();
}

void bad_blocks() {
  auto task = userver::utils::Async("reader", [] { usleep(10); });
  // CHECK: [[#@LINE-1]]:52: warning: 'usleep' blocks its thread
  // CHECK: note: {{.*}}userver::engine::SleepFor
  task.Wait();
}

void ok_other_task_processor(engine::TaskProcessor &files) {
  engine::AsyncNoSpan(files, [] { usleep(10); }).Get();
}

void bad_dropped() {
  userver::utils::Async("lost", [] {});
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'Async' is dropped here
}

void ok_detached(userver::concurrent::BackgroundTaskStorage &storage) {
  userver::utils::Async("kept", [] {}).Detach();
  storage.AsyncDetach("scoped", [] { engine::SleepFor(1ms); });
}
