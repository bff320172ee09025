// Code that an editor shows while it is being typed: no crash, and no guess about the
// functions that do not parse. The findings of the others stand.
// RUN: not %clang-tidy --quiet --checks='-*,async-*' --config={} %s -- \
// RUN:   -std=c++20 -isystem %stubs --no-system-header-prefix=home/ 2>/dev/null \
// RUN:   | FileCheck %s --implicit-check-not=warning:
#include "home/task.h"

home::Task<> save(int id);

void bad_stillReported() {
  save(1);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save' is dropped here
}
void ok_halfWritten() {
  auto task = save(unknown);
  // CHECK: error: use of undeclared identifier 'unknown'
  save(1).run(;
}
void ok_empty() {}
struct Incomplete;
Incomplete make();
home::Task<Incomplete> later();
template <class T> auto never(T value) {
  return [value] {
    value.save();
    save(value);
  };
}
