// RUN: %check-tidy %s async-task-never-awaited
#include "home/task.h"
#include <array>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

using home::Task;

Task<> save(int id);
Task<int> load(int id);
home::EagerTask<> start();
std::future<int> submit();
home::Detached fire();
void log(const char *text);
Task<> pick(bool yes, Task<> first, Task<> second);

// ---- what forgetting means

Task<> bad_lazy() {
  auto task = save(1);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so it never runs [async-task-never-awaited]
  // CHECK: [[#@LINE-2]]:15: note: to wait for it here, write 'co_await' before 'save'
  co_await home::tick();
}

void bad_outside_a_coroutine() {
  Task<> task = save(1);
  // CHECK: [[#@LINE-1]]:10: warning: the task in 'task' is never awaited, so it never runs
  // CHECK: [[#@LINE-2]]:17: note: made here; instead, await it, return it, or hand it to whoever runs it
  log("done");
}

void bad_eager() {
  auto task = start();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so the work ends with the variable
  // CHECK: note: made here
}

void bad_future() {
  auto result = submit();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'result' is never awaited, so an error in it goes unseen
  // CHECK: note: made here; instead, keep the future
  log("done");
}

struct Runaway {
  struct promise_type {
    Runaway get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  int id;
};
Runaway run();
void bad_detached() {
  auto task = run();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so the result and any error are lost
  // CHECK: note: made here
}

struct Odd { // when it starts cannot be told
  struct promise_type {
    Odd get_return_object();
    home::Event initial_suspend() noexcept;
    home::Event final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  int id;
};
Odd odd();
void bad_unknown() {
  auto task = odd();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so nobody knows how it ended
  // CHECK: note: made here
}

void ok_made_to_be_dropped() { auto task = fire(); }

// The destructor waits: a block that runs beside the rest of the scope, and joins.
void ok_joins() {
  auto beside = std::async(std::launch::async, [] { log("beside"); });
  log("done");
}
std::future<void> worker() {
  return std::async(std::launch::async, [] { log("beside"); });
}
void ok_joins_in_a_helper() {
  auto beside = worker();
  log("done");
}

// A running task that dies with its scope does its work while the scope lasts.
Task<> ok_beside_an_await() {
  auto heartbeat = start();
  co_await home::tick();
}
struct Loop { void run(); };
void ok_beside_a_loop(Loop &loop) {
  auto server = start();
  loop.run();
}
// ruff#20421: a fixture yields while its task runs.
home::Generator<int> ok_beside_a_yield() {
  auto heartbeat = start();
  co_yield 1;
}

// ---- what holds a task

void bad_holders(int id) {
  [[maybe_unused]] auto unused = save(1); // says that the author noticed, no more
  // CHECK: [[#@LINE-1]]:25: warning: the task in 'unused' is never awaited
  // CHECK: note: made here
  auto &&reference = save(2);
  // CHECK: [[#@LINE-1]]:10: warning: the task in 'reference' is never awaited
  // CHECK: note: made here
  const auto &constant = save(3);
  // CHECK: [[#@LINE-1]]:15: warning: the task in 'constant' is never awaited
  // CHECK: note: made here
  Task<> late;
  // CHECK: [[#@LINE-1]]:10: warning: the task in 'late' is never awaited
  // CHECK: [[#@LINE+1]]:10: note: made here
  late = save(4);
  auto either = id ? save(5) : save(6);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'either' is never awaited
  // CHECK: note: made here
  auto first = save(7);
  auto second = std::move(first);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'second' is never awaited
  // CHECK: note: made here
  if (auto inIf = save(8); id)
    // CHECK: [[#@LINE-1]]:12: warning: the task in 'inIf' is never awaited
    // CHECK: note: made here
    log("yes");
  for (auto inFor = save(9); id > 0; --id)
    // CHECK: [[#@LINE-1]]:13: warning: the task in 'inFor' is never awaited
    // CHECK: note: made here
    log("again");
}

void bad_containers(int count) {
  std::vector<Task<>> tasks;
  // CHECK: [[#@LINE-1]]:23: warning: the tasks in 'tasks' are never awaited, so they never run
  // CHECK: [[#@LINE+3]]:21: note: made here
  tasks.reserve(count);
  for (int id = 0; id < count; ++id)
    tasks.push_back(save(id));
  std::optional<Task<>> maybe;
  // CHECK: [[#@LINE-1]]:25: warning: the tasks in 'maybe' are never awaited
  // CHECK: note: made here
  if (count > 1)
    maybe = save(1);
  std::optional<Task<>> emplaced;
  // CHECK: [[#@LINE-1]]:25: warning: the tasks in 'emplaced' are never awaited
  // CHECK: note: made here
  emplaced.emplace(save(1));
  auto owned = std::make_unique<Task<>>(save(2));
  // CHECK: [[#@LINE-1]]:8: warning: the tasks in 'owned' are never awaited
  // CHECK: note: made here
  Task<> array[] = {save(3), save(4)};
  // CHECK: [[#@LINE-1]]:10: warning: the tasks in 'array' are never awaited
  // CHECK: note: made here
  std::array<Task<>, 2> elements;
  // CHECK: [[#@LINE-1]]:25: warning: the tasks in 'elements' are never awaited
  // CHECK: note: made here
  elements[0] = save(5);
  auto [one, two] = std::pair(save(6), load(7));
  // CHECK: [[#@LINE-1]]:9: warning: the task in 'one' is never awaited
  // CHECK: note: made here
  home::syncWait(std::move(two));
}

std::vector<Task<>> many();
void bad_many() {
  auto tasks = many();
  // CHECK: [[#@LINE-1]]:8: warning: the tasks in 'tasks' are never awaited
  // CHECK: note: made here
  log(tasks.empty() ? "none" : "some");
}

// ---- uses that consume nothing

void bad_uses(std::vector<std::future<int>> &waiting) {
  auto future = submit();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'future' is never awaited
  // CHECK: note: made here
  if (future.valid())
    (void)future;
  Task<> overwritten = save(1);
  // CHECK: [[#@LINE-1]]:10: warning: the task in 'overwritten' is never awaited
  // CHECK: note: made here
  overwritten = save(2);
  using Type = decltype(overwritten);
  static_assert(sizeof(overwritten) > 0);
}

struct Handle {
  struct promise_type {
    Handle get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  ~Handle();
  bool done() const;
  explicit operator bool() const;
  int wait() const;
  void resume();
};
Handle handle();
void bad_asks() {
  auto task = handle();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited
  // CHECK: note: made here
  if (!task || task.done())
    log("done");
}
void ok_waits() {
  auto waited = handle(), resumed = handle();
  waited.wait();
  resumed.resume();
}

// ---- uses that consume

struct Owner {
  Task<> task_;
  std::vector<Task<>> tasks_;
  void ok_members() {
    task_ = save(1);
    tasks_.push_back(save(2));
    auto local = save(3);
    tasks_.push_back(std::move(local));
    auto second = save(4);
    task_ = std::move(second);
    // Taken out to be dropped where no lock is held.
    auto old = std::exchange(task_, {});
    auto older = std::move(task_);
  }
};

void borrow(Task<> &task);
void runAll(std::vector<Task<>> &tasks);
void watch(const Task<> *task);

Task<> ok_consumed(bool yes) {
  auto awaited = save(1);
  co_await std::move(awaited);
  auto handedOn = save(2);
  home::spawn(std::move(handedOn));
  auto borrowed = save(3);
  borrow(borrowed);
  auto watched = save(4);
  watch(&watched);
  auto captured = save(5);
  auto later = [captured = std::move(captured)]() mutable { borrow(captured); };
  auto byReference = save(6);
  auto inPlace = [&] { borrow(byReference); };
  auto aliased = save(7);
  auto &alias = aliased;
  auto joined = save(8), other = save(9);
  co_await pick(yes, std::move(joined), std::move(other));
  // Awaited in one branch, dropped on purpose in the other; see ReportSomePaths.
  auto sometimes = save(10);
  if (yes)
    co_await std::move(sometimes);
}

Task<> ok_returned() {
  auto task = save(1);
  return task;
}

Task<> ok_containers() {
  std::vector<Task<>> never;
  std::vector<Task<>> tasks;
  tasks.push_back(save(1));
  for (auto &task : tasks)
    co_await std::move(task);
  std::vector<Task<>> given;
  given.push_back(save(2));
  runAll(given);
  std::vector<Task<>> swapped, target;
  swapped.push_back(save(3));
  swapped.swap(target);
  runAll(target);
  std::optional<Task<>> maybe = save(4);
  if (maybe)
    co_await std::move(*maybe);
  auto owned = std::make_unique<Task<>>(save(5));
  co_await std::move(*owned);
  auto back = many();
  co_await std::move(back.back());
}

// What an await returns is over, whatever its type.
Task<std::vector<home::EagerTask<>>> all(std::vector<home::EagerTask<>> tasks);
Task<> ok_results(std::vector<home::EagerTask<>> tasks) {
  auto done = co_await all(std::move(tasks));
}

// ruff#9133: rebound in branches, awaited once at the end.
Task<> ok_rebound(int kind) {
  Task<> task;
  if (kind == 1)
    task = save(1);
  else
    task = save(2);
  co_await std::move(task);
}

// ruff#9262: what outlives the function is somebody else's.
Task<> background;
void ok_global() {
  background = save(1);
  static Task<> once = save(2);
}

// ruff#16811: kept by a container that a member or a caller has.
void ok_outside(std::vector<Task<>> &out) { out.push_back(save(1)); }

// golang/go#31856, waypoint#3639: reassigned; #25720: deferred.
template <class F> struct Defer {
  F action;
  ~Defer() { action(); }
};
void ok_deferred() {
  auto task = save(1);
  Defer guard{[&] { home::spawn(std::move(task)); }};
  log("work");
}
// golang/go#58850: control that the graph must follow.
Task<> ok_goto(bool again) {
  auto task = save(1);
start:
  if (again) {
    again = false;
    goto start;
  }
  co_await std::move(task);
}

// A shared result: others hold it too.
std::shared_future<int> shared();
void ok_shared() { auto copy = shared(); }

void ok_parameter(Task<> task) {} // an interface may ask for it

// ---- macros, lambdas, templates

#define KEEP(call) auto kept = call
void bad_macro() {
  KEEP(save(1));
  // CHECK: [[#@LINE-1]]:3: warning: the task in 'kept' is never awaited
  // CHECK: note: expanded from macro
  // CHECK: note: made here
}

void bad_lambda() {
  auto work = [](auto id) -> Task<> {
    auto task = save(id);
    // CHECK: [[#@LINE-1]]:10: warning: the task in 'task' is never awaited
    // CHECK: note: to wait for it here
    co_await home::tick();
  };
  home::spawn(work(1));
  home::spawn(work(2L));
}

template <class T> void bad_twice(T id) {
  auto task = save(id);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited
  // CHECK: note: made here
}
template <class T> void bad_never_instantiated(T id) {
  auto task = save(1);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited
  // CHECK: note: made here
  auto dependent = id.make();
  auto used = save(2);
  id.take(used);
}
void instantiate() {
  bad_twice(1);
  bad_twice(2L);
}

// One instantiation does not see the branch that awaits.
template <bool Wait> Task<> ok_constexpr() {
  auto task = save(1);
  if constexpr (Wait)
    co_await std::move(task);
  co_await home::tick();
}
auto waits = ok_constexpr<true>();
auto drops = ok_constexpr<false>();

void ok_suppressed() {
  auto task = save(1); // NOLINT(async-task-never-awaited): checks that nothing runs
}
