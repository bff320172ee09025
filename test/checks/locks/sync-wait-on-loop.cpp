// RUN: %check-tidy %s async-sync-wait-on-loop
#include "home/loop.h"
#include "home/task.h"

#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using home::Task;

std::future<int> start();
int compute();

// ---- each way to wait

Task<int> bad_get() {
  std::future<int> answer = start();
  co_return answer.get();
  // CHECK: :[[#@LINE-1]]:20: warning: 'get' blocks its thread until the result is there; no other task on it can run [async-sync-wait-on-loop]
  // CHECK: :[[#@LINE-4]]:11: note: 'bad_get' is a coroutine: it shares its thread with other tasks
  // CHECK: :[[#@LINE-3]]:20: note: use instead: co_await the result
}

Task<int> bad_temporary() { co_return start().get(); }
// CHECK: :[[#@LINE-1]]:47: warning: 'get' blocks its thread until the result is there

Task<> bad_wait(std::shared_future<int> answer) {
  answer.wait();
  // CHECK: :[[#@LINE-1]]:10: warning: 'wait' blocks its thread
  co_return;
}

Task<> bad_wait_for(std::future<int> &answer) {
  answer.wait_for(5s);
  // CHECK: :[[#@LINE-1]]:10: warning: 'wait_for' blocks its thread
  co_return;
}

Task<> bad_join(std::thread &worker) {
  if (worker.joinable())
    worker.join();
  // CHECK: :[[#@LINE-1]]:12: warning: 'join' blocks its thread
  co_return;
}

Task<> bad_latch(std::latch &done) {
  done.wait();
  // CHECK: :[[#@LINE-1]]:8: warning: 'wait' blocks its thread
  co_return;
}

// Known by its shape: a template that takes `Task<T>` and returns `T`.
Task<int> bad_sync_wait_from_coroutine() {
  co_return home::syncWait(home::number());
  // CHECK: :[[#@LINE-1]]:13: warning: 'syncWait' blocks its thread
}

// Known by its body: it takes a task and waits on a condition variable.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  void wait() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return open; });
  }
};
void runToEnd(Task<> task) {
  Gate gate;
  home::spawn(std::move(task));
  gate.wait();
}
Task<> bad_home_made_wait() {
  runToEnd(home::tick());
  // CHECK: :[[#@LINE-1]]:3: warning: 'runToEnd' blocks its thread
  co_return;
}

[[clang::annotate("async::sync-wait")]] int waitForAnswer(int request);
Task<int> bad_annotated() { co_return waitForAnswer(1); }
// CHECK: :[[#@LINE-1]]:39: warning: 'waitForAnswer' blocks its thread

// ---- proven deadlocks

void bad_own_loop(home::Loop &loop) {
  loop.post([&] {
    std::promise<void> promise;
    auto done = promise.get_future();
    loop.post([&] { promise.set_value(); });
    done.wait();
    // CHECK: :[[#@LINE-1]]:10: warning: 'wait' blocks its thread until the result is there
    // CHECK: :[[#@LINE-6]]:8: note: handed to 'post' here, to run on an event loop
  });
}

Task<int> bad_own_pool(home::CoroutinePool &pool) {
  co_await pool.schedule();
  auto answer = pool.submit([] { return compute(); });
  co_return answer.get();
  // CHECK: :[[#@LINE-1]]:20: warning: 'get' waits for work that may need this very thread: a deadlock
  // CHECK: :[[#@LINE-3]]:22: note: the work is given to the same executor here
}

Task<int> bad_own_pool_temporary(home::CoroutinePool &pool) {
  co_await pool.schedule();
  co_return pool.submit([] { return compute(); }).get();
  // CHECK: :[[#@LINE-1]]:51: warning: 'get' waits for work that may need this very thread: a deadlock
}

Task<int> ok_other_executor_than_the_pool(home::CoroutinePool &pool, home::Pool &other) {
  co_await pool.schedule();
  auto answer = other.submit([] { return compute(); });
  co_return answer.get();
}

// ---- proven ready: tools that missed this were told to (vs-threading#165, #575)

Task<int> ok_tested() {
  std::future<int> answer = start();
  if (answer.wait_for(0s) == std::future_status::ready)
    co_return answer.get();
  co_return 0;
}

Task<int> ok_polled() {
  std::future<int> answer = start();
  while (answer.wait_for(0s) != std::future_status::ready)
    co_await home::tick();
  co_return answer.get();
}

Task<int> ok_tested_by_name() {
  std::future<int> answer = start();
  const bool ready = answer.wait_for(0s) == std::future_status::ready;
  co_return ready ? answer.get() : 0;
}

Task<int> bad_other_one_tested() {
  std::future<int> first = start(), second = start();
  if (first.wait_for(0s) == std::future_status::ready)
    co_return second.get();
  // CHECK: :[[#@LINE-1]]:22: warning: 'get' blocks its thread
  co_return 0;
}

// The wait is the first finding, what it found is thrown away.
Task<int> bad_result_of_test_dropped() {
  std::future<int> answer = start();
  answer.wait_for(0s);
  co_return answer.get();
  // CHECK: :[[#@LINE-1]]:20: warning: 'get' blocks its thread
}

home::Event readiness(std::future<int> &answer);
Task<int> ok_awaited_before() {
  std::future<int> answer = start();
  co_await readiness(answer);
  co_return answer.get();
}

// A continuation is called because the future is ready.
void ok_continuation() {
  struct Runner : home::Loop {
    void whenReady(std::function<void(std::future<int>)> continuation);
  } runner;
  runner.whenReady([](std::future<int> answer) { (void)answer.get(); });
}

// ---- contexts

// Top-level code has to wait somewhere (vs-threading#1370).
int ok_main() {
  std::thread worker(compute);
  worker.join();
  return home::syncWait(home::number()) + start().get();
}

struct Service {
  std::thread worker;
  ~Service() { worker.join(); } // destructors cannot await
};

Task<int> ok_offloaded(home::Pool &pool) {
  pool.submit([] { return start().get(); });
  co_return 0;
}

home::Generator<int> ok_generator() { co_yield start().get(); }

void bad_loop_callback(home::Loop &loop) {
  loop.post([] { start().wait(); });
  // CHECK: :[[#@LINE-1]]:26: warning: 'wait' blocks its thread
}

// A name is no evidence (AsyncFixer's own notes: nameof(Task.Result)).
Task<> ok_unevaluated() {
  using Answer = decltype(start().get());
  static_assert(sizeof(Answer) == sizeof(int));
  co_return;
}

struct Cache {
  int get() { return 1; }
};
Task<int> ok_get_of_something_else(Cache &cache) { co_return cache.get(); }
int unwrapped(const Task<int> &task);
Task<int> ok_inspection(const Task<int> &task) { co_return unwrapped(task); }
bool enqueue(Task<bool> task);
Task<> ok_returns_no_result(Task<bool> task) {
  enqueue(std::move(task));
  co_return;
}

// ---- templates, macros, branches

template <class T> Task<T> bad_template(std::future<T> value) {
  co_return value.get();
  // CHECK: :[[#@LINE-1]]:19: warning: 'get' blocks its thread
}
template Task<int> bad_template(std::future<int>);
template Task<char> bad_template(std::future<char>);

template <class T> Task<T> fn_template_never_used(std::future<T> value) {
  co_return value.get(); // which `get` is known at the first use
}

template <bool Wait> Task<> ok_if_constexpr(std::future<int> answer) {
  if constexpr (Wait)
    answer.wait();
  co_await home::tick();
}
template Task<> ok_if_constexpr<false>(std::future<int>);

#define ANSWER() start().get()
Task<int> bad_macro() { co_return ANSWER(); }
// CHECK: :[[#@LINE-1]]:35: warning: 'get' blocks its thread

Task<int> ok_suppressed() {
  co_return start().get(); // NOLINT(async-sync-wait-on-loop)
}

// ---- helpers that take a result

template <class T> int valueNow(std::future<T> answer) {
  if (answer.wait_for(0s) != std::future_status::ready)
    return 0;
  return answer.get();
}
template <class T> int valueSoon(std::future<T> &answer) { return answer.get() + 1; }
Task<int> ok_helperAsks() { co_return valueNow(start()); }
Task<int> ok_askedBeforeHelper() {
  std::future<int> answer = start();
  if (answer.wait_for(0s) == std::future_status::ready)
    co_return valueSoon(answer);
  co_return 0;
}
Task<int> bad_helperWaits() {
  std::future<int> answer = start();
  co_return valueSoon(answer);
  // CHECK: :[[#@LINE-1]]:13: warning: 'valueSoon' blocks its thread until the result is there
}
