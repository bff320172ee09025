// What classes and functions say of themselves: marker types, attributes, annotations.
// RUN: %driver models --why=%s -- -std=c++20 -w | FileCheck %s --implicit-check-not="'near::"

#include <coroutine>

template <bool V> struct Flag { static constexpr bool value = V; };

namespace protocol {
// CHECK: [[#@LINE+2]]:8: class 'protocol::Unsafe': scope-bound: {why:
// CHECK-NEXT: from its structure: has the member type 'folly_is_unsafe_for_async_usage'
struct Unsafe { using folly_is_unsafe_for_async_usage = Flag<true>; };
// CHECK: [[#@LINE+1]]:8: class 'protocol::Heir': scope-bound: {why:
struct Heir : Unsafe {};
// CHECK: [[#@LINE+1]]:8: class 'protocol::CoMutex': mutex: {async: true}
struct CoMutex { using folly_coro_aware_mutex = void; void lock(); void unlock(); bool try_lock(); };
// CHECK: [[#@LINE+1]]:8: class 'protocol::IsolateLock': scope-bound: {why:
struct IsolateLock { using _kj_DissalowedInCoroutine = void; };
// CHECK: [[#@LINE+1]]:8: class 'protocol::OptsOut': none
struct OptsOut : Unsafe { using folly_is_unsafe_for_async_usage = Flag<false>; };
} // namespace protocol

namespace attributes {
// CHECK: [[#@LINE+2]]:36: class 'attributes::Opaque': task: {}
// CHECK-NEXT: has the attribute 'coro_return_type'
struct [[clang::coro_return_type]] Opaque { void *state; };

struct promise_base {
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception();
  void return_void();
};
// CHECK: [[#@LINE+1]]:51: class 'attributes::Kept': task: {start: eager, drop: detaches}
struct [[clang::coro_only_destroy_when_complete]] Kept {
  struct promise_type : promise_base { Kept get_return_object(); };
  ~Kept() { if (frame.done()) frame.destroy(); }
  std::coroutine_handle<> frame;
};
// CHECK: [[#@LINE+1]]:45: class 'attributes::Hot': instead: co_await it at once, task: {start: eager, drop: cancels}
struct [[nodiscard("co_await it at once")]] Hot {
  struct promise_type : promise_base { Hot get_return_object(); };
  ~Hot() { frame.destroy(); }
  std::coroutine_handle<> frame;
};
// CHECK: [[#@LINE+1]]:13: function 'attributes::nameOf': views: {}
const char *nameOf(const Opaque &of [[clang::lifetimebound]]);
// CHECK: [[#@LINE+1]]:6: function 'attributes::sleepy': blocking: {kind: wait}
void sleepy() [[clang::blocking]];
// CHECK: [[#@LINE+1]]:6: function 'attributes::each': callbacks: [{argument: 0, runs: inline, keeps: call}]
void each(void (*visit [[clang::noescape]])(int));
struct Ring { [[nodiscard]] bool offer(int); [[nodiscard]] bool empty() const; };
// CHECK: [[#@LINE-1]]:34: function 'attributes::Ring::offer': may-refuse: {partial: false}
} // namespace attributes

namespace annotated {
struct [[clang::annotate("async::queue: {bound: fixed, push: [stuff], pop: [draw]}")]] Bag;
struct Bag {};
// CHECK: [[#@LINE-1]]:8: class 'annotated::Bag': queue: {bound: fixed, push: [stuff], pop: [draw]}
// CHECK-NEXT: home-marked.cpp:[[#@LINE-3]], annotated async::queue:
// CHECK: [[#@LINE+1]]:{{[0-9]+}}: class 'annotated::Both': executor: {kind: strand}, scope: true
struct [[clang::annotate("async::executor: {kind: strand}"), clang::annotate("async::scope")]] Both {};
// CHECK: [[#@LINE+1]]:{{[0-9]+}}: function 'annotated::query': blocking: {kind: database, instead: 'co_await {receiver}.later()'}
[[clang::annotate("async::blocking: {kind: database, instead: 'co_await {receiver}.later()'}")]] int query();
// CHECK: [[#@LINE+1]]:{{[0-9]+}}: function 'annotated::post': callbacks: [{runs: loop, keeps: stored, drops-result: true}]
[[clang::annotate("async::callbacks: [{runs: loop, keeps: stored, drops-result: true}]")]] void post(void (*f)());
// CHECK: [[#@LINE+1]]:{{[0-9]+}}: function 'annotated::begin': open: {what: transaction, closed-by: [commit, rollback]}
[[clang::annotate("async::open: {what: transaction, closed-by: [commit, rollback]}")]] int begin();
// Said once, it holds for each declaration.
[[clang::annotate("async::suspends")]] void parks();
// CHECK: [[#@LINE-1]]:{{[0-9]+}}: function 'annotated::parks': suspends: true
void parks() {}
// CHECK: [[#@LINE-1]]:{{[0-9]+}}: function 'annotated::parks': suspends: true
// CHECK: [[#@LINE+1]]:{{[0-9]+}}: class 'annotated::Looks': none
struct [[clang::annotate("async::none")]] Looks { void lock(); void unlock(); bool try_lock(); };
} // namespace annotated

namespace near {
void quick(void (*f)()) [[clang::nonblocking]];
struct [[clang::annotate("somebody else's")]] Foreign {};
[[nodiscard]] int plain(int);
} // namespace near
