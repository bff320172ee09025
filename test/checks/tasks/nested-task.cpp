// RUN: %check-tidy %s async-nested-task
#include "home/loop.h"
#include "home/task.h"
#include <future>
#include <utility>

using home::Task;

Task<> save(int id);
Task<int> load(int id);
int plain(int id);
template <class T> void use(T &&);

// ---- the wrapper of a callable's result

void bad_pool(home::Pool &pool) {
  pool.submit([] { return save(1); });
  // CHECK: [[#@LINE-1]]:15: warning: the lambda returns a task, which 'submit' wraps in another: it never runs [async-nested-task]
  // CHECK: [[#@LINE-2]]:15: note: instead, await what it yields too, or start the coroutine where it runs
}

void bad_coroutine(home::Pool &pool) {
  auto done = pool.submit([]() -> Task<> { co_await save(1); });
  // CHECK: [[#@LINE-1]]:27: warning: the lambda returns a task, which 'submit' wraps
  // CHECK: [[#@LINE-2]]:44: note: it is a coroutine: it awaits here
  // CHECK: note: instead
  done.wait();
}

void bad_async(int id) {
  auto done = std::async(std::launch::async, save, id);
  // CHECK: [[#@LINE-1]]:46: warning: 'save' returns a task, which 'async' wraps
  // CHECK: note: instead
  done.get();
}

void bad_read_and_dropped(home::Pool &pool) {
  (void)pool.submit([] { return load(1); }).get();
  // CHECK: [[#@LINE-1]]:21: warning: the lambda returns a task, which 'submit' wraps
  // CHECK: note: instead
}

#define IN_POOL(work) pool.submit(work)
void bad_macro(home::Pool &pool) {
  IN_POOL([] { return save(1); });
  // CHECK: [[#@LINE-1]]:11: warning: the lambda returns a task, which 'submit' wraps
  // CHECK: note: expanded from macro
  // CHECK: note: instead
}

template <class F> void bad_template(home::Pool &pool, F work) {
  pool.submit(work);
  // CHECK: [[#@LINE-1]]:15: warning: 'work' returns a task, which 'submit' wraps
  // CHECK: note: instead
}
template <bool Pooled> void maybe_constexpr(home::Pool &pool) {
  if constexpr (Pooled)
    pool.submit([] { return save(1); });
  // CHECK: [[#@LINE-1]]:17: warning: the lambda returns a task
  // CHECK: note: instead
}
void callers(home::Pool &pool) {
  bad_template(pool, [] { return save(1); });
  bad_template(pool, [] { return 1; });
  maybe_constexpr<true>(pool);
  maybe_constexpr<false>(pool);
  auto generic = [&](auto work) { pool.submit(work); };
  // CHECK: [[#@LINE-1]]:47: warning: 'work' returns a task, which 'submit' wraps
  // CHECK: note: instead
  generic([] { return save(1); });
}

// ---- two awaits, and only one is made

Task<Task<int>> connectAndLoad();
Task<> bad_one_await() {
  co_await connectAndLoad();
  // CHECK: [[#@LINE-1]]:12: warning: 'connectAndLoad' yields a task inside a task: the inner one never runs
  // CHECK: note: instead, await what it yields too
}

// ---- near misses

Task<int> ok_two_awaits() {
  co_await co_await connectAndLoad();
  auto inner = co_await connectAndLoad();
  use(co_await std::move(inner));
  auto outer = connectAndLoad();
  co_return co_await co_await std::move(outer);
}
Task<> ok_taken_out(home::Pool &pool) {
  co_await pool.submit([] { return save(1); }).get();
  auto made = pool.submit([] { return save(1); });
  home::syncWait(made.get());
  auto kept = pool.submit([] { return save(1); });
  use(kept);
}
std::future<Task<>> ok_for_the_caller(home::Pool &pool) {
  return pool.submit([] { return save(1); });
}
// The inner task runs by itself, and nobody needs its result.
home::EagerTask<home::Detached> twice();
std::future<std::future<int>> ok_eager_inner();
home::Detached fire();
void ok_inner_needs_nobody(home::Pool &pool) {
  pool.submit([] { return fire(); });
  ok_eager_inner();
}
void ok_values(home::Pool &pool) {
  pool.submit([] { return plain(1); });
  pool.submit([] { home::spawn(save(1)); });
}
Task<> ok_generic_results(home::Pool &pool) {
  auto twoPhases = [](auto task) -> Task<Task<int>> { co_return std::move(task); };
  auto second = co_await twoPhases(load(1));
  co_await std::move(second);
}
void ok_suppressed(home::Pool &pool) {
  pool.submit([] { return save(1); }); // NOLINT(async-nested-task)
}

// A sender is made of senders: its arguments do not tell what it yields.
template <class Inner> struct Adaptor {
  struct sender_concept {};
  Inner inner;
};
Adaptor<Adaptor<int>> adapt();
void ok_sender() { adapt(); }
