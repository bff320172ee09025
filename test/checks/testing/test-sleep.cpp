// RUN: %check-tidy %s async-test-sleep --prefixes=CHECK
// RUN: %check-tidy %s async-test-sleep --prefixes=CHECK,STRICT -o Strict=true
#include "coro/coro.hpp"
#include "home/loop.h"
#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()
#define CO_TEST(suite, name) static coro::task<> suite##name()
void failed();
#define CHECK(condition) do { if (!(condition)) failed(); } while (false)
#define CHECK_EQ(a, b) CHECK((a) == (b))

using namespace std::chrono_literals;
int work();
bool done();

TEST_CASE("bad: the thread is surely done by now") {
  std::atomic<int> count = 0;
  std::jthread worker([&] { ++count; });
  std::this_thread::sleep_for(100ms);
  // CHECK: [[#@LINE-1]]:3: warning: this sleep guesses when the work is done: the test fails on a busy machine [async-test-sleep]
  // CHECK: [[#@LINE-3]]:16: note: started here, to run beside the test
  // CHECK: [[#@LINE+2]]:3: note: relied upon here
  // CHECK: [[#@LINE-4]]:3: note: instead, wait for the event itself, with a limit: a latch, a future, a manual clock
  CHECK_EQ(count, 1);
}
TEST_CASE("bad: a pool") {
  home::Pool pool(2);
  auto result = pool.submit([] { return work(); });
  std::this_thread::sleep_until(std::chrono::steady_clock::time_point() + 1s);
  // CHECK: [[#@LINE-1]]:3: warning: this sleep guesses when the work is done
  // CHECK: note: started here
  // CHECK: note: relied upon here
  // CHECK: note: instead
  if (done())
    CHECK(true);
}
CO_TEST(Bad, Coroutine) {
  coro::scheduler scheduler;
  scheduler.spawn_detached(coro::task<>());
  co_await scheduler.yield_for(50ms);
  // CHECK: [[#@LINE-1]]:22: warning: this sleep guesses when the work is done
  // CHECK: note: started here
  // CHECK: note: relied upon here
  // CHECK: note: instead
  CHECK(done());
}
template <class T> int use(T);
TEST_CASE("maybe: whatever runs there") {
  use(work);
  std::this_thread::sleep_for(100ms);
  // STRICT: [[#@LINE-1]]:3: warning: this sleep guesses when the work is done
  // STRICT: note: relied upon here
  // STRICT: note: instead
  CHECK(done());
}

// ---- near misses

TEST_CASE("ok: asks again and again") {
  std::jthread worker(work);
  while (!done())
    std::this_thread::sleep_for(1ms);
  CHECK(done());
}
TEST_CASE("ok: time is what it is about") {
  std::jthread worker(work);
  auto begin = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(100ms);
  CHECK(std::chrono::steady_clock::now() - begin >= 100ms);
}
TEST_CASE("ok: the work is slow, not the test") {
  auto slow = std::async(std::launch::async, [] {
    std::this_thread::sleep_for(10ms);
    return 1;
  });
  CHECK_EQ(slow.get(), 1);
}
TEST_CASE("ok: nothing is checked after it") {
  std::jthread worker(work);
  CHECK(true);
  std::this_thread::sleep_for(10ms);
}
TEST_CASE("ok: a yield in disguise") {
  std::jthread worker(work);
  std::this_thread::sleep_for(0ms);
  CHECK(true);
}
void ok_no_test() {
  std::jthread worker(work);
  std::this_thread::sleep_for(10ms);
  CHECK(done());
}
TEST_CASE("ok: suppressed") {
  std::jthread worker(work);
  std::this_thread::sleep_for(10ms); // NOLINT(async-test-sleep)
  CHECK(done());
}

// ---- what the check after the sleep wants

#define CHECK_FALSE(condition) CHECK(!(condition))
TEST_CASE("ok: that nothing has happened yet") {
  std::atomic<int> count = 0;
  std::atomic<int *> place = nullptr;
  std::vector<int> seen;
  std::jthread worker(work);
  std::this_thread::sleep_for(10ms);
  CHECK_EQ(count, 0);
  std::this_thread::sleep_for(10ms);
  CHECK_EQ(place.load(), nullptr);
  std::this_thread::sleep_for(10ms);
  CHECK(seen.empty());
  std::this_thread::sleep_for(10ms);
  CHECK_FALSE(done());
}
TEST_CASE("ok: it waits after the sleep") {
  std::atomic<bool> flag = false;
  auto result = std::async(std::launch::async, [&] { return flag ? 1 : 2; });
  std::this_thread::sleep_for(10ms);
  flag = true;
  CHECK_EQ(result.get(), 1);
  CHECK(flag);
  std::thread other(work);
  std::this_thread::sleep_for(10ms);
  other.join();
  CHECK(done());
}
TEST_CASE("bad: that something has, among others") {
  std::vector<int> seen;
  std::atomic<int> errors = 0;
  std::jthread worker(work);
  std::this_thread::sleep_for(10ms);
  // CHECK: [[#@LINE-1]]:3: warning: this sleep guesses when the work is done
  // CHECK: note: started here
  // CHECK: [[#@LINE+3]]:3: note: relied upon here
  // CHECK: note: instead
  CHECK_EQ(errors, 0);
  CHECK(!seen.empty());
}
TEST_CASE("bad: an index is no wish") {
  int seen[2] = {};
  std::jthread worker(work);
  std::this_thread::sleep_for(10ms);
  // CHECK: [[#@LINE-1]]:3: warning: this sleep guesses when the work is done
  // CHECK: note: started here
  // CHECK: note: relied upon here
  // CHECK: note: instead
  CHECK_EQ(seen[0], 5);
}
