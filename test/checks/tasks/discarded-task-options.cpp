// RUN: %check-tidy %s async-discarded-task -o ReportVoidCasts=true --prefixes=CHECK,CASTS,AWAIT
// RUN: %check-tidy %s async-discarded-task -o ReportAwaitables=false --prefixes=CHECK
#include "home/task.h"
#include <future>
#include <tuple>

home::EagerTask<> start();
std::future<int> submit();
home::Detached fire();
home::AsyncMutex gate;

void bad_casts() {
  (void)start();
  // CASTS: [[#@LINE-1]]:9: warning: the task of 'start' is dropped here, so its work ends at once [async-discarded-task]
  // CASTS: note: instead, keep it until it is done
  std::ignore = submit();
  // CASTS: [[#@LINE-1]]:17: warning: the task of 'submit'
  // CASTS: note: instead, keep the future
  start();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'start'
  // CHECK: note: instead, keep it until it is done
}

void ok_casts() {
  (void)fire();
  std::ignore = 1;
}

void bad_awaitable() {
  gate.lock();
  // AWAIT: [[#@LINE-1]]:8: warning: 'lock' does nothing until it is awaited, and its result is dropped
}
