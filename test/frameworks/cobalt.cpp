// RUN: %check-tidy %s async-discarded-task,async-task-never-awaited,async-sync-wait-on-loop,async-await-without-timeout,async-blocking-call,async-lock-across-suspend
// Boost.Cobalt as the model knows it, against the stubs.

#include "boost/cobalt.hpp"

#include <mutex>
#include <unistd.h>

namespace cobalt = boost::cobalt;
using namespace std::chrono_literals;

std::mutex m;
cobalt::task<int> fetch();
cobalt::promise<void> watch();

cobalt::task<void> bad_dropped() {
  fetch();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'fetch' is dropped here
  watch();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'watch' is dropped here
  co_return;
}

cobalt::task<void> ok_detached() {
  +watch();
  watch().detach();
  auto kept = watch();
  if (!kept.ready())
    co_await kept;
}

cobalt::task<void> bad_nested_loop() {
  cobalt::run(fetch());
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'run' blocks its thread
  co_await fetch();
}

cobalt::task<void> bad_read(cobalt::io::stream_socket &socket) {
  char data[16];
  co_await socket.read_some(cobalt::io::buffer(data));
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'read_some' has no deadline
  // CHECK: note: use instead: co_await boost::cobalt::race(operation, boost::cobalt::io::sleep(duration))
}

cobalt::task<void> ok_raced(cobalt::io::stream_socket &socket) {
  char data[16];
  co_await cobalt::race(socket.read_some(cobalt::io::buffer(data)), cobalt::io::sleep(1s));
}

cobalt::promise<void> bad_lock(cobalt::channel<int> &channel) {
  std::lock_guard guard(m);
  co_await channel.write(1);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'guard' stays locked while the coroutine is suspended
}

cobalt::promise<void> ok_group(cobalt::wait_group &group, cobalt::channel<int> &channel) {
  group.push_back(watch());
  co_await channel.read();
  co_await group.wait();
}

cobalt::detached bad_sleep() {
  usleep(10);
  // CHECK: [[#@LINE-1]]:3: warning: 'usleep' blocks its thread
  co_return;
}
