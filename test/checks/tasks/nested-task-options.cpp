// RUN: %check-tidy %s async-nested-task -o Strict=true
#include "home/task.h"

home::Task<int> load(int id);

home::Task<home::Task<int>> bad_declared() {
  // CHECK: [[#@LINE-1]]:29: warning: 'bad_declared' yields a task inside a task: one await is not enough [async-nested-task]
  // CHECK: [[#@LINE-2]]:29: note: to yield what the inner task results in, write 'co_return co_await'
  co_return load(1);
}
home::Task<int> ok_declared() { co_return co_await load(1); }
