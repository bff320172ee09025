// RUN: %check-tidy %s async-std-async --fix
#include "home/loop.h"
#include "home/task.h"
#include <future>
#include <tuple>

using home::Task;

int work();
int scale(int factor);

// ---- no policy

int bad_no_policy() {
  auto later = std::async(work);
  // CHECK: [[#@LINE-1]]:16: warning: 'work' may run only when somebody waits for it: no launch policy is given [async-std-async]
  // CHECK: [[#@LINE-2]]:27: note: to run it at once, pass std::launch::async first
  // CHECK-FIXES: auto later = std::async(std::launch::async, work);
  return later.get();
}

std::future<int> bad_returned(int factor) {
  return std::async(scale, factor);
  // CHECK: [[#@LINE-1]]:10: warning: 'scale' may run only when
  // CHECK: note: to run it at once
  // CHECK-FIXES: return std::async(std::launch::async, scale, factor);
}

void bad_lambda() {
  auto first = std::async([] { return work(); });
  // CHECK: [[#@LINE-1]]:16: warning: the lambda may run only when
  // CHECK: note: to run it at once
  // CHECK-FIXES: auto first = std::async(std::launch::async, [] { return work(); });
  first.wait();
}

#define IN_BACKGROUND(f) std::async(f)
void bad_macro() {
  auto task = IN_BACKGROUND(work);
  // CHECK: [[#@LINE-1]]:15: warning: 'work' may run only when
  // CHECK: note: expanded from macro
  // CHECK: note: to run it at once
  // CHECK-FIXES: auto task = IN_BACKGROUND(work);
  task.get();
}

template <class F> auto bad_template(F f) {
  return std::async(f);
  // CHECK: [[#@LINE-1]]:10: warning: 'f' may run only when
  // CHECK: note: to run it at once
  // CHECK-FIXES: return std::async(std::launch::async, f);
}
auto one = bad_template(work);
auto two = bad_template([] { return 2; });

auto generic = [](auto f) { return std::async(f); };
// CHECK: [[#@LINE-1]]:36: warning: 'f' may run only when
// CHECK: note: to run it at once
// CHECK-FIXES: auto generic = [](auto f) { return std::async(std::launch::async, f); };
auto three = generic(work);

template <bool Now> std::future<int> maybe_constexpr() {
  if constexpr (Now)
    return std::async(std::launch::async, work);
  else
    return std::async(work);
  // CHECK: [[#@LINE-1]]:12: warning: 'work' may run only when
  // CHECK: note: to run it at once
  // CHECK-FIXES: return std::async(std::launch::async, work);
}
auto now = maybe_constexpr<true>();
auto whenever = maybe_constexpr<false>();

template <class Policy, class F> auto ok_policy_of_the_caller(Policy policy, F f) {
  return std::async(policy, f);
}
template <class... Arguments> auto ok_unclear(Arguments... arguments) {
  return std::async(arguments...);
}
auto chosen = ok_policy_of_the_caller(std::launch::async, work);
void ok_chosen(std::launch policy) {
  auto a = std::async(std::launch::async, work);
  auto b = std::async(std::launch::deferred, work);
  auto c = std::async(std::launch::async | std::launch::deferred, work); // in so many words
  auto d = std::async(policy, work);
  a.get(), b.get(), c.get(), d.get();
}

// ---- thrown away: async-discarded-task reports the statement, this check what silences it

void bad_void_cast() {
  (void)std::async(std::launch::async, work); // librealsense#10975, OpenRCT2#26955
  // CHECK: [[#@LINE-1]]:9: warning: the future thrown away here waits for 'work': the call blocks
  // CHECK: [[#@LINE-2]]:9: note: instead, keep the future as long as the work may take, or use a thread pool
  std::ignore = std::async(std::launch::async, work);
  // CHECK: [[#@LINE-1]]:17: warning: the future thrown away here waits for 'work'
  // CHECK: note: instead
}

void ok_thrown_away() {
  std::async(std::launch::async, work);          // async-discarded-task
  (void)std::async(std::launch::deferred, work); // never runs, and blocks nobody
  (void)work();
}

// ---- kept, where nobody may be kept waiting

Task<> bad_dies_in_a_coroutine(bool early) {
  auto report = std::async(std::launch::async, work);
  // CHECK: [[#@LINE-1]]:8: warning: 'report' blocks the event loop where it dies: its destructor waits for the work
  // CHECK: [[#@LINE-2]]:17: note: launched here
  // CHECK: [[#@LINE-4]]:8: note: 'bad_dies_in_a_coroutine' is a coroutine
  // CHECK: note: use instead: a thread pool
  co_await home::tick();
}

Task<> bad_dies_on_one_path(bool early) {
  auto report = std::async(std::launch::async, work);
  // CHECK: [[#@LINE-1]]:8: warning: 'report' blocks the event loop where it dies
  // CHECK: note: launched here
  // CHECK: note: 'bad_dies_on_one_path' is a coroutine
  // CHECK: note: use instead
  if (early)
    co_return;
  co_await home::tick();
  report.get();
}

void bad_dies_in_a_callback(home::Loop &loop) {
  loop.post([] {
    auto report = std::async(std::launch::async, work);
    // CHECK: [[#@LINE-1]]:10: warning: 'report' blocks the event loop where it dies
    // CHECK: note: launched here
    // CHECK: [[#@LINE-4]]:8: note: handed to 'post' here
    // CHECK: note: use instead
  });
}

struct Service {
  std::future<int> running_;
  Task<> ok_kept_elsewhere() {
    running_ = std::async(std::launch::async, work);
    co_await home::tick();
  }
};
Task<int> ok_read_on_every_path() {
  auto report = std::async(std::launch::async, work);
  co_await home::tick();
  co_return report.get(); // async-sync-wait-on-loop
}
Task<> ok_deferred() {
  auto report = std::async(std::launch::deferred, work);
  co_await home::tick();
}
void ok_plain_function_may_wait() { auto report = std::async(std::launch::async, work); }

// measurement-kit#1233 and its like have an `async` of their own.
namespace own {
template <class F> std::future<int> async(F f);
}
void ok_own_async() { auto task = own::async(work); }

void ok_suppressed() {
  auto task = std::async(work); // NOLINT(async-std-async): the runtime is known
  task.get();
}
