// Code that an editor shows while it is being typed: no crash, and no guess about the
// function that does not parse. The findings of the others stand.
// RUN: not %clang-tidy --quiet --checks=-*,async-discarded-task,async-task-never-awaited,async-coroutine-as-void-callback %s -- -std=c++20 -isystem %stubs --no-system-header-prefix=home/ > %t 2>&1
// RUN: FileCheck %s < %t
#include "home/task.h"

home::Task<> save(int id);

void halfWritten() {
  auto task = save(unknown);
  save(1).
}
// CHECK: error:
void empty() {}
struct Incomplete;
Incomplete make();
home::Task<Incomplete> later();

// CHECK: [[#@LINE+1]]:17: warning: the task of 'save' is dropped
void whole() { save(1); }
// CHECK-NOT: warning:
