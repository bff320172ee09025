// RUN: %check-tidy %s async-callback-capture-escapes
// RUN: %check-tidy %s async-callback-capture-escapes --prefixes=CHECK,STRICT -o Strict=true
#include "home/loop.h"

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using home::Loop;
using home::Task;
using home::tick;

void use(int);
void use(const std::string &);
void configure(Loop &);

// ---- posted

void bad_posted(Loop &loop) {
  int count = 0;
  loop.post([&count] { ++count; });
  // CHECK: [[#@LINE-1]]:15: warning: captured 'count' dies before this callback has run [async-callback-capture-escapes]
  // CHECK: [[#@LINE-2]]:8: note: 'post' keeps the callback, and a loop runs it later
  // CHECK: [[#@LINE-4]]:7: note: 'count' dies at the end of its scope, where nothing waits for the callback
  // CHECK: [[#@LINE-4]]:15: note: capture it by value, or move it into the callback
}
void bad_default(Loop &loop) {
  int count = 0;
  loop.post([&] { ++count; });
  // CHECK: [[#@LINE-1]]:13: warning: captured 'count' dies before this callback has run
}
void bad_parameter(Loop &loop, std::string text) {
  loop.post([&text] { use(text); });
  // CHECK: [[#@LINE-1]]:15: warning: captured 'text' dies
}
void bad_address(Loop &loop) {
  int count = 0;
  loop.post([pointer = &count] { ++*pointer; });
  // CHECK: [[#@LINE-1]]:14: warning: captured 'pointer' dies
}
void bad_view(Loop &loop, std::string text) {
  std::string_view view = text;
  loop.post([view] { use(std::string(view)); });
  // CHECK: [[#@LINE-1]]:14: warning: captured 'view' dies
}
void bad_named(Loop &loop) {
  int count = 0;
  auto callback = [&count] { ++count; };
  // CHECK: [[#@LINE-1]]:21: warning: captured 'count' dies
  loop.post(callback);
}
void bad_wrapped(Loop &loop) {
  int count = 0;
  std::function<void()> callback = [&count] { ++count; };
  // CHECK: [[#@LINE-1]]:38: warning: captured 'count' dies
  loop.post(std::move(callback));
}
void later(Loop &loop, std::function<void()> callback) { loop.post(std::move(callback)); }
void bad_through_callee(Loop &loop) {
  int count = 0;
  later(loop, [&count] { ++count; });
  // CHECK: [[#@LINE-1]]:17: warning: captured 'count' dies
  // CHECK: note: 'later' keeps the callback, and a loop runs it later
}
void bad_loop_variable(home::Pool &pool, std::vector<int> all) {
  for (int each : all)
    pool.submit([&each] { use(each); });
  // CHECK: [[#@LINE-1]]:19: warning: captured 'each' dies
  // CHECK: note: 'submit' keeps the callback, and a pool runs it later
}
void bad_collected(home::Pool &pool, std::vector<int> all) {
  std::vector<std::future<void>> results;
  for (int each : all)
    results.push_back(pool.submit([&each] { use(each); }));
  // CHECK: [[#@LINE-1]]:37: warning: captured 'each' dies
  for (auto &result : results)
    result.get();
}
void bad_thread() {
  int count = 0;
  std::thread([&count] { ++count; }).detach();
  // CHECK: [[#@LINE-1]]:17: warning: captured 'count' dies
}
Task<> bad_last_in_coroutine(Loop &loop) {
  co_await tick();
  int count = 0;
  loop.post([&count] { ++count; });
  // CHECK: [[#@LINE-1]]:15: warning: captured 'count' dies
}
template <class T> void bad_template(Loop &loop) {
  T count{};
  loop.post([&count] { use(count); });
  // CHECK: [[#@LINE-1]]:15: warning: captured 'count' dies
}
template void bad_template<int>(Loop &);
auto bad_generic = [](auto &loop) {
  int count = 0;
  loop.post([&count] { ++count; });
  // CHECK: [[#@LINE-1]]:15: warning: captured 'count' dies
};
void instantiate(Loop &loop) { bad_generic(loop); }
#define POST(loop, ...) loop.post(__VA_ARGS__)
void bad_macro(Loop &loop) {
  int count = 0;
  POST(loop, [&count] { ++count; });
  // CHECK: [[#@LINE-1]]:16: warning: captured 'count' dies
}
// The loop is made before the variable, so it runs on after that has gone.
struct Worker : std::jthread { using std::jthread::jthread; };

void ok_by_value(Loop &loop) {
  int count = 0;
  loop.post([count] { use(count); });
  loop.post([count = count + 1] { use(count); });
}
void ok_static(Loop &loop) {
  static int count = 0;
  loop.post([&] { ++count; });
}
void ok_reference(Loop &loop, int &count) { loop.post([&count] { ++count; }); }
void ok_reference_to_member(Loop &loop, std::vector<int> &all) {
  auto &first = all.front();
  loop.post([&first] { ++first; });
}
void ok_loop_is_run(Loop &loop) {
  int count = 0;
  loop.post([&count] { ++count; });
  loop.run();
}
void ok_own_loop() {
  int count = 0;
  Loop loop;
  configure(loop);
  loop.post([&count] { ++count; });
}
void ok_joined() {
  int count = 0;
  std::thread worker([&count] { ++count; });
  worker.join();
}
void ok_joins_itself() {
  int count = 0;
  std::jthread worker([&count] { ++count; });
}
void ok_future(home::Pool &pool) {
  int count = 0;
  pool.submit([&count] { ++count; }).get();
  auto result = pool.submit([&count] { ++count; });
  result.wait();
}
void ok_async() {
  int count = 0;
  auto result = std::async(std::launch::async, [&count] { ++count; });
}
// Routinely safe by who owns the task (capnproto#2670).
Task<> ok_waits_afterwards(Loop &loop, home::Event &done) {
  int count = 0;
  loop.post([&] { ++count; done.set(); });
  co_await done;
}
// Called before the function goes on (llvm#113845, llvm#126869, llvm#155025).
void ok_called_at_once(std::vector<int> &all) {
  int count = 0;
  std::for_each(all.begin(), all.end(), [&](int each) { count += each; });
  [&] { ++count; }();
  auto add = [&] { ++count; };
  add();
}
void runNow(const std::function<void()> &callback) { callback(); }
void unknown(std::function<void()> callback);
void ok_callee_runs_it() {
  int count = 0;
  runNow([&count] { ++count; });
}
void fn_unknown_callee() {
  int count = 0;
  unknown([&count] { ++count; });
}
std::function<void()> fn_returned() {
  int count = 0;
  return [&count] { ++count; };
}
// libcoro's scheduler: what the pointer points to is not the function's.
std::unique_ptr<int> ok_pointee(Loop &loop) {
  auto owner = std::make_unique<int>(0);
  loop.post([pointer = owner.get()] { ++*pointer; });
  return owner;
}
void ok_suppressed(Loop &loop) {
  int count = 0;
  loop.post([&count] { ++count; }); // NOLINT(async-callback-capture-escapes)
}
template <bool Later> void ok_if_constexpr(Loop &loop) {
  int count = 0;
  auto add = [&count] { ++count; };
  if constexpr (Later)
    loop.post(add);
  else
    add();
}
template void ok_if_constexpr<false>(Loop &);

// ---- this

class Session : public std::enable_shared_from_this<Session> {
public:
  void maybe_this(Loop &loop) {
    loop.post([this] { ++count_; });
    // STRICT: [[#@LINE-1]]:16: warning: captured 'this' may be gone when this callback runs
    // STRICT: note: capture a shared pointer to the object, too
  }
  void ok_self(Loop &loop) {
    loop.post([this, self = shared_from_this()] { ++count_; });
  }
  void ok_weak(Loop &loop) {
    loop.post([this, weak = weak_from_this()] { if (auto self = weak.lock()) ++count_; });
  }

private:
  int count_ = 0;
};

// ---- an executor that was asked for something else

struct Blocking {} blocking;
Loop &requireThat(Loop &loop, Blocking);
struct Require {
  Loop &operator()(Loop &loop, Blocking) const;
} require;
int ok_adapted(Loop &loop) {
  int count = 0;
  requireThat(loop, blocking).post([&count] { ++count; });
  require(loop, blocking).post([&count] { ++count; });
  return count;
}
