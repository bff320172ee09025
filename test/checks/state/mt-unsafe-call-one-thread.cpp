// One thread runs one coroutine at a time: nothing else is in the function.
// RUN: %check-tidy %s async-mt-unsafe-call --silent
// RUN: %check-tidy %s async-mt-unsafe-call -o Strict=true
#include "home/task.h"

#include <ctime>

home::Task<> maybe_alone() {
  std::time_t now = 0;
  (void)std::localtime(&now);
  // CHECK: [[#@LINE-1]]:9: warning: 'localtime' keeps its result
  co_return;
}
