// RUN: %check-tidy %s async-lambda-coroutine-capture
#include "home/task.h"

#include <functional>
#include <utility>
#include <vector>

using home::EagerTask;
using home::Task;
using home::tick;

void use(int);
int counter;

// ---- the closure is a temporary

Task<> bad_returned(int value) {
  return [value]() -> Task<> {
    // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles: the closure dies before its coroutine [async-lambda-coroutine-capture]
    // CHECK: [[#@LINE+6]]:9: note: 'value' is read through the closure here
    // CHECK: [[#@LINE-3]]:10: note: the closure is a temporary that dies with this expression
    // CHECK: [[#@LINE-4]]:3: note: its task is returned
    // CHECK: [[#@LINE-5]]:10: note: pass what it reads as parameters; those are copied into its frame

    co_await tick();
    use(value);
  }();
}

Task<> bad_kept(int value) {
  auto task = [value]() -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  // CHECK: [[#@LINE-2]]:3: note: its task is kept and awaited later
  co_await std::move(task);
}

// The capture lives in the closure even where it only is a reference to a longer life.
Task<> bad_by_reference(int &value) {
  auto task = [&]() -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  co_await std::move(task);
}

Task<> bad_init_capture(int value) {
  return [copy = value + 1]() -> Task<> { co_await tick(); use(copy); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'copy' dangles
}

struct Session {
  int id = 0;
  Task<> running;
  std::vector<Task<>> all;

  Task<> bad_this() {
    return [this]() -> Task<> { co_await tick(); use(id); }();
    // CHECK: [[#@LINE-1]]:12: warning: captured 'this' dangles
    // CHECK: [[#@LINE-2]]:54: note: 'this' is read through the closure here
  }

  void bad_member() {
    running = [this]() -> Task<> { co_await tick(); use(id); }();
    // CHECK: [[#@LINE-1]]:15: warning: captured 'this' dangles
    // CHECK: [[#@LINE-2]]:5: note: its task is stored
  }

  void bad_collected(int value) {
    all.push_back([value]() -> Task<> { co_await tick(); use(value); }());
    // CHECK: [[#@LINE-1]]:19: warning: captured 'value' dangles
    // CHECK: [[#@LINE-2]]:5: note: its task is collected
  }
};

struct StartsInConstructor {
  explicit StartsInConstructor(int bad_value)
      : running([bad_value]() -> Task<> { co_await tick(); use(bad_value); }()) {}
  // CHECK: [[#@LINE-1]]:17: warning: captured 'bad_value' dangles
  // CHECK: [[#@LINE-2]]:17: note: its task is stored
  Task<> running;
};

// All tasks are awaited in the end, but every closure died in its turn of the loop.
Task<> bad_loop() {
  std::vector<Task<>> tasks;
  for (int i = 0; i < 3; ++i)
    tasks.push_back([i]() -> Task<> { co_await tick(); use(i); }());
  // CHECK: [[#@LINE-1]]:21: warning: captured 'i' dangles
  for (auto &task : tasks)
    co_await std::move(task);
}

// ---- eager tasks run up to their first suspension while the closure still lives

EagerTask<> ok_eager_read_before(int value) {
  return [value]() -> EagerTask<> { use(value); co_await tick(); }();
}

EagerTask<> bad_eager_read_after(int value) {
  return [value]() -> EagerTask<> { use(value); co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
  // CHECK: [[#@LINE-2]]:70: note: 'value' is read through the closure here
}

EagerTask<> bad_eager_loop(int value) {
  return [value]() -> EagerTask<> { for (;;) { use(value); co_await tick(); } }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
}

EagerTask<> ok_eager_branch_without_suspension(int value) {
  return [value]() -> EagerTask<> {
    if (counter) {
      co_await tick();
      co_return;
    }
    use(value);
  }();
}

EagerTask<> ok_eager_never_suspends(int value) {
  return [value]() -> EagerTask<> { co_await std::suspend_never(); use(value); }();
}

void bad_fire_and_forget(int value) {
  [value]() -> home::Detached { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:3: warning: captured 'value' dangles
  // CHECK: note: its task is dropped and goes on alone
}

// The task is destroyed at once; nothing is left that could read.
void ok_dropped_lazy(int value) {
  [value]() -> Task<> { co_await tick(); use(value); }();
}

void ok_dropped_cancels(int value) {
  [value]() -> EagerTask<> { co_await tick(); use(value); }();
}

// ---- the temporary outlives the task

// cppcoreguidelines-avoid-capturing-lambda-coroutines fires on both of these.
Task<> ok_awaited_on_the_spot(int value) {
  co_await [value]() -> Task<> { co_await tick(); use(value); }();
}

Task<> ok_named_and_awaited(int value) {
  auto step = [value]() -> Task<> { co_await tick(); use(value); };
  co_await step();
  auto task = step();
  co_await std::move(task);
}

Task<int> ok_result_used(int value) {
  co_return 1 + co_await [value]() -> Task<int> { co_await tick(); co_return value; }();
}

// ---- nothing of the closure is read

Task<> ok_no_captures(int value) {
  return [](int copy) -> Task<> { co_await tick(); use(copy); }(value);
}

Task<> ok_capture_unused(int value) {
  return [value]() -> Task<> { co_await tick(); }();
}

// A result type of task alone makes no coroutine (redpanda forwards like this everywhere).
Task<> work(int);
Task<> ok_not_a_coroutine(int value) {
  return [value]() -> Task<> { return work(value); }();
}

home::Generator<int> ok_generator(int value) {
  return [value]() -> home::Generator<int> { co_yield value + 0; }();
}

Task<> ok_global() {
  return []() -> Task<> { co_await tick(); use(counter); }();
}

// ---- the closure is a local variable

Task<> bad_local_returned(int value) {
  auto step = [value]() -> Task<> { co_await tick(); use(value); };
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  // CHECK: [[#@LINE+2]]:10: note: its task outlives 'step', which holds the closure
  // CHECK: [[#@LINE+1]]:3: note: its task is returned
  return step();
}

Task<> bad_local_returned_later(int value) {
  auto step = [value]() -> Task<> { co_await tick(); use(value); };
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  auto task = step();
  return task;
}

Task<> bad_local_in_loop() {
  std::vector<Task<>> tasks;
  for (int i = 0; i < 3; ++i) {
    auto step = [i]() -> Task<> { co_await tick(); use(i); };
    // CHECK: [[#@LINE-1]]:17: warning: captured 'i' dangles
    // CHECK: note: its task is collected
    tasks.push_back(step());
  }
  for (auto &task : tasks)
    co_await std::move(task);
}

Task<> ok_local_outside_loop(int value) {
  auto step = [value](int i) -> Task<> { co_await tick(); use(value + i); };
  std::vector<Task<>> tasks;
  for (int i = 0; i < 3; ++i)
    tasks.push_back(step(i));
  for (auto &task : tasks)
    co_await std::move(task);
}

Task<> ok_static(int value) {
  static auto step = [value]() -> Task<> { co_await tick(); use(value); };
  return step();
}

Task<> bad_wrapped(int value) {
  std::function<Task<>()> step = [value]() -> Task<> { co_await tick(); use(value); };
  // CHECK: [[#@LINE-1]]:34: warning: captured 'value' dangles
  return step();
}

// Who holds the closure after this function is not known.
auto ok_returned_closure(int value) {
  return [value]() -> Task<> { co_await tick(); use(value); };
}

struct Handlers {
  std::function<Task<>()> handler;
  std::vector<std::function<Task<>()>> all;
  void ok_stored_closure(int value) {
    handler = [value]() -> Task<> { co_await tick(); use(value); };
    all.push_back([value]() -> Task<> { co_await tick(); use(value); });
  }
};

// ---- nested lambdas, if constexpr, macros, suppression

Task<> bad_inside_lambda(int value) {
  auto make = [value] {
    return [value]() -> Task<> { co_await tick(); use(value); }();
    // CHECK: [[#@LINE-1]]:12: warning: captured 'value' dangles
  };
  co_await make();
}

// Only the inner closure reads; the outer one is copied from while it lives.
Task<> ok_outer_read_when_called(int value) {
  co_await [value]() -> Task<> {
    co_await [value]() -> Task<> { co_await tick(); use(value); }();
  }();
}

template <bool Copy> Task<> if_constexpr(int value) {
  if constexpr (Copy)
    return [](int copy) -> Task<> { co_await tick(); use(copy); }(value);
  else
    return [value]() -> Task<> { co_await tick(); use(value); }();
  // CHECK: [[#@LINE-1]]:12: warning: captured 'value' dangles
}
template Task<> if_constexpr<true>(int);
template Task<> if_constexpr<false>(int);

#define LATER(...) [=]() -> Task<> { co_await tick(); __VA_ARGS__; }()
Task<> bad_macro(int value) {
  return LATER(use(value));
  // CHECK: [[#@LINE-1]]:10: warning: captured 'value' dangles
}

Task<> ok_suppressed(int value) {
  return [value]() -> Task<> { co_await tick(); use(value); }(); // NOLINT(async-lambda-coroutine-capture)
}

Task<> ok_structured_binding(std::pair<int, int> both) {
  auto [first, second] = both;
  co_await [first]() -> Task<> { co_await tick(); use(first); }();
}

Task<> bad_structured_binding(std::pair<int, int> both) {
  auto [first, second] = both;
  return [second]() -> Task<> { co_await tick(); use(second); }();
  // CHECK: [[#@LINE-1]]:10: warning: captured 'second' dangles
}
