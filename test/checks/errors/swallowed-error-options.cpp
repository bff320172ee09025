// RUN: %check-tidy %s async-swallowed-error --silent
// RUN: %check-tidy %s async-swallowed-error -o InTests=true
#include "home/task.h"

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()

home::Task<> save(int id);
home::Task<> helper() {
  try {
    co_await save(1);
  } catch (...) {
  }
  // CHECK: [[#@LINE-2]]:5: warning: this handler swallows the error of 'save' without a trace [async-swallowed-error]
  // CHECK: note: the operation
  // CHECK: note: instead
}
TEST_CASE("fails without harm") { home::syncWait(helper()); }
