// REQUIRES: boost
// RUN: %check-tidy %s async-lock-across-suspend,async-blocking-call,async-discarded-task,async-sync-wait-on-loop
// Boost.Fiber, against the installed headers: what waits parks the fiber and looks like a call.

#include <boost/fiber/buffered_channel.hpp>
#include <boost/fiber/condition_variable.hpp>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/future.hpp>
#include <boost/fiber/mutex.hpp>
#include <boost/fiber/operations.hpp>

#include <chrono>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;

std::mutex threads;
boost::fibers::mutex fibers;

void bad_sleep() {
  std::lock_guard guard(threads);
  boost::this_fiber::sleep_for(1s);
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
}

void bad_pop(boost::fibers::buffered_channel<int> &channel, int &value) {
  std::unique_lock lock(threads);
  channel.pop(value);
  // CHECK: [[#@LINE-1]]:11: warning: 'lock' stays locked while the coroutine is suspended
}

int bad_get(boost::fibers::future<int> result) {
  std::lock_guard guard(threads);
  return result.get();
  // CHECK: [[#@LINE-1]]:17: warning: 'guard' stays locked while the coroutine is suspended
}

void ok_lock_of_the_fiber() {
  std::lock_guard guard(fibers);
  boost::this_fiber::yield();
}

void ok_condition_of_the_fiber(boost::fibers::condition_variable &ready, bool &done) {
  std::unique_lock<boost::fibers::mutex> lock(fibers);
  ready.wait(lock, [&] { return done; });
}

bool ok_does_not_wait(boost::fibers::buffered_channel<int> &channel, int &value) {
  std::lock_guard guard(threads);
  return channel.try_pop(value) == boost::fibers::channel_op_status::success;
}

void bad_blocks_all_fibers() {
  boost::fibers::fiber([] { std::this_thread::sleep_for(1s); }).detach();
  // CHECK: [[#@LINE-1]]:29: warning: 'sleep_for' blocks its thread
}

void bad_dropped() {
  boost::fibers::async([] {});
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'async' is dropped here
}

void ok_joined() {
  boost::fibers::fiber worker([] { boost::this_fiber::sleep_for(1s); });
  worker.join();
  auto result = boost::fibers::async([] { return 1; });
  result.wait();
}
