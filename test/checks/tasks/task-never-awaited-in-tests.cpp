// RUN: %check-tidy %s async-task-never-awaited
#include "home/task.h"

#include <future>

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()
#define EXPECT(condition) (void)((condition) || (throw 1, true))

std::future<int> submit();
home::Task<> save(int id);

TEST_CASE("ok: a task is what is tested") {
  auto future = submit();
  EXPECT(future.valid());
}
TEST_CASE("bad: it tests nothing") {
  auto task = save(1);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so it never runs [async-task-never-awaited]
  // CHECK: note: made here
}
