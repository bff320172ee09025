// RUN: %check-tidy %s async-lambda-coroutine-capture --fix -- -std=c++23
// RUN: %check-tidy %s async-lambda-coroutine-capture --prefixes=CHECK -- -std=c++20
#include "home/task.h"

#include <memory>

using home::Task;
using home::tick;

void use(int);

Task<> bad_parameters(int value) {
  return [value]() -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [value](this auto) -> Task<> { co_await tick(); use(value); }();
}

Task<> bad_more_parameters(int value) {
  return [value](int other) -> Task<> { co_await tick(); use(value + other); }(1);
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [value](this auto, int other) -> Task<> { co_await tick(); use(value + other); }(1);
}

// A closure that is moved from can be moved into the frame.
Task<> bad_move_only(std::unique_ptr<int> value) {
  return [value = std::move(value)]() -> Task<> { co_await tick(); use(*value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [value = std::move(value)](this auto) -> Task<> { co_await tick(); use(*value); }();
}

// Captured references dangle wherever the closure is.
Task<> bad_reference(int value) {
  return [&value]() -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [&value]() -> Task<> { co_await tick(); use(value); }();
}

Task<> bad_mutable(int value) {
  return [value]() mutable -> Task<> { co_await tick(); use(++value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [value]() mutable -> Task<> { co_await tick(); use(++value); }();
}
