// RUN: %check-tidy %s async-dangling-task-argument
#include "home/loop.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using home::Detached;
using home::EagerTask;
using home::Task;
using home::tick;

void use(const std::string &);
void use(int);

Task<> send(const std::string &text) { co_await tick(); use(text); }
Task<> take(std::string &&text) { use(std::move(text)); co_return; }
Task<> view(std::string_view text) { co_await tick(); use(std::string(text)); }
Task<> number(const int &value) { co_await tick(); use(value); }
Task<> pointer(const std::string *text) { co_await tick(); use(*text); }
Task<> byValue(std::string text) { co_await tick(); use(text); }
Task<> unused(const std::string &) { co_await tick(); }
EagerTask<> eager(const std::string &text) { co_await tick(); use(text); }
EagerTask<> eagerAtOnce(const std::string &text) { use(text); co_await tick(); }
Detached detached(const std::string &text) { co_await tick(); use(text); }
Task<> declared(const std::string &text);
Task<> forward(const std::string &text) { return send(text); }
Task<> both(Task<> first, Task<> second);

// ---- temporaries

Task<> bad_kept() {
  auto task = send(std::string("hello"));
  // CHECK: [[#@LINE-1]]:20: warning: this temporary dies before the task of 'send' reads it [async-dangling-task-argument]
  // CHECK: 18:61: note: 'text' is read here, when the call may have returned long ago
  // CHECK: [[#@LINE-3]]:3: note: its task is kept and awaited later
  // CHECK: 18:32: note: await the task here, or take 'text' by value
  co_await std::move(task);
}
Task<> bad_converted() { return send("hello"); }
// CHECK: [[#@LINE-1]]:38: warning: this temporary dies before the task of 'send' reads it
Task<> bad_rvalue() { return take("hello"); }
// CHECK: [[#@LINE-1]]:35: warning: this temporary dies before
Task<> bad_view_of_temporary() { return view(std::string("hello")); }
// CHECK: [[#@LINE-1]]:46: warning: this temporary dies before the task of 'view' reads it
Task<> bad_scalar() { return number(5); }
// CHECK: [[#@LINE-1]]:37: warning: this temporary dies before
Task<> bad_through_wrapper() { return forward("hello"); }
// CHECK: [[#@LINE-1]]:47: warning: this temporary dies before the task of 'forward' reads it
void bad_detached() { detached("hello"); }
// CHECK: [[#@LINE-1]]:32: warning: this temporary dies before the task of 'detached' reads it
// CHECK: note: its task is dropped and goes on alone
// Nothing says that home::spawn keeps the task.
void fn_spawned() { home::spawn(send("hello")); }
struct Session {
  std::vector<Task<>> tasks;
  Task<> task;
  std::string name;
  void bad_collected() { tasks.push_back(send("hello")); }
  // CHECK: [[#@LINE-1]]:47: warning: this temporary dies before
  void bad_stored() { task = send("hello"); }
  // CHECK: [[#@LINE-1]]:35: warning: this temporary dies before
  Task<> ok_member() { return send(name); }
  Task<> run() { co_await tick(); use(name); }
  Task<> atOnce() { co_return; }
};
Session open();
Task<> bad_object() { return open().run(); }
// CHECK: [[#@LINE-1]]:30: warning: this temporary dies before the task of 'run' reads it
// CHECK: note: 'this' is read here, when the call may have returned long ago
// CHECK: note: await the task here, or keep the object alive for it
Task<> ok_object_unused() { return open().atOnce(); }

Task<> ok_awaited() { co_await send(std::string("hello")); }
Task<> ok_combined() { co_await both(send("hello"), send("world")); }
Task<> ok_awaited_wrapper() { co_await forward("hello"); }
void ok_waited() { home::syncWait(send("hello")); }
Task<> ok_by_value() { return byValue("hello"); }
Task<> ok_unused() { return unused("hello"); }
Task<> ok_literal() { return view("hello"); }
EagerTask<> ok_read_at_once() { return eagerAtOnce("hello"); }
EagerTask<> bad_eager() { return eager("hello"); }
// CHECK: [[#@LINE-1]]:40: warning: this temporary dies before the task of 'eager' reads it
Task<> fn_declared() { return declared("hello"); }
Task<> ok_suppressed() { return send("hello"); } // NOLINT(async-dangling-task-argument)

// ---- local variables

Task<> bad_local() {
  std::string text = "hello";
  return send(text);
  // CHECK: [[#@LINE-1]]:15: warning: 'text' dies before the task of 'send' reads it
  // CHECK: [[#@LINE-2]]:3: note: its task is returned
}
Task<> bad_parameter(std::string text) { return send(text); }
// CHECK: [[#@LINE-1]]:54: warning: 'text' dies before
Task<> bad_moved_parameter(std::string text) { return take(std::move(text)); }
// CHECK: [[#@LINE-1]]:60: warning: 'text' dies before
Task<> bad_view_of_local() {
  std::string text = "hello";
  std::string_view part = text;
  return view(part);
  // CHECK: [[#@LINE-1]]:15: warning: 'text' dies before the task of 'view' reads it
}
Task<> bad_address() {
  std::string text = "hello";
  return pointer(&text);
  // CHECK: [[#@LINE-1]]:18: warning: 'text' dies before
}
Task<> bad_local_object() {
  Session session;
  return session.run();
  // CHECK: [[#@LINE-1]]:10: warning: 'session' dies before the task of 'run' reads it
}
void bad_detached_local() {
  std::string text = "hello";
  detached(text);
  // CHECK: [[#@LINE-1]]:12: warning: 'text' dies before
}
Task<> bad_narrower() {
  Task<> task;
  {
    std::string text = "hello";
    task = send(text);
    // CHECK: [[#@LINE-1]]:17: warning: 'text' dies before
  }
  co_await std::move(task);
}
Task<> bad_collected_in_loop(std::vector<std::string> all) {
  std::vector<Task<>> tasks;
  for (std::string each : all)
    tasks.push_back(send(each));
  // CHECK: [[#@LINE-1]]:26: warning: 'each' dies before
  for (auto &task : tasks)
    co_await std::move(task);
}
template <class T> Task<> bad_template(T text) { return send(text); }
// CHECK: [[#@LINE-1]]:62: warning: 'text' dies before
template Task<> bad_template<std::string>(std::string);
void bad_lambda() {
  auto start = [](auto text) -> Task<> { return send(text); };
  // CHECK: [[#@LINE-1]]:54: warning: 'text' dies before
  home::syncWait(start(std::string("hello")));
}
#define SEND(x) return send(x)
Task<> bad_macro() {
  std::string text = "hello";
  SEND(text);
  // CHECK: [[#@LINE-1]]:8: warning: 'text' dies before
}
template <bool Copy> Task<> ok_if_constexpr(std::string text) {
  if constexpr (Copy)
    return byValue(text);
  else
    return send(text);
}
template Task<> ok_if_constexpr<true>(std::string);

// Structured concurrency makes references right (CppCoreGuidelines#2050).
Task<> ok_local_awaited() {
  std::string text = "hello";
  auto task = send(text);
  co_await std::move(task);
}
Task<> ok_collected_and_awaited(std::vector<std::string> all) {
  std::vector<Task<>> tasks;
  for (const std::string &each : all)
    tasks.push_back(send(each));
  for (auto &task : tasks)
    co_await std::move(task);
}
// References come from a caller who may know better; the wrapper's callers are judged
// (llvm#221223: forwarders need no annotation).
Task<> ok_reference(const std::string &text) { return send(text); }
template <class T> Task<> ok_forwarded(T &&text) { return send(std::forward<T>(text)); }
template Task<> ok_forwarded<std::string>(std::string &&);
Task<> ok_static() { static std::string text; return send(text); }
Task<> ok_pointee(std::string *text) { return send(*text); }
// llvm#76818: a reference that is passed by value into the frame does not dangle.
Task<> copies(const std::string &text) { return byValue(text); }
Task<> ok_copied_by_callee() { return copies("hello"); }
// llvm#77066, llvm#64915: closures without captures, parameters of inner lambdas.
Task<> ok_empty_closure() { return [](std::string text) -> Task<> { co_await tick(); use(text); }("hello"); }
Task<> ok_settled_later(home::Loop &loop) {
  std::string text = "hello";
  detached(text);
  loop.run();
  co_return;
}
Task<> ok_object_outside(Session &session) { return session.run(); }
