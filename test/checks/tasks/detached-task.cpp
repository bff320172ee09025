// RUN: %check-tidy %s async-detached-task
#include "coro/coro.hpp"
#include "home/task.h"
#include "seastar/core/future.hh"
#include "seastar/core/gate.hh"
#include <stdexcept>
#include <string>

coro::task<> save(int id);
void log(const char *);

// ---- a throw that nobody catches

coro::task<> refresh(int id) {
  if (id < 0)
    throw std::out_of_range("id");
  co_await save(id);
}
void bad_detached(coro::thread_pool &pool) {
  pool.spawn_detached(refresh(1));
  // CHECK: [[#@LINE-1]]:8: warning: if 'refresh' fails nobody learns of it: it is detached, and catches nothing [async-detached-task]
  // CHECK: [[#@LINE-6]]:5: note: thrown here
  // CHECK: [[#@LINE-3]]:8: note: instead, catch it in there, or use spawn_joinable or a coro::task_group
}

void check(int id) {
  if (id == 0)
    throw std::string("empty");
}
coro::task<> indirect() { co_await refresh(2); }
coro::task<> viaHelper(int id) {
  check(id);
  co_await save(id);
}
void bad_by_way_of_others(coro::thread_pool &pool) {
  pool.spawn_detached(indirect());
  // CHECK: [[#@LINE-1]]:8: warning: if 'indirect' fails nobody learns of it
  // CHECK: [[#@LINE-8]]:36: note: an exception of 'refresh' is not caught here
  // CHECK: [[#@LINE-23]]:5: note: thrown here
  // CHECK: note: instead
  pool.spawn_detached(viaHelper(1));
  // CHECK: [[#@LINE-1]]:8: warning: if 'viaHelper' fails nobody learns of it
  // CHECK: note: an exception of 'check' is not caught here
  // CHECK: note: thrown here
  // CHECK: note: instead
}

void bad_lambda(coro::thread_pool &pool) {
  pool.spawn_detached([](int id) -> coro::task<> {
    co_await save(id);
    throw id;
  }(1));
  // CHECK: [[#@LINE-4]]:8: warning: if this coroutine fails nobody learns of it
  // CHECK: [[#@LINE-3]]:5: note: thrown here
  // CHECK: note: instead
}

coro::task<> catchesOther() {
  try {
    co_await refresh(1);
  } catch (const std::runtime_error &) { // out_of_range is none
  }
}
void bad_catches_something_else(coro::thread_pool &pool) {
  pool.spawn_detached(catchesOther());
  // CHECK: [[#@LINE-1]]:8: warning: if 'catchesOther' fails
  // CHECK: note: an exception of 'refresh' is not caught here
  // CHECK: note: thrown here
  // CHECK: note: instead
}

#define BACKGROUND(task) pool.spawn_detached(task)
template <class Pool> void bad_template(Pool &pool) {
  BACKGROUND(refresh(3));
  // CHECK: [[#@LINE-1]]:3: warning: if 'refresh' fails
  // CHECK: note: expanded from macro
  // CHECK: note: thrown here
  // CHECK: note: instead
}
template <bool Throws> coro::task<> maybe() {
  if constexpr (Throws)
    throw 1;
  co_await save(1);
}
void callers(coro::thread_pool &pool) {
  bad_template(pool);
  pool.spawn_detached(maybe<false>());
  pool.spawn_detached(maybe<true>());
  // CHECK: [[#@LINE-1]]:8: warning: if 'maybe' fails
  // CHECK: note: thrown here
  // CHECK: note: instead
  auto generic = [&](auto id) { pool.spawn_detached(refresh(id)); };
  // CHECK: [[#@LINE-1]]:38: warning: if 'refresh' fails
  // CHECK: note: thrown here
  // CHECK: note: instead
  generic(1);
}

// ---- thrown away in so many words

seastar::future<> flush(int id) {
  if (id == 0)
    throw std::runtime_error("closed");
  co_return;
}
void bad_void_cast() {
  (void)flush(1);
  // CHECK: [[#@LINE-1]]:9: warning: if 'flush' fails nobody learns of it
  // CHECK: note: thrown here
  // CHECK: note: instead, catch it in there, or use .handle_exception(...) at the end
}

// ---- near misses

coro::task<> careful(int id) {
  try {
    co_await refresh(id);
    throw id;
  } catch (...) {
    log("failed");
  }
}
coro::task<> carefulByType(int id) {
  try {
    co_await refresh(id);
  } catch (const std::exception &) { // its base
    log("failed");
  }
}
coro::task<> harmless(int id) { co_await save(id); }
coro::task<> quiet(int id) noexcept { co_await save(id); }
coro::task<> startsOthers(coro::thread_pool &pool) {
  auto kept = refresh(1); // its exception stays in it
  co_await save(1);
}
void never() noexcept { throw 1; } // ends the program, which is no lost error
coro::task<> callsNoexcept() {
  never();
  co_await save(1);
}
void ok_handled(coro::thread_pool &pool) {
  pool.spawn_detached(careful(1));
  pool.spawn_detached(carefulByType(1));
  pool.spawn_detached(harmless(1));
  pool.spawn_detached(quiet(1));
  pool.spawn_detached(startsOthers(pool));
  pool.spawn_detached(callsNoexcept());
}
coro::task<> ok_waited_for(coro::thread_pool &pool) {
  (void)pool.spawn_joinable(refresh(1));
  co_await refresh(2);
}
void ok_chain_with_a_handler() {
  // frameworks: gossiper.cc:534, tls_gnutls.cc:1124
  (void)flush(1).handle_exception([](std::exception_ptr) { log("failed"); });
  (void)flush(1).then_wrapped([](auto) {});
  (void)seastar::make_ready_future();
}
seastar::future<> held(seastar::gate &gate) {
  auto holder = gate.hold(); // who closes the gate waits (replicate_batcher.cc:349)
  throw 1;
  co_return;
}
void ok_owned(seastar::gate &gate) {
  (void)held(gate);
  (void)seastar::with_gate(gate, [] { return flush(1); });
}
void ok_with_a_reason(coro::thread_pool &pool) {
  pool.spawn_detached(refresh(1)); // detached: the cache may stay cold
  // detached: the next round tries again
  pool.spawn_detached(refresh(2));
  pool.spawn_detached(refresh(3)); // NOLINT(async-detached-task)
}
// The frame has no place for an error: async-escaping-exception.
home::Detached fire() {
  throw 1;
  co_return;
}
void ok_made_to_be_dropped() { fire(); }
