// REQUIRES: boost
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-lock-across-suspend,async-unnamed-guard,async-cv-wait-no-predicate,async-unbounded-queue,async-discarded-task -o "async-blocking-call.Kinds=sleep;file"
// Boost.Thread, Lockfree and the file system, against the installed headers, in home-made coroutines.

#include "home/task.h"

#include <boost/circular_buffer.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/lockfree/queue.hpp>
#include <boost/thread/condition_variable.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

using home::Task;

boost::mutex m;
Task<> tick();

Task<> bad_guard() {
  boost::lock_guard<boost::mutex> guard(m);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
}

Task<> ok_deferred() {
  boost::unique_lock<boost::mutex> lock(m, boost::defer_lock);
  co_await tick();
  lock.lock();
}

Task<> ok_unlocked() {
  boost::unique_lock<boost::mutex> lock(m);
  lock.unlock();
  co_await tick();
}

void bad_unnamed(int &shared) {
  boost::lock_guard<boost::mutex>{m};
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-unnamed-guard]
  ++shared;
}

void bad_wait(boost::condition_variable &ready, bool &done) {
  boost::unique_lock<boost::mutex> lock(m);
  if (!done)
    ready.wait(lock);
  // CHECK: [[#@LINE-1]]:11: warning: {{.*}} [async-cv-wait-no-predicate]
}

void ok_waits(boost::condition_variable &ready, bool &done) {
  boost::unique_lock<boost::mutex> lock(m);
  ready.wait(lock, [&] { return done; });
}

Task<> bad_sleep() {
  boost::this_thread::sleep_for(boost::chrono::seconds(1));
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep_for' blocks its thread for the whole delay
  co_await tick();
}

Task<> bad_join(boost::thread &worker) {
  worker.join();
  // CHECK: [[#@LINE-1]]:10: warning: 'join' blocks its thread
  co_await tick();
}

Task<> bad_get(boost::unique_future<int> &result) {
  result.get();
  // CHECK: [[#@LINE-1]]:10: warning: 'get' blocks its thread
  co_await tick();
}

Task<> ok_ready(boost::unique_future<int> &result) {
  if (result.is_ready())
    result.get();
  co_await tick();
}

void bad_dropped_async() {
  boost::async([] {});
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'async' is dropped here
}

Task<> bad_file(const boost::filesystem::path &path) {
  if (boost::filesystem::exists(path))
    // CHECK: [[#@LINE-1]]:7: warning: 'exists' blocks its thread
    co_await tick();
}

void ok_on_a_thread_of_its_own() {
  boost::thread worker([] { boost::this_thread::sleep_for(boost::chrono::seconds(1)); });
  worker.join();
}

// ---- queues

class Mailbox {
public:
  void post(int number) {
    anySize_.push(number);
    // CHECK: [[#@LINE-1]]:5: warning: 'anySize_' grows without a limit
    fixed_.push(number);
    latest_.push_back(number);
  }
  bool take(int &number) { return anySize_.pop(number) || fixed_.pop(number); }

private:
  boost::lockfree::queue<int> anySize_;
  boost::lockfree::queue<int, boost::lockfree::capacity<64>> fixed_;
  boost::circular_buffer<int> latest_{16};
};
