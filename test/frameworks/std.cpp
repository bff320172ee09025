// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-discarded-task
// The standard library as the model knows it, against the installed headers.

#include "home/task.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <future>
#include <iostream>
#include <latch>
#include <semaphore>
#include <sstream>
#include <string>
#include <thread>

using namespace std::chrono_literals;
using home::Task;

Task<> bad_sleep() {
  std::this_thread::sleep_for(1s);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' blocks its thread for the whole delay
  co_await home::tick();
}

Task<> ok_sleep_of_nothing() {
  std::this_thread::sleep_for(0s);
  co_await home::tick();
}

Task<int> bad_get(std::future<int> future) {
  co_await home::tick();
  co_return future.get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
}

Task<> bad_wait_in_base(std::shared_future<int> future) {
  future.wait(); // declared in a base class of libstdc++'s own
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
  co_await home::tick();
}

Task<> ok_poll(std::future<int> &future) {
  if (future.wait_for(0s) == std::future_status::ready)
    co_await home::tick();
}

Task<> bad_atomic_wait(std::atomic<int> &flag) {
  flag.wait(0);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-blocking-call]
  co_await home::tick();
}

Task<> bad_semaphore(std::binary_semaphore &permits) {
  permits.acquire();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-blocking-call]
  co_await home::tick();
}

Task<> ok_try_acquire(std::binary_semaphore &permits) {
  if (permits.try_acquire())
    co_await home::tick();
}

Task<std::string> bad_stdin() {
  std::string line;
  std::getline(std::cin, line);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until somebody types
  co_await home::tick();
  co_return line;
}

Task<std::string> ok_line_of_a_string(std::istringstream text) {
  std::string line;
  std::getline(text, line);
  int number = 0;
  text >> number;
  co_await home::tick();
  co_return line;
}

Task<> bad_join(std::thread &worker) {
  worker.join();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
  co_await home::tick();
}

Task<> bad_async_that_blocks() {
  std::async([] {});
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
  co_await home::tick();
}
