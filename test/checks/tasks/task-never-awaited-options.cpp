// RUN: %check-tidy %s async-task-never-awaited
// RUN: %check-tidy %s async-task-never-awaited -o ReportSomePaths=true --prefixes=CHECK,SOME
// RUN: %check-tidy %s async-task-never-awaited -o ReportJoining=true --prefixes=CHECK,JOIN
#include "home/task.h"
#include <future>
#include <stdexcept>
#include <utility>
#include <vector>

using home::Task;

Task<> save(int id);
void log(const char *text);

void bad_never() {
  auto task = save(1);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited
  // CHECK: note: made here
}

void maybe_joins() {
  auto beside = std::async(std::launch::async, [] { log("beside"); });
  // JOIN: [[#@LINE-1]]:8: warning: the task in 'beside' is never awaited, so the work is waited for where the variable dies
  // JOIN: note: made here
}

Task<> maybe_branch(bool yes) {
  auto task = save(1);
  // SOME: [[#@LINE-1]]:8: warning: the task in 'task' is not awaited on every path
  // SOME: [[#@LINE+4]]:1: note: 'task' may still hold it here, and loses it
  // SOME: [[#@LINE-3]]:15: note: to wait for it here, write 'co_await' before 'save'
  if (yes)
    co_await std::move(task);
}

Task<> maybe_early_return(bool yes) {
  auto task = save(1);
  // SOME: [[#@LINE-1]]:8: warning: the task in 'task' is not awaited on every path
  // SOME: [[#@LINE+3]]:{{[0-9]+}}: note: 'task' may still hold it here
  // SOME: note: to wait for it here
  if (yes)
    co_return;
  co_await std::move(task);
}

Task<> maybe_overwritten(bool yes) {
  auto task = save(1);
  // SOME: [[#@LINE-1]]:8: warning: the task in 'task' is not awaited on every path
  // SOME: [[#@LINE+3]]:5: note: 'task' may still hold it here
  // SOME: note: to wait for it here
  if (yes)
    task = save(2);
  co_await std::move(task);
}

Task<> maybe_loop(int count) {
  while (count-- > 0) {
    auto task = save(count);
    // SOME: [[#@LINE-1]]:10: warning: the task in 'task' is not awaited on every path
    // SOME: note: 'task' may still hold it here
    // SOME: note: to wait for it here
    if (count == 2)
      continue;
    co_await std::move(task);
  }
}

Task<> ok_every_path(bool yes) {
  auto task = save(1);
  if (yes) {
    home::spawn(std::move(task));
    co_return;
  }
  co_await std::move(task);
}

// An exception drops what it passes.
Task<> ok_throws(bool yes) {
  auto task = save(1);
  if (yes)
    throw std::runtime_error("no");
  co_await std::move(task);
}

Task<> ok_rebound(bool yes) {
  Task<> task;
  if (yes)
    task = save(1);
  else
    task = save(2);
  co_await std::move(task);
}

// It asks: the branches know more than the graph.
Task<> ok_asks(bool yes) {
  auto future = std::promise<int>().get_future();
  if (future.valid())
    future.get();
  co_await home::tick();
}

Task<> ok_loop(int count) {
  std::vector<Task<>> tasks;
  tasks.reserve(4);
  while (count-- > 0)
    tasks.push_back(save(count));
  for (Task<> &task : tasks)
    co_await std::move(task);
}
