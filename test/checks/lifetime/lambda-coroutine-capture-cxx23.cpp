// Explicit object parameters: by value the closure is in the frame, by reference it is not.
// cppcoreguidelines-avoid-capturing-lambda-coroutines mixes the two up (llvm#182916, llvm#221750).
// RUN: %check-tidy %s async-lambda-coroutine-capture --fix -- -std=c++23
#include "home/task.h"

using home::Task;
using home::tick;

void use(int);

Task<> ok_by_value(int value) {
  return [value](this auto) -> Task<> { co_await tick(); use(value); }();
}

Task<> ok_by_value_named(int value) {
  return [value](this auto self, int other) -> Task<> { co_await tick(); use(value + other); }(1);
}

Task<> bad_by_reference(int value) {
  return [value](this auto &&) -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
}

Task<> bad_without_parentheses(int value) {
  return [value] -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [value](this auto) -> Task<> { co_await tick(); use(value); }();
}

Task<> bad_template_parameters(int value) {
  return [value]<class T>(T other) -> Task<> { co_await tick(); use(value + other); }(1);
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK-FIXES: return [value]<class T>(this auto, T other) -> Task<> { co_await tick(); use(value + other); }(1);
}
