// Helpers of tests poll, because what they test offers nothing to wait for.
// RUN: %check-tidy %s async-busy-wait --silent
// RUN: %check-tidy %s async-busy-wait -o InTests=true
#include <atomic>

// A test body is a function that a framework's macro makes, as in Catch2.
#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()

std::atomic<bool> started;

void helperOfTests() {
  while (!started) {
  }
  // CHECK: [[#@LINE-2]]:3: warning: this loop keeps a processor busy until 'started' changes [async-busy-wait]
}

TEST_CASE("starts") { helperOfTests(); }
