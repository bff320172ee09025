// Code that an editor shows while it is being typed: no crash, and no guess about calls that
// do not parse. The rest of the file is judged as ever.
// REQUIRES: clangd
// RUN: env -u ASYNC_TIDY_TEST_HOST %check-tidy %s async-discarded-task,async-task-never-awaited,async-coroutine-as-void-callback --host=clangd
#include "home/task.h"
#include <functional>

home::Task<> save(int id);

// CHECK: error: use of undeclared identifier 'unknown'
// CHECK: error: no member named 'run'
// CHECK: error: no matching function
void ok_half_written() {
  auto kept = save(0);
  auto task = unknown(kept);
}
void ok_unfinished_calls() {
  save(2).run();
  save();
}
void ok_empty() {}
struct Incomplete;
home::Task<Incomplete> later();
template <class T> auto ok_never_instantiated(T value) {
  return [value](auto other) { value.save(other); };
}
template <class T> struct Never {
  std::function<void()> run = [this] { return make(); };
  T make();
};
void bad_whole() {
  save(1);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save' is dropped here
}
void ok_call_with_errors() {
  std::function<void()> work = [] { return save(nowhere); };
  // CHECK: error: {{use of undeclared identifier 'nowhere'|no viable conversion}}
  // CHECK: error: {{use of undeclared identifier 'nowhere'|no viable conversion}}
}
