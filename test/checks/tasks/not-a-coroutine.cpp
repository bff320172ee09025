// RUN: %check-tidy %s async-not-a-coroutine --prefixes=CHECK
// RUN: %check-tidy %s async-not-a-coroutine --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"
#include <cstdlib>
#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

using home::Task;

Task<> save(int id);
Task<int> load(int id);

// ---- empty tasks

Task<> bad_default() { return {}; }
// CHECK: [[#@LINE-1]]:31: warning: 'bad_default' returns an empty task, and awaiting it finds no work [async-not-a-coroutine]
// CHECK: [[#@LINE-2]]:31: note: write 'co_return' in it to make it a coroutine
Task<int> bad_spelled_out() { return Task<int>(); }
// CHECK: [[#@LINE-1]]:38: warning: 'bad_spelled_out' returns an empty task
// CHECK: note: write 'co_return'
Task<int> bad_on_one_path(bool known) {
  if (!known)
    return {};
  // CHECK: [[#@LINE-1]]:12: warning: 'bad_on_one_path' returns an empty task
  // CHECK: note: write 'co_return'
  return load(1);
}
std::future<int> bad_future() { return {}; }
// CHECK: [[#@LINE-1]]:40: warning: 'bad_future' returns an empty task
// CHECK: note: write 'co_return'

struct Pointer {
  struct promise_type {
    Pointer get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  Pointer() : handle(nullptr) {}
  Pointer(std::nullptr_t) : handle(nullptr) {}
  std::coroutine_handle<promise_type> handle;
};
Pointer bad_null() { return nullptr; }
// CHECK: [[#@LINE-1]]:29: warning: 'bad_null' returns an empty task
// CHECK: note: write 'co_return'
Pointer bad_null_handle() { return Pointer(); }
// CHECK: [[#@LINE-1]]:36: warning: 'bad_null_handle' returns an empty task
// CHECK: note: write 'co_return'

// llvm#171023: the override that has nothing to do.
struct Hook {
  virtual ~Hook();
  virtual Task<> bad_onStart() { return {}; }
  // CHECK: [[#@LINE-1]]:41: warning: 'bad_onStart' returns an empty task
  // CHECK: note: write 'co_return'
};

// ---- no task at all

void log(const char *);
Task<> bad_throws(int id) {
  log("out of range");
  throw std::out_of_range("id");
  // CHECK: [[#@LINE-1]]:3: warning: 'bad_throws' throws at the call and not when awaited: it is no coroutine
  // CHECK: note: write 'co_return'
}
// libcoro's condition_variable.hpp: an override that nobody is to call.
Task<> maybe_stub() {
  throw std::logic_error("never called");
  // STRICT: [[#@LINE-1]]:3: warning: 'maybe_stub' throws at the call
  // STRICT: note: write 'co_return'
}
Task<> bad_empty_body() {}
// CHECK: [[#@LINE-1]]:8: warning: 'bad_empty_body' ends without a task: it is no coroutine
// CHECK: note: write 'co_return'

// ---- lambdas, templates, macros

auto bad_lambda = []() -> Task<> { return {}; };
// CHECK: [[#@LINE-1]]:43: warning: this lambda returns an empty task
// CHECK: note: write 'co_return'
auto bad_generic = [](auto) -> Task<> { return {}; };
// CHECK: [[#@LINE-1]]:48: warning: this lambda returns an empty task
// CHECK: note: write 'co_return'
auto one = bad_generic(1);
template <class T> Task<T> bad_template(T) { return {}; }
// CHECK: [[#@LINE-1]]:53: warning: 'bad_template' returns an empty task
// CHECK: note: write 'co_return'
auto two = bad_template(1);
auto three = bad_template(2L);
#define NOTHING {}
Task<> bad_macro() { return NOTHING; }
// CHECK: [[#@LINE-1]]:29: warning: 'bad_macro' returns an empty task
// CHECK: note: expanded from macro
// CHECK: note: write 'co_return'
template <bool Known> Task<int> maybe_constexpr() {
  if constexpr (Known)
    return load(1);
  else
    return {};
  // CHECK: [[#@LINE-1]]:12: warning: 'maybe_constexpr' returns an empty task
  // CHECK: note: write 'co_return'
}
auto known = maybe_constexpr<true>();
auto unknown = maybe_constexpr<false>();

// ---- near misses

Task<> ok_coroutine() { co_return; }
Task<> ok_coroutine_that_throws() {
  throw std::runtime_error("no");
  co_return;
}
template <bool Work> Task<> ok_coroutine_in_a_branch() {
  if constexpr (Work)
    co_await save(1);
}
auto works = ok_coroutine_in_a_branch<true>();
auto rests = ok_coroutine_in_a_branch<false>();
Task<> ok_passed_on() { return save(1); }
Task<int> ok_checked(int id) {
  if (id < 0)
    throw std::out_of_range("id");
  return load(id);
}
Task<int> ok_kept(Task<int> &kept) { return std::move(kept); }
Task<> &ok_reference(Task<> &task) { return task; }
Task<> ok_lambda_called() {
  return [](int id) -> Task<> { co_await save(id); }(1);
}
[[noreturn]] void fail(int id);
Task<> ok_never_returns(int id) { fail(id); }
Task<> ok_aborts() { std::abort(); }
Task<> ok_unreachable() { __builtin_unreachable(); }
Task<> ok_runs_for_good() {
  for (;;)
    ;
}
#define NOT_IMPLEMENTED throw std::logic_error("not implemented")
Task<> ok_announced_stub() { NOT_IMPLEMENTED; }

// A default constructor that does something makes a task that is done, for all we know.
struct Done {
  struct promise_type {
    Done get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  Done() : state(std::make_shared<int>(1)) {}
  static Done nothing() { return {}; }
  std::shared_ptr<int> state;
};
Done ok_done() { return {}; }
Done ok_factory() { return Done::nothing(); }
// What makes tasks is part of the task.
struct Made : Pointer {
  struct promise_type : Pointer::promise_type {
    Made get_return_object() { return {}; }
  };
  static Made none() { return {}; }
};
std::shared_ptr<Task<>> ok_pointer() { return {}; }

Task<> ok_suppressed() { return {}; } // NOLINT(async-not-a-coroutine)
