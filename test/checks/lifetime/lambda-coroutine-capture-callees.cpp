// The closure is given to a callee: what counts is how long the callee keeps it.
// RUN: %check-tidy %s async-lambda-coroutine-capture
// RUN: %check-tidy %s async-lambda-coroutine-capture --prefixes=CHECK,STRICT,UNKEPT \
// RUN:   -o Strict=true
// RUN: %check-tidy %s async-lambda-coroutine-capture --prefixes=CHECK,STRICT -o Strict=true \
// RUN:   -o AllowedCallees='keepsIt;space::keepsItToo'
#include "home/task.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

using home::EagerTask;
using home::Task;
using home::tick;

void use(int);

// ---- visible callees

template <class F> Task<> callByReference(F &&callback) {
  co_await tick();
  co_await callback();
}
template <class F> Task<> callByValue(F callback) {
  co_await tick();
  co_await callback();
}
template <class F> auto forwardTask(F &&callback) { return callback(); }
template <class F> auto returnFromOwnClosure(F callback) { return callback(); }
template <class F> Task<> passOn(F &&callback) { return callByValue(std::forward<F>(callback)); }

Task<> ok_reference_awaited(int value) {
  co_await callByReference([value]() -> Task<> { co_await tick(); use(value); });
}

Task<> bad_reference_returned(int value) {
  return callByReference([value]() -> Task<> { co_await tick(); use(value); });
  // CHECK: [[#@LINE-1]]:26: warning: captured 'value' dangles
  // CHECK: [[#@LINE-2]]:10: note: the closure is a temporary that dies with this expression
}

Task<> ok_value_returned(int value) {
  return callByValue([value]() -> Task<> { co_await tick(); use(value); });
}

Task<> ok_forwarded_and_awaited(int value) {
  co_await forwardTask([value]() -> Task<> { co_await tick(); use(value); });
}

Task<> bad_forwarded_and_returned(int value) {
  return forwardTask([value]() -> Task<> { co_await tick(); use(value); });
  // CHECK: [[#@LINE-1]]:22: warning: captured 'value' dangles
}

Task<> bad_callee_owns_it(int value) {
  co_await returnFromOwnClosure([value]() -> Task<> { co_await tick(); use(value); });
  // CHECK: [[#@LINE-1]]:33: warning: captured 'value' dangles
  // CHECK: note: its task outlives 'callback', which holds the closure
}

Task<> ok_passed_on(int value) {
  return passOn([value]() -> Task<> { co_await tick(); use(value); });
}

Task<> ok_local_by_reference(int value) {
  auto step = [value]() -> Task<> { co_await tick(); use(value); };
  co_await callByReference(step);
  auto task = callByReference(step);
  co_await std::move(task);
}

Task<> bad_local_by_reference(int value) {
  auto step = [value]() -> Task<> { co_await tick(); use(value); };
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  return callByReference(step);
}

class Server {
public:
  template <class F> void start(F handler) { handler_ = std::move(handler); }
  template <class F> void run(F &&handler) { tasks_.push_back(handler()); }
  Task<> ok_stored_by_callee(int value) {
    start([value]() -> Task<> { co_await tick(); use(value); });
    co_return;
  }
  Task<> bad_collected_by_callee(int value) {
    run([value]() -> Task<> { co_await tick(); use(value); });
    // CHECK: [[#@LINE-1]]:9: warning: captured 'value' dangles
    co_return;
  }

private:
  std::function<Task<>()> handler_;
  std::vector<Task<>> tasks_;
};

// ---- modelled callees and inferred ones

// The task is destroyed at once; async-coroutine-as-void-callback reports that it never runs.
void ok_algorithm_drops_lazy(std::vector<int> &all, int value) {
  std::for_each(all.begin(), all.end(), [value](int) -> Task<> { co_await tick(); use(value); });
}

void bad_algorithm_drops_detached(std::vector<int> &all, int value) {
  std::for_each(all.begin(), all.end(),
                [value](int) -> home::Detached { co_await tick(); use(value); });
  // CHECK: [[#@LINE-1]]:17: warning: captured 'value' dangles
}

struct Loop {
  void post(std::function<void()> callback) { pending.push_back(std::move(callback)); }
  Task<> submit(std::function<Task<>()> callback);
  void run();
  std::vector<std::function<void()>> pending;
};

// A loop frees a callback once it was invoked.
void bad_posted(Loop &loop, int value) {
  loop.post([value]() -> home::Detached { co_await tick(); use(value); });
  // CHECK: [[#@LINE-1]]:13: warning: captured 'value' dangles
  // CHECK: [[#@LINE-2]]:8: note: this call frees the closure once it was invoked, not when it is done
}

void bad_thread(int value) {
  std::thread worker([value]() -> home::Detached { co_await tick(); use(value); });
  // CHECK: [[#@LINE-1]]:22: warning: captured 'value' dangles
  worker.join();
}

// ---- the local closure's function may wait for what it started

void bad_started_and_left(int value) {
  auto step = [value]() -> home::Detached { co_await tick(); use(value); };
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  step();
}

void ok_started_and_run(Loop &loop, int value) {
  auto step = [value]() -> home::Detached { co_await tick(); use(value); };
  step();
  loop.run();
}

// ---- callees of which nothing is known

Task<> unknown(std::function<Task<>()> callback);
Task<> keepsIt(std::function<Task<>()> callback);
namespace space {
Task<> keepsItToo(std::function<Task<>()> callback);
}

Task<> maybe_unknown(int value) {
  return unknown([value]() -> Task<> { co_await tick(); use(value); });
  // STRICT: [[#@LINE-1]]:18: warning: captured 'value' dangles
  // STRICT: [[#@LINE-2]]:10: note: nothing is known of how long this call keeps the closure
}

Task<> maybe_kept(int value) {
  return keepsIt([value]() -> Task<> { co_await tick(); use(value); });
  // UNKEPT: [[#@LINE-1]]:18: warning: captured 'value' dangles
}

Task<> maybe_kept_too(int value) {
  return space::keepsItToo([value]() -> Task<> { co_await tick(); use(value); });
  // UNKEPT: [[#@LINE-1]]:28: warning: captured 'value' dangles
}

Task<> ok_unknown_awaited(int value) {
  co_await unknown([value]() -> Task<> { co_await tick(); use(value); });
}

Task<> ok_sync_wait(int value) {
  home::syncWait([value]() -> Task<> { co_await tick(); use(value); }());
  co_return;
}
