// RUN: %check-tidy %s async-task-in-condition
#include "home/task.h"
#include <cassert>
#include <utility>

// A task that can say whether it has a coroutine, as many home-made ones can.
template <class T> struct [[nodiscard]] Job {
  struct promise_type {
    Job get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T);
    void unhandled_exception();
  };
  struct Awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  Awaiter operator co_await() &&;
  explicit operator bool() const noexcept;
  bool operator==(const Job &) const = default;
  bool operator==(std::nullptr_t) const;
  std::coroutine_handle<> handle;
};

struct Flag { bool set; explicit operator bool() const; };
struct Cache {
  Job<bool> isWarm() const;
  Job<int> size() const;
};
Job<bool> isReady();
Job<int> count();
Job<Flag> flag();
void use(int);

// ---- tested

Job<int> bad_if(Cache &cache) {
  if (isReady())
    // CHECK: [[#@LINE-1]]:7: warning: this tests whether 'isReady' returned a task, not what the task results in [async-task-in-condition]
    // CHECK: [[#@LINE-2]]:7: note: write 'co_await' before it
    use(1);
  while (!cache.isWarm())
    // CHECK: [[#@LINE-1]]:11: warning: this tests whether 'isWarm' returned a task
    // CHECK: note: write 'co_await' before it
    use(2);
  use(isReady() ? 1 : 2);
  // CHECK: [[#@LINE-1]]:7: warning: this tests whether 'isReady' returned a task
  // CHECK: note: write 'co_await' before it
  if (cache.size() && co_await count() > 1)
    // CHECK: [[#@LINE-1]]:7: warning: this tests whether 'size' returned a task
    // CHECK: note: write 'co_await' before it
    use(3);
  if (flag())
    // CHECK: [[#@LINE-1]]:7: warning: this tests whether 'flag' returned a task
    // CHECK: note: write 'co_await' before it
    use(4);
  co_return 1;
}

void bad_outside_a_coroutine() {
  for (int i = 0; isReady(); ++i)
    // CHECK: [[#@LINE-1]]:19: warning: this tests whether 'isReady' returned a task
    // CHECK: [[#@LINE-2]]:19: note: instead, wait for the task, and test its result
    use(i);
  assert(isReady());
  // CHECK: [[#@LINE-1]]:10: warning: this tests whether 'isReady' returned a task
  // CHECK: note: expanded from macro
  // CHECK: note: instead, wait for the task
}

template <class T> Job<int> bad_template(T &cache) {
  if (cache.isWarm())
    // CHECK: [[#@LINE-1]]:7: warning: this tests whether 'isWarm' returned a task
    // CHECK: note: write 'co_await' before it
    use(1);
  co_return 1;
}
Cache warm;
auto one = bad_template(warm);

template <bool Ask> Job<int> maybe_constexpr() {
  if constexpr (Ask) {
    if (isReady())
      // CHECK: [[#@LINE-1]]:9: warning: this tests whether 'isReady' returned a task
      // CHECK: note: write 'co_await' before it
      use(1);
  }
  co_return 1;
}
auto asks = maybe_constexpr<true>();
auto asksNot = maybe_constexpr<false>();

auto bad_lambda = [](auto &cache) { return cache.isWarm() ? 1 : 2; };
// CHECK: [[#@LINE-1]]:44: warning: this tests whether 'isWarm' returned a task
// CHECK: note: instead
auto two = bad_lambda(warm);

// ---- compared, and converted without a word

Job<int> bad_compared() {
  if (count() == count())
    // CHECK: [[#@LINE-1]]:7: warning: this compares the task of 'count', not what it results in
    // CHECK: [[#@LINE-2]]:7: note: write 'co_await' before it
    use(1);
  co_return 1;
}

template <class T> struct Loose : Job<T> {
  struct promise_type : Job<T>::promise_type { Loose get_return_object(); };
  operator bool() const;
};
Loose<int> loose();
struct Stream { Stream &operator<<(bool); } out;
void bad_converted() {
  out << loose();
  // CHECK: [[#@LINE-1]]:10: warning: this tests whether 'loose' returned a task
  // CHECK: note: instead
  use(loose() + 1);
  // CHECK: [[#@LINE-1]]:7: warning: this tests whether 'loose' returned a task
  // CHECK: note: instead
}

// ---- near misses

Job<int> ok_awaited() {
  if (co_await isReady())
    use(co_await count() == 1);
  co_return 1;
}
// A task that was kept may be asked whether it is still there.
void ok_kept(Job<bool> given, Cache &cache) {
  Job<int> task = count();
  if (task && !given)
    use(1);
  if (auto made = cache.size())
    use(2);
  if (task == nullptr || count() != nullptr || task == task)
    use(3);
}
// The author spells out what is converted.
bool ok_spelled_out() { return static_cast<bool>(isReady()) && bool(count()); }
// Nothing comes out of it, so that only its being there can be meant.
struct Nothing {
  struct promise_type {
    Nothing get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  explicit operator bool() const;
};
Nothing tryStart();
void ok_result_of_nothing() {
  if (tryStart())
    use(1);
}
// A conversion that waits is the task's way to hand out its value.
struct Future : Job<int> {
  operator bool();
};
Future future();
void ok_waiting_conversion() {
  if (future())
    use(1);
}
struct Lock { // what an attempt to lock returns
  explicit operator bool() const;
};
Lock tryLock();
Job<bool> &pending();
void ok_no_task() {
  if (tryLock())
    use(1);
  if (pending())
    use(2);
}
void ok_suppressed() {
  if (isReady()) // NOLINT(async-task-in-condition)
    use(1);
}
