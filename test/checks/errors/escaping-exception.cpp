// RUN: %check-tidy %s async-escaping-exception
#include "home/loop.h"
#include "home/task.h"
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

void work();
void parse(const std::string &text) {
  if (text.empty())
    throw std::invalid_argument("empty");
}

// ---- threads

void bad_thread() {
  std::thread worker([] {
    // CHECK: [[#@LINE-1]]:15: warning: this lambda throws, and an exception that leaves a thread ends the program [async-escaping-exception]
    // CHECK: [[#@LINE+3]]:5: note: thrown here, and caught nowhere
    // CHECK: [[#@LINE-3]]:15: note: instead, catch it in there
    work();
    throw std::runtime_error("late");
  });
  worker.join();
}
void bad_by_way_of_a_function(std::string text) {
  std::jthread worker([=] { parse(text); });
  // CHECK: [[#@LINE-1]]:16: warning: this lambda throws
  // CHECK: [[#@LINE-2]]:29: note: by way of 'parse', which is called here
  // CHECK: [[#@LINE-19]]:5: note: thrown here
  // CHECK: note: instead
}
void loop() {
  try {
    parse("");
  } catch (const std::out_of_range &) { // another one
  }
}
void bad_function() {
  std::thread(loop).detach();
  // CHECK: [[#@LINE-1]]:3: warning: 'loop' throws, and an exception that leaves a thread
  // CHECK: note: by way of 'parse'
  // CHECK: note: thrown here
  // CHECK: note: instead
}
#define THREAD(f) std::thread(f)
template <class T> void bad_template(T value) {
  auto worker = THREAD([value] { throw value; });
  // CHECK: [[#@LINE-1]]:17: warning: this lambda throws
  // CHECK: note: expanded from macro
  // CHECK: note: thrown here
  // CHECK: note: instead
  worker.join();
}
template <bool Throws> void maybe_constexpr() {
  std::thread([] {
    // CHECK: [[#@LINE-1]]:3: warning: this lambda throws
    // CHECK: note: thrown here
    // CHECK: note: instead
    if constexpr (Throws)
      throw 1;
    work();
  }).join();
}
void callers() {
  bad_template(1);
  bad_template(2L);
  maybe_constexpr<true>();
}
template <bool Throws> void ok_constexpr() {
  std::thread([] {
    if constexpr (Throws)
      throw 1;
  }).join();
}
void others() { ok_constexpr<false>(); }

void ok_caught(std::string text) {
  std::thread([&] {
    try {
      parse(text);
      throw 1;
    } catch (...) {
    }
  }).join();
  std::thread([&] {
    try {
      parse(text);
    } catch (const std::logic_error &) { // its base
    }
  }).join();
  std::thread(work).join();
}
void verify(bool condition, const char *text) {
  if (!condition)
    throw std::logic_error(text);
}
void ok_asserted(int *count) {
  std::thread([=] { verify(count != nullptr, "count"); }).join();
}
// concurrencpp: deep below, something checks that it is not empty.
void deeper() { parse("never empty"); }
void ok_far_away() {
  std::thread([] { deeper(); }).join();
}
void ok_carried_by_the_future() {
  auto task = std::async(std::launch::async, [] { throw 1; });
  std::promise<void> promise;
  std::thread([&] {
    try {
      throw 1;
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  }).join();
}
void rethrown() {
  try {
    work();
  } catch (...) {
    throw; // whether there ever is anything, nobody knows
  }
}
void ok_rethrown() { std::thread(rethrown).join(); }
void ok_packaged() {
  std::packaged_task<void()> task([] { throw 1; });
  std::thread(std::move(task)).join();
}

// ---- coroutines whose promise ends the program

home::Detached bad_fire_and_forget(int id) {
  // CHECK: [[#@LINE-1]]:16: warning: 'bad_fire_and_forget' throws, and its promise answers an exception by ending the program
  // CHECK: [[#@LINE+3]]:5: note: thrown here
  // CHECK: [[#@LINE-3]]:16: note: instead, catch it in there, or return a task
  if (id < 0)
    throw std::out_of_range("id");
  co_await home::tick();
}
home::Task<> bad_in_what_it_awaits() { throw 1; co_return; }
home::Detached bad_awaits_one_that_throws() {
  // CHECK: [[#@LINE-1]]:16: warning: 'bad_awaits_one_that_throws' throws, and its promise
  // CHECK: note: by way of 'bad_in_what_it_awaits'
  // CHECK: note: thrown here
  // CHECK: note: instead
  co_await bad_in_what_it_awaits();
}
home::Detached ok_catches() {
  try {
    throw 1;
  } catch (...) {
  }
  co_return;
}
home::Task<> ok_has_a_place() { throw 1; co_return; }
// llvm#61905: an exception goes to the promise, and the function stays noexcept.
home::Task<> ok_noexcept_coroutine() noexcept { throw 1; co_return; }

// ---- callbacks

void bad_noexcept_callback(home::Loop &loop) {
  loop.post([]() noexcept { throw 1; });
  // CHECK: [[#@LINE-1]]:13: warning: this lambda throws and is noexcept: the exception ends the program
  // CHECK: note: thrown here
  // CHECK: note: instead
}
void ok_callback(home::Loop &loop) { loop.post([] { throw 1; }); }
void ok_suppressed() {
  std::thread([] { throw 1; }).join(); // NOLINT(async-escaping-exception)
}

// To settle a promise twice is a mistake, not what a thread has to expect.
class Answer {
public:
  void set_value(int value) {
    if (settled_)
      throw std::logic_error("settled");
    settled_ = true;
    value_ = value;
    waiter_.resume();
  }
  std::future<int> get_future();

private:
  bool settled_ = false;
  int value_ = 0;
  std::coroutine_handle<> waiter_;
};
void ok_settles(Answer &answer) {
  std::thread([&] { answer.set_value(1); }).join();
}

// A task that is only declared says nothing of its promise.
template <class T> class Later;
template <class T> Later<T> ok_incomplete(T value) { co_return value; }
