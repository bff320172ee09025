// RUN: %check-tidy %s async-task-consumed-twice
#include "home/task.h"
#include <future>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

using home::Task;

Task<int> load(int id);
Task<> save(int id);
std::future<int> submit();
void give(Task<int> task);
bool mayGive(Task<int> &&task);
void look(const Task<int> &task);
void use(int);

// ---- twice in a row

Task<int> bad_awaited_twice() {
  Task<int> task = load(1);
  int first = co_await std::move(task);
  co_return first + co_await std::move(task);
  // CHECK: [[#@LINE-1]]:40: warning: 'task' is awaited here, but it was used up before [async-task-consumed-twice]
  // CHECK: [[#@LINE-3]]:34: note: awaited here first
  // CHECK: [[#@LINE-4]]:34: note: instead, keep the result in a variable
}

// No stock tool sees it (the silent list of linters.md, section 2).
int bad_get_twice() {
  std::future<int> future = submit();
  use(future.get());
  return future.get();
  // CHECK: [[#@LINE-1]]:10: warning: 'future' is read here, but it was used up before
  // CHECK: [[#@LINE-3]]:7: note: read here first
  // CHECK: note: instead, keep the result
}

void bad_two_futures_of_one_promise() {
  std::promise<int> promise;
  std::thread first([future = promise.get_future()]() mutable { future.get(); });
  auto second = promise.get_future();
  // CHECK: [[#@LINE-1]]:17: warning: 'promise' is read here, but it was used up before
  // CHECK: [[#@LINE-3]]:31: note: read here first
  // CHECK: note: instead
  promise.set_value(1);
  first.join();
}

Task<> bad_await_of_what_was_given_away() {
  auto task = load(1);
  give(std::move(task));
  co_await std::move(task);
  // CHECK: [[#@LINE-1]]:22: warning: 'task' is awaited here, but it was used up before
  // CHECK: [[#@LINE-3]]:18: note: given away here first
  // CHECK: [[#@LINE-3]]:22: note: instead, wait for whoever it was given to
}

Task<> bad_parameter(Task<int> task) {
  auto kept = std::move(task);
  co_await std::move(kept);
  co_await std::move(task);
  // CHECK: [[#@LINE-1]]:22: warning: 'task' is awaited here, but it was used up before
  // CHECK: note: given away here first
  // CHECK: note: instead, wait for whoever
}

Task<> bad_captured(std::vector<std::thread> &threads) {
  auto task = load(1);
  auto inner = [task = std::move(task)]() mutable { give(std::move(task)); };
  inner();
  co_await std::move(task);
  // CHECK: [[#@LINE-1]]:22: warning: 'task' is awaited here, but it was used up before
  // CHECK: note: given away here first
  // CHECK: note: instead, wait for whoever
}

int bad_on_both_paths(bool fast) {
  auto future = submit();
  if (fast)
    use(future.get());
  else
    use(future.get() + 1);
  return future.get();
  // CHECK: [[#@LINE-1]]:10: warning: 'future' is read here, but it was used up before
  // CHECK: note: read here first
  // CHECK: note: instead
}

// ---- in a loop

Task<> bad_made_outside_the_loop() {
  Task<int> task = load(1);
  for (int attempt = 0; attempt < 3; ++attempt)
    use(co_await std::move(task));
  // CHECK: [[#@LINE-1]]:28: warning: 'task' is awaited anew in each round, but the first round uses it up
  // CHECK: [[#@LINE-4]]:13: note: made here, outside the loop
  // CHECK: [[#@LINE-3]]:28: note: instead, make a new one in each round
}

void bad_get_in_a_loop(std::vector<int> ids) {
  auto future = submit();
  for (int id : ids) {
    if (id < 0)
      use(id);
    use(future.get());
    // CHECK: [[#@LINE-1]]:9: warning: 'future' is read anew in each round
    // CHECK: note: made here
    // CHECK: note: instead
  }
}

void bad_given_away_in_a_loop(int count) {
  auto task = load(1);
  while (count--)
    give(std::move(task));
  // CHECK: [[#@LINE-1]]:20: warning: 'task' is given away anew in each round
  // CHECK: note: made here
  // CHECK: note: instead
}

// ---- an lvalue await that empties the task

struct [[nodiscard]] Lazy {
  struct promise_type {
    Lazy get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int);
    void unhandled_exception();
  };
  struct Awaiter {
    std::coroutine_handle<promise_type> coroutine;
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    int await_resume();
  };
  Awaiter operator co_await() { return {std::exchange(coroutine, nullptr)}; }
  std::coroutine_handle<promise_type> coroutine;
};
Lazy lazy();
Lazy bad_awaited_as_lvalue() {
  Lazy task = lazy();
  co_await task;
  co_return co_await task;
  // CHECK: [[#@LINE-1]]:22: warning: 'task' is awaited here, but it was used up before
  // CHECK: note: awaited here first
  // CHECK: note: instead
}

// ---- templates, lambdas, macros

template <class T> Task<int> bad_template(T id) {
  auto task = load(id);
  co_await std::move(task);
  co_return co_await std::move(task);
  // CHECK: [[#@LINE-1]]:32: warning: 'task' is awaited here, but it was used up before
  // CHECK: note: awaited here first
  // CHECK: note: instead
}
auto one = bad_template(1);
auto two = bad_template('2');

#define AWAIT(task) co_await std::move(task)
auto bad_lambda = [](auto id) -> Task<int> {
  auto task = load(id);
  AWAIT(task);
  co_return AWAIT(task);
  // CHECK: [[#@LINE-1]]:19: warning: 'task' is awaited here, but it was used up before
  // CHECK: note: awaited here first
  // CHECK: note: instead
};
auto three = bad_lambda(1);

template <bool Again> Task<int> ok_constexpr() {
  auto task = load(1);
  if constexpr (!Again)
    co_return co_await std::move(task);
  co_return co_await std::move(task);
}
auto again = ok_constexpr<true>();
auto onlyOnce = ok_constexpr<false>();

// ---- near misses

Task<int> ok_one_each() {
  auto first = load(1), second = load(2);
  co_return co_await std::move(first) + co_await std::move(second);
}
Task<int> ok_one_on_each_path(bool fast) {
  auto task = load(1);
  if (fast)
    co_return co_await std::move(task);
  co_await home::tick();
  co_return co_await std::move(task);
}
Task<> ok_new_one(bool retry) {
  auto task = load(1);
  co_await std::move(task);
  task = load(2);
  co_await std::move(task);
}
Task<> ok_made_in_the_loop() {
  for (int i = 0; i < 3; ++i) {
    auto task = load(i);
    co_await std::move(task);
  }
}
Task<> ok_renewed_in_the_loop() {
  auto task = load(0);
  for (int i = 1; i < 3; ++i) {
    co_await std::move(task);
    task = load(i);
  }
}
Task<int> ok_leaves_the_loop(std::vector<int> ids) {
  auto task = load(1);
  for (;;) {
    co_await home::tick();
    use(co_await std::move(task));
    break;
  }
  co_return 1;
}
// Which round it is, the analysis does not know.
Task<> ok_in_one_round_only(std::vector<int> ids, int wanted) {
  auto task = load(1);
  for (int id : ids)
    if (id == wanted)
      co_await std::move(task);
  auto other = load(2);
  for (int id : ids) {
    if (id != wanted)
      continue;
    co_await std::move(other);
  }
}
Task<> ok_correlated(bool early) {
  auto task = load(1);
  if (early)
    co_await std::move(task);
  co_await home::tick();
  if (!early)
    co_await std::move(task);
}
int ok_asked_first() {
  auto future = submit();
  use(future.get());
  if (future.valid())
    return future.get();
  return 0;
}
int ok_waited_and_read() {
  auto future = submit();
  future.wait();
  if (future.wait_for(std::chrono::seconds(1)) == std::future_status::timeout)
    return 0;
  return future.get();
}
int ok_shared() {
  std::shared_future<int> future = submit().share();
  return future.get() + future.get();
}
Task<> ok_perhaps_not_taken() {
  auto task = load(1);
  if (!mayGive(std::move(task)))
    co_await std::move(task);
}
Task<> ok_looked_at() {
  auto task = load(1);
  look(task);
  co_await std::move(task);
  look(task);
}
void ok_aliased(std::vector<Task<int>> &tasks) {
  auto task = load(1);
  auto &&alias = std::move(task);
  auto renew = [&] { task = load(2); };
  give(std::move(task));
  renew();
  give(std::move(task));
}
Task<> ok_exchanged() {
  auto task = load(1);
  co_await std::exchange(task, load(2));
  co_await std::exchange(task, load(3));
  std::swap(task, task);
  co_await std::move(task);
}
void ok_promise() {
  std::promise<int> promise;
  auto future = promise.get_future();
  promise.set_value(1);
  use(future.get());
}
void give(std::packaged_task<int()> work);
int ok_moved_with_its_future_taken() { // asio/example/cpp14/executors/pipeline.cpp
  std::packaged_task<int()> work([] { return 1; });
  auto future = work.get_future();
  give(std::move(work));
  return future.get();
}
void ok_an_element_each(std::vector<std::future<int>> &futures) {
  for (auto &future : futures)
    use(future.get());
  futures[0].get();
  futures[1].get();
}

// `operator co_await() const &` leaves the result where it is, as in cppcoro and libcoro;
// what awaits itself may do so too.
struct Kept {
  struct promise_type {
    Kept get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int);
    void unhandled_exception();
  };
  Lazy::Awaiter operator co_await() const &noexcept;
};
Kept ok_kept(Kept task, home::EagerTask<int> eager) {
  co_await task;
  use(co_await eager);
  use(co_await eager);
  co_return co_await task;
}

Task<> ok_suppressed() {
  auto task = load(1);
  co_await std::move(task);
  co_await std::move(task); // NOLINT(async-task-consumed-twice): the death test
}

// An await that throws leaves the task used up, but no edge of the graph shows that.
Task<int> fn_retried() {
  auto task = load(1);
  for (;;) {
    try {
      co_return co_await std::move(task);
    } catch (...) {
    }
  }
}
