// RUN: %check-tidy %s async-blocking-call --silent
// RUN: %check-tidy %s async-blocking-call -o InTests=true
#include "home/task.h"

#include <unistd.h>

// A test body is a function that a framework's macro makes, as in Catch2.
#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()

home::Task<> helperOfTests() {
  ::sleep(1);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread for the whole delay; no other task on it can run [async-blocking-call]
  co_return;
}

TEST_CASE("the slow one comes last") {
  auto slow = []() -> home::Task<> {
    ::sleep(1);
    // CHECK: :[[#@LINE-1]]:5: warning: 'sleep' blocks its thread
    co_return;
  };
  home::spawn(slow());
  home::spawn(helperOfTests());
}
