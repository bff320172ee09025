// RUN: %check-tidy %s async-lambda-coroutine-capture
#include "home/task.h"

#include <utility>

using home::Task;
using home::tick;

void use(int);

// Reported once, however many instantiations there are.
template <class T> Task<T> bad_template(T value) {
  return [value]() -> Task<T> { co_await tick(); co_return value; }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
}
template Task<int> bad_template(int);
template Task<long> bad_template(long);

template <class T> struct Holder {
  T value;
  Task<> bad_member() {
    return [this]() -> Task<> { co_await tick(); use(value); }();
    // CHECK: [[#@LINE-1]]:12: warning: captured 'this' dangles
  }
  Task<> ok_member() {
    co_await [this]() -> Task<> { co_await tick(); use(value); }();
  }
};
template struct Holder<int>;
template struct Holder<long>;

Task<> bad_generic_lambda(int value) {
  return [value](auto other) -> Task<> { co_await tick(); use(value + other); }(1);
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
}

Task<> ok_generic_lambda(int value) {
  auto step = [value](auto other) -> Task<> { co_await tick(); use(value + other); };
  co_await step(1);
  co_await step(2L);
}

// Which task a dependent type is, nobody knows yet.
template <class T> T fn_never_instantiated(int value) {
  return [value]() -> T { co_await T::tick(); use(value); }();
}

void ok_empty_body() {}
Task<> ok_pattern_only(auto value);
