// RUN: %check-tidy %s async-coroutine-as-void-callback
#include "home/task.h"
#include <algorithm>
#include <functional>
#include <future>
#include <thread>
#include <vector>

using home::Task;

Task<> save(int id);
home::EagerTask<> start();
void plain(int id);

// ---- type-erased callables that return nothing

void bad_conversion() {
  std::function<void()> job = []() -> Task<> { co_await save(1); };
  // CHECK: [[#@LINE-1]]:31: warning: the lambda returns a task that 'std::function<void ()>' drops, so it never runs [async-coroutine-as-void-callback]
  // CHECK: [[#@LINE-2]]:48: note: it is a coroutine: it awaits here
  // CHECK: [[#@LINE-3]]:31: note: instead, pass a plain callable that starts the task: hand it to whoever runs tasks, and see to its errors
}

struct Button {
  std::function<void(int)> clicked;
  void onClick(std::function<void(int)> handler) { clicked = std::move(handler); }
  explicit Button(std::function<void(int)> handler) : clicked(std::move(handler)) {}
};

void bad_argument(Button &button) {
  button.onClick([](int id) -> Task<> { co_await save(id); });
  // CHECK: [[#@LINE-1]]:18: warning: the lambda returns a task that 'std::function<void (int)>' drops
  // CHECK: note: it is a coroutine
  // CHECK: note: instead
  button.onClick(save);
  // CHECK: [[#@LINE-1]]:18: warning: 'save' returns a task that 'std::function<void (int)>' drops
  // CHECK: note: instead
  button.onClick(&save);
  // CHECK: [[#@LINE-1]]:18: warning: 'save' returns a task
  // CHECK: note: instead
  button.clicked = save;
  // CHECK: [[#@LINE-1]]:20: warning: 'save' returns a task
  // CHECK: note: instead
}

Button bad_constructor() {
  auto handler = [](int id) -> Task<> { co_await save(id); };
  return Button(handler);
  // CHECK: [[#@LINE-1]]:17: warning: 'handler' returns a task that 'std::function<void (int)>' drops
  // CHECK: [[#@LINE-3]]:41: note: it is a coroutine
  // CHECK: note: instead
}

std::function<void()> bad_returned() {
  return [] { return save(1); }; // no coroutine, but a task all the same
  // CHECK: [[#@LINE-1]]:10: warning: the lambda returns a task that 'std::function<void ()>' drops, so it never runs
  // CHECK: note: instead
}

struct Saver {
  Task<> operator()(int id) const;
};
void bad_function_object(Button &button, std::function<Task<>(int)> other) {
  button.onClick(Saver{});
  // CHECK: [[#@LINE-1]]:18: warning: 'Saver' returns a task
  // CHECK: note: instead
  button.onClick(other);
  // CHECK: [[#@LINE-1]]:18: warning: 'other' returns a task
  // CHECK: note: instead
}

void bad_eager(Button &button) {
  button.onClick([](int) { return start(); });
  // CHECK: [[#@LINE-1]]:18: warning: the lambda returns a task that 'std::function<void (int)>' drops, so its work ends at once
  // CHECK: note: instead
}

void bad_member_initializer() {
  struct Timer {
    std::function<void()> tick;
    Timer() : tick([]() -> Task<> { co_await save(1); }) {}
    // CHECK: [[#@LINE-1]]:20: warning: the lambda returns a task
    // CHECK: note: it is a coroutine
    // CHECK: note: instead
  } timer;
}

// A wrapper of one's own is known by its shape.
namespace own {
template <class Signature> class Callback;
template <class R, class... Args> class Callback<R(Args...)> {
public:
  template <class F> Callback(F &&callable) { hold(&callable); }
  R operator()(Args...) const;
  void hold(void *);
};
void onTick(Callback<void()> callback);
void onAsyncTick(Callback<Task<>()> callback);
} // namespace own
void bad_own_wrapper() {
  own::onTick([]() -> Task<> { co_await save(1); });
  // CHECK: [[#@LINE-1]]:15: warning: the lambda returns a task that 'Callback<void ()>' drops
  // CHECK: note: it is a coroutine
  // CHECK: note: instead
}

// ---- templates that ignore the result

template <class F> void repeat(int times, F &&action) {
  while (times-- > 0)
    action();
}
template <class F> void twice(F action) { repeat(2, action); }
template <class F> void later(F action, own::Callback<void(own::Callback<void()>)> &queue) {
  queue([action = std::move(action)] { action(); });
}
void bad_template(own::Callback<void(own::Callback<void()>)> &queue) {
  repeat(3, []() -> Task<> { co_await save(1); });
  // CHECK: [[#@LINE-1]]:13: warning: the lambda returns a task that 'repeat' drops, so it never runs
  // CHECK: note: it is a coroutine
  // CHECK: [[#@LINE-10]]:5: note: its result is dropped here
  // CHECK: note: instead
  twice([] { return save(1); });
  // CHECK: [[#@LINE-1]]:9: warning: the lambda returns a task that 'repeat' drops
  // CHECK: [[#@LINE-12]]:43: note: its result is dropped here
  // CHECK: note: instead
  later([] { return save(1); }, queue);
  // CHECK: [[#@LINE-1]]:9: warning: the lambda returns a task that 'later' drops
  // CHECK: note: its result is dropped here
  // CHECK: note: instead
}

void bad_generic_callee() {
  auto run = [](auto action) { action(); };
  run([]() -> Task<> { co_await save(1); });
  // CHECK: [[#@LINE-1]]:7: warning: the lambda returns a task that 'run' drops
  // CHECK: note: it is a coroutine
  // CHECK: [[#@LINE-4]]:32: note: its result is dropped here
  // CHECK: note: instead
}

void bad_generic_callable(Button &button) {
  button.onClick([](auto id) -> Task<> { co_await save(id); });
  // CHECK: [[#@LINE-1]]:18: warning: the lambda returns a task
  // CHECK: note: it is a coroutine
  // CHECK: note: instead
}

// ---- library functions

void bad_library(std::vector<int> ids) {
  std::thread worker([]() -> Task<> { co_await save(1); });
  // CHECK: [[#@LINE-1]]:22: warning: the lambda returns a task that 'thread' drops
  // CHECK: note: it is a coroutine
  // CHECK: note: instead
  std::for_each(ids.begin(), ids.end(), save);
  // CHECK: [[#@LINE-1]]:41: warning: 'save' returns a task that 'for_each' drops
  // CHECK: note: instead
  worker.join();
}

#define ON_CLICK(button, handler) (button).onClick(handler)
void bad_macro(Button &button) {
  ON_CLICK(button, save);
  // CHECK: [[#@LINE-1]]:20: warning: 'save' returns a task
  // CHECK: note: expanded from macro
  // CHECK: note: instead
}

// ---- near misses

home::Detached fire(int id);
void ok_made_for_it(Button &button) {
  button.onClick(fire);
  button.onClick([](int id) -> home::Detached { co_await save(id); });
  button.onClick(plain);
  button.onClick([](int id) { home::spawn(save(id)); });
  button.onClick([](int id) { (void)std::async(plain, id); });
  own::onAsyncTick([]() -> Task<> { co_await save(1); });
  std::function<Task<>()> kept = []() -> Task<> { co_await save(1); };
  std::function<void()> copy = std::function<void()>();
}

template <class F> Task<> awaitAll(F &&action) {
  co_await action();
  auto task = action();
  co_await std::move(task);
}
template <class F> auto passOn(F &&action) { return action(); }
template <class F> void keep(F action) {
  std::vector<Task<>> tasks;
  tasks.push_back(action());
}
template <class F> void inspect(F &&action) { (void)sizeof(action()); }
void ok_template() {
  auto coroutine = []() -> Task<> { co_await save(1); };
  auto waited = awaitAll(coroutine);
  auto task = passOn(coroutine);
  keep(coroutine);
  inspect(coroutine);
  repeat(3, [] { plain(1); });
  repeat(3, [] { return 1; });
}

// The most disabled option of its kind elsewhere reports tasks that run by themselves
// (typescript-eslint#1637, #4619, SonarJS#4519): those are silent, unless they refer to
// variables that they outlive.
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
void ok_runs_by_itself(Button &button, int factor) {
  button.onClick([](int id) -> Runaway { co_await save(id); });
  button.onClick([factor](int id) -> Runaway { co_await save(id * factor); });
}
void bad_refers(Button &button, int factor) {
  button.onClick([&factor](int id) -> Runaway { co_await save(id * factor); });
  // CHECK: [[#@LINE-1]]:18: warning: the lambda returns a task that 'std::function<void (int)>' drops, and it outlives what it captured
  // CHECK: note: it is a coroutine
  // CHECK: note: instead
}

void ok_suppressed(Button &button) {
  button.onClick(save); // NOLINT(async-coroutine-as-void-callback): a stub
}

// Not seen: the element is built inside the library.
void fn_emplaced(std::vector<std::function<void(int)>> &handlers) {
  handlers.emplace_back(save);
}

// Not seen: a bind hides what it returns.
void fn_bound(Button &button, Saver &saver) {
  button.onClick(std::bind(&Saver::operator(), &saver, std::placeholders::_1));
}
