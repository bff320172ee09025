// Half-written code: no crash, and no finding in what did not parse.
// RUN: not %clang-tidy --quiet --checks='-*,async-lambda-coroutine-capture' --config={} %s -- \
// RUN:   -std=c++20 -isystem %stubs --no-system-header-prefix=home/ 2>/dev/null \
// RUN:   | FileCheck %s --implicit-check-not=warning:
#include "home/task.h"

using home::Task;
using home::tick;

void use(int);

Task<> broken_operand(int value) {
  return [value]() -> Task<> { co_await unknown(); use(value); }();
  // CHECK: [[#@LINE-1]]:41: error: use of undeclared identifier 'unknown'
}

Task<> broken_result(int value) {
  return [value]() -> Missing { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:23: error: unknown type name 'Missing'
}

Task<> broken_capture() {
  return [missing]() -> Task<> { co_await tick(); use(missing); }();
  // CHECK: [[#@LINE-1]]:11: error: use of undeclared identifier 'missing'
}

Task<> empty() {}

// What parses is still judged.
Task<> bad_beside(int value) {
  return [value]() -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:10: {{warning}}: captured 'value' dangles
}

Task<> cut_off(int value) {
  return [value]() -> Task<> { co_await
