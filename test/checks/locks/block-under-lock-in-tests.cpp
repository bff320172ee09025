// RUN: %check-tidy %s async-block-under-lock --silent
// RUN: %check-tidy %s async-block-under-lock -o InTests=true
#include <mutex>
#include <unistd.h>

// A test body is a function that a framework's macro makes, as in Catch2.
#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()

std::mutex m;

TEST_CASE("the lock keeps others out") {
  std::lock_guard guard(m);
  ::sleep(1);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep' waits with 'guard' locked
}
