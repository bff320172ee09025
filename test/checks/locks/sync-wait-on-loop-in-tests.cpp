// RUN: %check-tidy %s async-sync-wait-on-loop --prefixes=CHECK
// RUN: %check-tidy %s async-sync-wait-on-loop --prefixes=CHECK,TESTS -o InTests=true
#include "home/loop.h"
#include "home/task.h"

#include <future>

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()

std::future<int> start();
int compute();

home::Task<int> helperOfTests() {
  co_return start().get();
  // TESTS: :[[#@LINE-1]]:21: warning: 'get' blocks its thread until the result is there; no other task on it can run [async-sync-wait-on-loop]
}

TEST_CASE("drives itself") { home::syncWait(helperOfTests()); }

// A deadlock is none of a test's plans.
home::Task<int> bad_ownPool(home::CoroutinePool &pool) {
  co_await pool.schedule();
  co_return pool.submit([] { return compute(); }).get();
  // CHECK: :[[#@LINE-1]]:51: warning: 'get' waits for work that may need this very thread: a deadlock [async-sync-wait-on-loop]
}
