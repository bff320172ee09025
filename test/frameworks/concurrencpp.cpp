// RUN: %check-tidy %s async-discarded-task,async-sync-wait-on-loop,async-blocking-call,async-lock-across-suspend
// concurrencpp as the model knows it, against the stubs: nothing in it is nodiscard.

#include "concurrencpp/concurrencpp.h"

#include <mutex>
#include <unistd.h>

using namespace std::chrono_literals;
using concurrencpp::lazy_result;
using concurrencpp::result;
using Executor = std::shared_ptr<concurrencpp::thread_pool_executor>;

std::mutex m;
result<int> query();
lazy_result<int> later();

result<void> bad_drops(concurrencpp::async_lock &lock, Executor executor) {
  query();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'query' is dropped here
  later();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'later' is dropped here
  lock.lock(executor); // not locked
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: the task of 'lock' is dropped here
  executor->submit([] { return 1; });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: the task of 'submit' is dropped here
  co_return;
}

result<void> ok_consumed(concurrencpp::async_lock &lock, Executor executor) {
  auto guard = co_await lock.lock(executor);
  co_await query();
  executor->post([] { usleep(10); }); // the pool may block
  auto running = later().run();
  co_await running;
}

result<void> bad_get() {
  query().get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'get' blocks its thread
  co_return;
}

result<int> ok_ready(result<int> answer) {
  if (answer.status() == concurrencpp::result_status::value)
    co_return answer.get();
  if (answer.wait_for(0s) == concurrencpp::result_status::value)
    co_return 0;
  co_return co_await answer;
}

void bad_on_a_loop(std::shared_ptr<concurrencpp::manual_executor> loop) {
  loop->post([] { usleep(10); });
  // CHECK: [[#@LINE-1]]:19: warning: 'usleep' blocks its thread
}

lazy_result<void> bad_lock() {
  std::lock_guard guard(m);
  co_await query();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'guard' stays locked while the coroutine is suspended
}
