// RUN: %check-tidy %s async-test-unawaited
#include "home/loop.h"
#include "home/task.h"
#include <future>
#include <thread>

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()
void failed();
#define CHECK(condition) do { if (!(condition)) failed(); } while (false)
#define REQUIRE_EQ(a, b) do { if ((a) != (b)) return; } while (false)

using home::Task;
int work();

TEST_CASE("bad: the coroutine is never called") {
  auto scenario = []() -> Task<> {
    // CHECK: [[#@LINE-1]]:8: warning: the test never calls this lambda, so that its assertions check nothing [async-test-unawaited]
    // CHECK: [[#@LINE+3]]:5: note: the first of its assertions
    // CHECK: [[#@LINE-3]]:8: note: call it, and wait for it if it is a coroutine
    int value = co_await home::number();
    CHECK(value == 1);
  };
}
TEST_CASE("bad: nothing runs the loop") {
  home::Loop loop;
  loop.post([] { CHECK(work() == 1); });
  // CHECK: [[#@LINE-1]]:13: warning: nothing in this test runs the loop, so that this lambda checks nothing
  // CHECK: [[#@LINE-2]]:18: note: the first of its assertions
  // CHECK: [[#@LINE-3]]:13: note: run the loop before the test ends, with a limit
  CHECK(true);
}
TEST_CASE("bad: the thread may be late") {
  std::thread([] {
    work();
    REQUIRE_EQ(work(), 1);
  }).detach();
  // CHECK: [[#@LINE-1]]:6: warning: the test may be over before this lambda checks anything: its thread is detached
  // CHECK: [[#@LINE-3]]:5: note: the first of its assertions
  // CHECK: [[#@LINE-3]]:6: note: instead, join the thread
}
template <class T> void later(T);

// ---- near misses

TEST_CASE("ok: called and waited for") {
  auto scenario = []() -> Task<> {
    CHECK(co_await home::number() == 1);
  };
  home::syncWait(scenario());
}
TEST_CASE("ok: the loop runs") {
  home::Loop loop;
  loop.post([] { CHECK(work() == 1); });
  loop.run();
}
TEST_CASE("ok: somebody else runs the loop") {
  home::Loop loop;
  std::jthread runner([&] { loop.run(); });
  loop.post([] { CHECK(work() == 1); });
}
void ok_helper(home::Loop &loop) {
  loop.post([] { CHECK(work() == 1); }); // the caller's loop
}
TEST_CASE("ok: joined, or waited for in another way") {
  std::promise<void> over;
  std::thread([&] {
    CHECK(work() == 1);
    over.set_value();
  }).detach();
  over.get_future().wait();
  std::jthread joined([] { CHECK(work() == 1); });
}
TEST_CASE("ok: no assertions in there") {
  home::Loop loop;
  loop.post([] { work(); });
  auto unused = [] { work(); };
  std::thread(work).detach();
}
void ok_no_test() {
  auto scenario = [] { CHECK(work() == 1); };
}
TEST_CASE("ok: suppressed") {
  auto scenario = [] { CHECK(work() == 1); }; // NOLINT(async-test-unawaited)
}
