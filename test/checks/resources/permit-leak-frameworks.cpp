// RUN: %check-tidy %s async-permit-leak --fix
#include "coro/coro.hpp"
#include "seastar/core/coroutine.hh"
#include "seastar/core/gate.hh"
#include "seastar/core/semaphore.hh"
#include "seastar/core/sleep.hh"

bool coin();

namespace shard {

using seastar::future;
future<> step();

future<> bad_local(seastar::semaphore &limit) {
  co_await limit.wait();
  // CHECK-FIXES: {{^  auto permit = co_await seastar::get_units\(limit, 1\);$}}
  co_await step();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'limit' is lost if this await throws or is destroyed while suspended [async-permit-leak]
  // CHECK: [[#@LINE-4]]:3: note: taken here
  // CHECK: [[#@LINE+1]]:3: note: given back only here; use co_await seastar::get_units(limit, 1) instead, which gives it back on every way out
  limit.signal();
}
// CHECK-FIXES-NOT: limit.signal();
// CHECK-FIXES: bad_pointer

future<> bad_pointer(seastar::semaphore *limit) {
  co_await limit->wait(); // by pointer
  // CHECK-FIXES: {{^  auto permit = co_await seastar::get_units\(\*limit, 1\);}} // by pointer
  co_await step();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'limit' is lost
  limit->signal();
}

future<> bad_several(seastar::semaphore &limit) {
  co_await limit.wait(3); // several: no fix
  co_await step();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'limit' is lost
  limit.signal(3);
}

future<> bad_moreFollows(seastar::semaphore &limit) {
  co_await limit.wait();
  co_await step();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'limit' is lost
  limit.signal();
  co_await step(); // without the permit: no fix
}

future<> bad_gate(seastar::gate &gate) {
  gate.enter();
  co_await step();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'gate' is lost
  // CHECK: [[#@LINE+1]]:3: note: given back only here; use an object with a destructor instead
  gate.leave();
}

future<> ok_continuation(seastar::semaphore &limit) {
  return limit.wait().then([] { return step(); }).finally([&limit] { limit.signal(); });
}

// seastar#219, smf#296: the units are held by an object
future<> ok_units(seastar::semaphore &limit) {
  auto units = co_await seastar::get_units(limit, 1);
  co_await step();
}

// redpanda consensus.cc:740: given back early, and the variable lives on
future<> ok_returnedEarly(seastar::semaphore &limit) {
  auto units = co_await seastar::get_units(limit, 1);
  units.return_all();
  co_await step();
}

future<> ok_droppedUnits(seastar::semaphore &limit) {
  co_await seastar::get_units(limit, 1); // async-unnamed-guard
  co_await step();
}

} // namespace shard

coro::task<void> step();
coro::task<> bad_awaitedRelease(coro::semaphore<> &limit) {
  co_await limit.acquire();
  co_await step();
  // CHECK: [[#@LINE-1]]:3: warning: a permit of 'limit' is lost
  co_await limit.release();
}

coro::task<> ok_resultLookedAt(coro::semaphore<> &limit) {
  if (co_await limit.acquire() != 0)
    co_return;
  co_await step();
  co_await limit.release();
}
