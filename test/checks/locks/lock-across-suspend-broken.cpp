// Code that does not parse is left alone, and nothing falls over it.
// RUN: not %clang-tidy %s --checks='-*,async-lock-across-suspend,async-unnamed-guard,async-cv-wait-no-predicate' \
// RUN:   --quiet -- -std=c++20 -isystem %stubs > %t 2>&1
// RUN: FileCheck %s --implicit-check-not='warning:' --implicit-check-not=Stack < %t
#include "home/task.h"

#include <condition_variable>
#include <mutex>

std::mutex m;
std::condition_variable cv;

home::Task<> ok_unknownAwaited() {
  std::lock_guard guard(m);
  co_await unknown();
  // CHECK-DAG: use of undeclared identifier 'unknown'
}

home::Task<> ok_unknownMutex() {
  std::lock_guard guard(missing);
  co_await home::tick();
  // CHECK-DAG: unknown type name 'missing'
}

void ok_unknownCondition() {
  std::unique_lock lock(m);
  if (!nowhere)
    cv.wait(lock);
  // CHECK-DAG: use of undeclared identifier 'nowhere'
}

Undeclared ok_unknownResult() {
  std::lock_guard<std::mutex>{m};
  cv.notify_all();
}
// CHECK-DAG: unknown type name 'Undeclared'

template <class T> home::Task<T> ok_dependent(T value) {
  typename T::Guard guard(value.mutex);
  auto lock = T::lock(value);
  typename T::template Guard<int>{value};
  if (!value.ready)
    value.cv.wait(lock);
  co_await value;
  co_return co_await T::make(lock);
}

template <class... T> home::Task<> ok_dependentPack(T &...mutexes) {
  std::scoped_lock lock(mutexes...);
  std::scoped_lock{mutexes...};
  (co_await mutexes, ...);
}

void ok_empty() {}
home::Task<> ok_onlyReturns() { co_return; }

home::Task<> ok_notClosed() {
  std::lock_guard guard(m
  // CHECK-DAG: expected ')'
