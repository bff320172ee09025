// RUN: %check-tidy %s async-coroutine-ref-param
// RUN: %check-tidy %s async-coroutine-ref-param --prefixes=CHECK,STRICT -o Strict=true
// RUN: %check-tidy %s async-coroutine-ref-param --prefixes=CHECK,POINTER -o CheckPointers=true
#include "home/loop.h"

#include <string>
#include <string_view>

using home::Detached;
using home::EagerTask;
using home::Task;
using home::tick;

void use(const std::string &);

// ---- rvalue references (redpanda#29846)

Task<> bad_taken(std::string &&text) { co_await tick(); use(text); }
// CHECK: [[#@LINE-1]]:32: warning: 'text' may dangle: it is read when the caller may be gone [async-coroutine-ref-param]
// CHECK: [[#@LINE-2]]:61: note: read here, after a suspension
// CHECK: [[#@LINE-3]]:32: note: an rvalue reference is bound to what the caller gives away
// CHECK: [[#@LINE-4]]:32: note: take it by value: values are moved into the frame
Task<> bad_lazy(std::string &&text) { use(text); co_return; }
// CHECK: [[#@LINE-1]]:31: warning: 'text' may dangle
EagerTask<> bad_eager(std::string &&text) { co_await tick(); use(text); }
// CHECK: [[#@LINE-1]]:37: warning: 'text' may dangle
template <class T> Task<> bad_in_template(T, std::string &&text) { co_await tick(); use(text); }
// CHECK: [[#@LINE-1]]:60: warning: 'text' may dangle
template Task<> bad_in_template<int>(int, std::string &&);
auto bad_lambda = [](std::string &&text) -> Task<> { co_await tick(); use(text); };
// CHECK: [[#@LINE-1]]:36: warning: 'text' may dangle
#define TAKEN std::string &&text
Task<> bad_macro(TAKEN) { co_await tick(); use(text); }
// CHECK: [[#@LINE-1]]:18: warning: 'text' may dangle
struct Session { Task<> bad_member(std::string &&text) { co_await tick(); use(text); } };
// CHECK: [[#@LINE-1]]:50: warning: 'text' may dangle

EagerTask<> ok_moved_at_once(std::string &&text) { std::string own = std::move(text); co_await tick(); use(own); }
EagerTask<> ok_before(std::string &&text) { use(text); co_await tick(); }
Task<> ok_unused(std::string &&) { co_await tick(); }
template <class T> Task<> maybe_forwarded(T &&text) { co_await tick(); use(text); }
// STRICT: [[#@LINE-1]]:47: warning: 'text' may dangle
template Task<> maybe_forwarded<std::string>(std::string &&);
Task<> ok_not_a_coroutine(std::string &&text) { use(text); return tick(); }
Task<> ok_suppressed(std::string &&text) { co_await tick(); use(text); } // NOLINT(async-coroutine-ref-param)
template <bool Late> EagerTask<> ok_if_constexpr(std::string &&text) {
  use(text);
  co_await tick();
  if constexpr (Late)
    use(text);
}
template EagerTask<> ok_if_constexpr<false>(std::string &&);
// Every caller awaits it on the spot.
static Task<> maybe_awaited(std::string &&text) { co_await tick(); use(text); }
// STRICT: [[#@LINE-1]]:43: warning: 'text' may dangle
Task<> awaits() { co_await maybe_awaited("hello"); }
static Task<> bad_one_does_not(std::string &&text) { co_await tick(); use(text); }
// CHECK: [[#@LINE-1]]:46: warning: 'text' may dangle
Task<> awaitsLater() { co_await bad_one_does_not("x"); auto task = bad_one_does_not("y"); co_await std::move(task); }

// ---- coroutines that nobody can await

Detached bad_detached(const std::string &text) { co_await tick(); use(text); }
// CHECK: [[#@LINE-1]]:42: warning: 'text' may dangle
// CHECK: note: nobody can wait for this coroutine, so the argument may die first
Detached bad_detached_scalar(const int &value) { co_await tick(); use(std::to_string(value)); }
// CHECK: [[#@LINE-1]]:41: warning: 'value' may dangle
Detached bad_detached_view(std::string_view text) { co_await tick(); use(std::string(text)); }
// CHECK: [[#@LINE-1]]:45: warning: 'text' may dangle
Detached ok_detached_at_once(const std::string &text) { use(text); co_await tick(); }
Detached ok_detached_value(std::string text) { co_await tick(); use(text); }
// A service outlives the work that it is passed to.
Detached maybe_service(home::Loop &loop) { co_await tick(); loop.run(); }
// STRICT: [[#@LINE-1]]:36: warning: 'loop' may dangle
Detached maybe_written(std::string &out) { co_await tick(); out = "done"; }
// STRICT: [[#@LINE-1]]:37: warning: 'out' may dangle

// ---- what structured callers make right (CppCoreGuidelines#2050, llvm#64915)

Task<> maybe_reference(const std::string &text) { co_await tick(); use(text); }
// STRICT: [[#@LINE-1]]:43: warning: 'text' may dangle
Task<> maybe_view(std::string_view text) { co_await tick(); use(std::string(text)); }
// STRICT: [[#@LINE-1]]:36: warning: 'text' may dangle
// Pointers are quiet even when strict (CppCoreGuidelines#2142).
Task<> maybe_pointer(const std::string *text) { co_await tick(); use(*text); }
// POINTER: [[#@LINE-1]]:41: warning: 'text' may dangle
Task<> ok_inner_lambda() {
  auto compare = [](const std::string &a, const std::string &b) { return a < b; };
  co_await tick();
  (void)compare("a", "b");
}
home::Generator<int> ok_generator(const int &value) { int copy = value; co_yield copy; }
