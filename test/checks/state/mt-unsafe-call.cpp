// RUN: %check-tidy %s async-mt-unsafe-call --fix
// RUN: %check-tidy %s async-mt-unsafe-call -o AllowedFunctions=localtime --prefixes=ALLOWED
#include "home/loop.h"
#include "home/task.h"

#include <cstring>
#include <ctime>
#include <netdb.h>
#include <string.h>
#include <thread>

using home::Task;

void bad_thread() {
  std::thread worker([] {
    std::time_t now = std::time(nullptr);
    std::tm local = *std::localtime(&now);
    // CHECK: [[#@LINE-1]]:22: warning: 'localtime' keeps its result where all threads share it, and this code does not run alone [async-mt-unsafe-call]
    // CHECK: [[#@LINE-4]]:15: note: handed to 'thread' here, to run beside this thread
    // CHECK: [[#@LINE-3]]:22: note: use instead: localtime_r
    // CHECK-FIXES: {{^    }}std::tm local{}; localtime_r(&now, &local);
    (void)local;
  });
  worker.join();
}

// A file with threads: a coroutine may meet them.
Task<> bad_coroutine(char *text) {
  strtok(text, ",");
  // CHECK: [[#@LINE-1]]:3: warning: 'strtok' keeps its result
  // CHECK: [[#@LINE-3]]:8: note: 'bad_coroutine' is a coroutine
  // CHECK: [[#@LINE-3]]:3: note: use instead: strtok_r
  // ALLOWED: [[#@LINE-4]]:3: warning: 'strtok' keeps its result
  co_return;
}

std::tm stamp(std::time_t now) {
  auto *local = std::localtime(&now); // no fix: the result is used as a pointer
  // CHECK: [[#@LINE-1]]:17: warning: 'localtime' keeps its result
  // CHECK: [[#@LINE+7]]:{{[0-9]+}}: note: called from here
  // CHECK: note: handed to 'post' here, to run beside this thread
  // CHECK: note: use instead: localtime_r
  return *local;
}

void bad_reached(home::Loop &loop) {
  loop.post([] { (void)stamp(0); });
}

template <class Text> Task<> bad_template(Text text) {
  strtok(text, " ");
  // CHECK: [[#@LINE-1]]:3: warning: 'strtok' keeps its result
  // ALLOWED: [[#@LINE-2]]:3: warning: 'strtok' keeps its result
  if constexpr (sizeof(Text) > 100)
    gethostbyname(text);
  co_return;
}
template Task<> bad_template(char *);

#define SPLIT(text) strtok(text, ";")
Task<> bad_macro(char *text) {
  SPLIT(text);
  // CHECK: [[#@LINE-1]]:3: warning: 'strtok' keeps its result
  // ALLOWED: [[#@LINE-2]]:3: warning: 'strtok' keeps its result
  co_return;
}

void ok_plain() { // whoever calls it: nobody here does beside others
  std::time_t now = 0;
  (void)std::gmtime(&now);
}
Task<> ok_safe() {
  std::time_t now = 0;
  std::tm local{};
  localtime_r(&now, &local);
  char buffer[32];
  (void)strerror_r(1, buffer, sizeof buffer);
  (void)strerror(1); // llvm#140515: safe in glibc
  std::this_thread::yield(); // concurrency-mt-unsafe flags sleep()
  co_return;
}
Task<> ok_suppressed(char *text) {
  strtok(text, ","); // NOLINT(async-mt-unsafe-call)
  co_return;
}
Task<> ok_plainLambda() {
  auto never = [](std::time_t now) { return std::gmtime(&now); };
  (void)never;
  co_return;
}

namespace own {
char *strtok(char *, const char *);
}
Task<> ok_own(char *text) {
  own::strtok(text, ",");
  co_return;
}
