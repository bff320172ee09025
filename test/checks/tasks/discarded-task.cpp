// RUN: %check-tidy %s async-discarded-task
#include "home/task.h"
#include <functional>
#include <future>
#include <tuple>
#include <vector>

using home::Task;

Task<> save(int id);
Task<int> load(int id);
home::EagerTask<> start();
std::future<int> submit();
home::Detached fire();
home::Generator<int> count();

struct Store {
  Task<> flush();
  Store &cache() { return *this; }
  Task<> &pending();
  Task<> pending_;
};

// ---- what dropping means

Task<> bad_lazy() {
  save(1);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save' is dropped here, so it never runs [async-discarded-task]
  // CHECK: [[#@LINE-2]]:3: note: write 'co_await' before it
  co_await save(2);
}

void bad_outside_a_coroutine() {
  save(1);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save' is dropped here, so it never runs
  // CHECK: [[#@LINE-2]]:3: note: instead, await it, return it, or hand it to whoever runs it
}

void bad_eager() {
  start();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'start' is dropped here, so its work ends at once
  // CHECK: [[#@LINE-2]]:3: note: instead, keep it until it is done, and look at its result
}

void bad_future() {
  submit();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'submit' is dropped here, so an error in it goes unseen
  // CHECK: [[#@LINE-2]]:3: note: instead, keep the future, and get() its result where you may wait
}

void bad_synchronous_in_disguise() {
  std::async(std::launch::async, [] { return 1; });
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'async' is dropped here, and its destructor waits: the call is synchronous
  // CHECK: [[#@LINE-2]]:3: note: instead, keep the future
}

std::future<int> passOn() { return std::async([] { return 1; }); }
void bad_synchronous_in_a_helper() {
  passOn();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'passOn' is dropped here, and its destructor waits
  // CHECK: note: instead
}

struct Runaway { // eager, and nothing stops it
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
  run();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'run' is dropped here, so its result and errors are lost
  // CHECK: note: instead, keep it until it is done
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
  odd();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'odd' is dropped here, and nobody awaits it
  // CHECK: note: instead, keep it until it is done
}

void ok_made_to_be_dropped() { fire(); }
void ok_generator() { count(); }

// ---- where a value is dropped

Task<> bad_every_place(bool yes, Store &store) {
  if (yes)
    save(1);
  // CHECK: [[#@LINE-1]]:5: warning: the task of 'save'
  // CHECK: note: write 'co_await' before it
  else
    store.cache().flush();
  // CHECK: [[#@LINE-1]]:19: warning: the task of 'flush'
  // CHECK: note: write 'co_await' before it
  for (int i = 0; i < 3; save(i), ++i)
    ;
  // CHECK: [[#@LINE-2]]:26: warning: the task of 'save'
  // CHECK: note: write 'co_await' before it
  yes ? save(2) : save(3);
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'save'
  // CHECK: note: write 'co_await' before it
  // CHECK: [[#@LINE-3]]:19: warning: the task of 'save'
  // CHECK: note: write 'co_await' before it
  load(1), co_await save(4);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'load'
  // CHECK: note: write 'co_await' before it
  switch (int(yes)) {
  case 1:
    save(5);
    // CHECK: [[#@LINE-1]]:5: warning: the task of 'save'
    // CHECK: note: write 'co_await' before it
  }
  for (int id : {1, 2})
    save(id);
  // CHECK: [[#@LINE-1]]:5: warning: the task of 'save'
  // CHECK: note: write 'co_await' before it
}

Task<> bad_lambda_called_at_once(int id) {
  [=]() -> Task<> { co_await save(id); }();
  // CHECK: [[#@LINE-1]]:3: warning: the task of the lambda is dropped here, so it never runs
  // CHECK: note: write 'co_await' before it
  co_await home::tick();
}

void bad_in_a_plain_lambda(std::vector<int> ids) {
  auto each = [](int id) { save(id); };
  // CHECK: [[#@LINE-1]]:28: warning: the task of 'save'
  // CHECK: note: instead, await it
  for (int id : ids)
    each(id);
}

struct Job {
  std::function<Task<>()> work;
  Task<> (*fallback)(int);
  void bad_callable_objects() {
    work();
    // CHECK: [[#@LINE-1]]:5: warning: the task of 'work'
    // CHECK: note: instead, await it
    fallback(1);
    // CHECK: [[#@LINE-1]]:5: warning: the task of 'fallback'
    // CHECK: note: instead, await it
  }
};

Task<Task<>> nested();
Task<> bad_task_in_a_task() {
  co_await nested();
  // CHECK: [[#@LINE-1]]:3: warning: the task of this expression is dropped here, so it never runs
  // CHECK: note: write 'co_await' before it
}

Task<> bad_catch() {
  try {
    co_await save(1);
  } catch (...) {
    save(2); // no await is allowed here
    // CHECK: [[#@LINE-1]]:5: warning: the task of 'save'
    // CHECK: note: instead, await it
  }
}

home::Generator<int> bad_cannot_await() {
  save(1);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save'
  // CHECK: note: instead, await it
  co_yield 1;
}

#define TRY(x) do { x; } while (false)
void bad_macro() {
  TRY(save(1));
  // CHECK: [[#@LINE-1]]:7: warning: the task of 'save'
  // CHECK: note: expanded from macro
  // CHECK: note: instead, await it
}

// ---- thrown away in so many words

void bad_lazy_in_so_many_words() {
  (void)save(1); // the author means "in the background", and gets nothing
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'save' is dropped here, so it never runs
  // CHECK: note: instead, await it
  std::ignore = save(2);
  // CHECK: [[#@LINE-1]]:17: warning: the task of 'save' is dropped here, so it never runs
  // CHECK: note: instead, await it
}

void ok_running_in_so_many_words() {
  (void)start();
  static_cast<void>(submit());
  std::ignore = submit();
}

// ---- near misses

Task<> ok_awaited() {
  co_await save(1);
  int value = co_await load(2);
  (void)co_await load(value);
  (co_await load(3), co_await save(4));
  co_return co_await save(5);
}

Task<> ok_returned() { return save(1); }
void ok_stored(std::vector<Task<>> &into) { into.push_back(save(1)); }
void ok_handed_on() { home::spawn(save(1)); }
int ok_waited_for() { return home::syncWait(load(1)); }
void ok_unevaluated() {
  (void)sizeof(save(1));
  using Result = decltype(save(1));
  static_assert(!noexcept(save(1)));
}
Task<> ok_arrow(Store &store) {
  store.pending() = save(1); // an assignment returns a reference
  store.pending();           // nothing is dropped: the store keeps it
  store.pending_;
  co_await home::tick();
}

// The chain's end counts, not its beginning (scylladb storage_service.cc:1957 opens with
// a future and ends in forward_to(), which returns nothing).
struct Chain {
  struct promise_type {
    Chain get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  Chain then(std::function<void()>) &&;
  Chain &onError(std::function<void()>);
  void detach() &&;
  ~Chain();
};
Chain open();
void ok_chain_that_is_detached() {
  open().then([] {}).detach();
}
// Builder style returns the receiver (grpc-java#2725).
void ok_builder(Chain &chain) {
  chain.onError([] {});
}
void bad_chain() {
  open().then([] {});
  // CHECK: [[#@LINE-1]]:10: warning: the task of 'then' is dropped here, so it never runs
  // CHECK: note: instead, await it
}

// typescript-eslint#4961: what merely looks like a task ("thenable") is none.
struct Promised {
  Promised then(std::function<void()>);
};
Promised promised();
void ok_no_task() {
  promised();
  promised().then([] {});
}

// ---- awaitables that are no tasks

home::AsyncMutex gate;
home::Event event;

Task<> bad_lock_without_await() {
  gate.lock();
  // CHECK: [[#@LINE-1]]:8: warning: 'lock' does nothing until it is awaited, and its result is dropped
  // CHECK: [[#@LINE-2]]:3: note: write 'co_await' before it
  co_await gate.lock();
  gate.unlock();
}

struct Join { // a handle on something that runs already
  int *state;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
Join goOn(Task<> task);
Join goOnWith(std::function<void()> work);
home::Event &signal();
struct Ready {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
Ready ready();
void ok_awaitables() {
  signal();          // somebody keeps it
  goOn(save(1));     // it runs
  goOnWith([] {});
  ready();           // never suspends, so awaiting it does nothing either
  gate.try_lock();
  (void)gate.lock();
  std::suspend_always{};
}

// ---- suppression

void ok_suppressed() {
  save(1); // NOLINT(async-discarded-task): the test of a task that nobody runs
  // NOLINTNEXTLINE(async-discarded-task)
  save(2);
}

// ---- an exception is what is wanted, not a task

template <class E, class F> void assertThrows(F call) { call(); }
#define EXPECT_THROWS(call) try { (void)0; call; } catch (...) {}
void ok_expected_to_throw() {
  assertThrows<int>([] { save(-1); });
  assertThrows<int>([] {
    auto ready = [] {};
    ready();
    save(-2);
  });
  EXPECT_THROWS(save(-3));
}
void bad_in_any_other_lambda() {
  auto quiet = [] { save(1); };
  // CHECK: [[#@LINE-1]]:21: warning: the task of 'save' is dropped here, so it never runs
  // CHECK: note: instead
  quiet();
}
