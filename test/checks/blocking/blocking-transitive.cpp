// RUN: %check-tidy %s async-blocking-transitive
#include "home/loop.h"
#include "home/task.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using home::Task;

// ---- through one call, through several

void pauseBriefly() {
  std::this_thread::sleep_for(10ms);
}
int query() {
  pauseBriefly();
  return 1;
}
int load() { return query() + 1; }

Task<> bad_one_step() {
  co_await home::tick();
  pauseBriefly();
  // CHECK: :[[#@LINE-1]]:3: warning: 'pauseBriefly' leads to 'sleep_for', which blocks the thread for the whole delay; no other task on it can run [async-blocking-transitive]
  // CHECK: note: 'bad_one_step' is a coroutine: it shares its thread with other tasks
  // CHECK: :19:3: note: 'sleep_for' blocks here
  // CHECK: :18:6: note: if 'pauseBriefly' does not block, annotate it with "async::none", or say so in a model
  // CHECK: :19:3: note: use instead: an awaitable timer of your event loop
}

Task<int> bad_three_steps() {
  co_return load();
  // CHECK: :[[#@LINE-1]]:13: warning: 'load' leads to 'sleep_for', which blocks the thread
  // CHECK: :25:21: note: calls 'query' here
  // CHECK: :22:3: note: calls 'pauseBriefly' here
  // CHECK: :19:3: note: 'sleep_for' blocks here
}

void bad_handler(home::Loop &loop) {
  loop.post([] { load(); });
  // CHECK: :[[#@LINE-1]]:18: warning: 'load' leads to 'sleep_for', which blocks the thread
  // CHECK: :[[#@LINE-2]]:8: note: handed to 'post' here, to run on an event loop
}

// The direct call is another check's finding.
Task<> ok_direct() {
  std::this_thread::sleep_for(10ms);
  co_return;
}

// Each blocking call once for each coroutine, by a shortest way.
Task<> bad_once() {
  pauseBriefly();
  // CHECK: :[[#@LINE-1]]:3: warning: 'pauseBriefly' leads to 'sleep_for'
  pauseBriefly();
  load();
  co_return;
}

void bothWays() {
  load();
  pauseBriefly();
}
Task<> bad_shortest_way() {
  bothWays();
  // CHECK: :[[#@LINE-1]]:3: warning: 'bothWays' leads to 'sleep_for'
  // CHECK: :68:3: note: calls 'pauseBriefly' here
  // CHECK: :19:3: note: 'sleep_for' blocks here
  co_return;
}

void step1() { ::sleep(1); }
void step2() { step1(); }
void step3() { step2(); }
void step4() { step3(); }
void step5() { step4(); }
void step6() { step5(); }
void step7() { step6(); }
Task<> bad_long_way() {
  step7();
  // CHECK: :[[#@LINE-1]]:3: warning: 'step7' leads to 'sleep'
  // CHECK: note: calls 'step6' here
  // CHECK-NEXT: note: calls 'step5' here
  // CHECK-NEXT: note: and 2 calls more
  // CHECK-NEXT: note: calls 'step2' here
  // CHECK-NEXT: note: calls 'step1' here
  // CHECK-NEXT: note: 'sleep' blocks here
  co_return;
}

// ---- recursion

void recursive(int depth) {
  if (depth > 0)
    recursive(depth - 1);
  else
    ::usleep(1);
}
void odd(int n);
void even(int n) {
  if (n != 0)
    odd(n - 1);
}
void odd(int n) {
  ::usleep(1);
  even(n - 1);
}
void silentlyRecursive(int n) {
  if (n > 0)
    silentlyRecursive(n - 1);
}
Task<> bad_recursion(int n) {
  recursive(n);
  // CHECK: :[[#@LINE-1]]:3: warning: 'recursive' leads to 'usleep'
  even(n);
  // CHECK: :[[#@LINE-1]]:3: warning: 'even' leads to 'usleep'
  // CHECK: :[[#@LINE-15]]:5: note: calls 'odd' here
  silentlyRecursive(n);
  co_return;
}

// ---- the ways into a function

struct Flusher {
  ~Flusher() { ::sleep(1); }
};
struct Owner {
  Flusher flusher;
};
Task<> bad_destructor() {
  Flusher flusher;
  // CHECK: :[[#@LINE-1]]:11: warning: '~Flusher' leads to 'sleep', which blocks the thread
  // CHECK: :[[#@LINE-2]]:11: note: runs '~Flusher' at the end of the scope
  co_return;
}
Task<> bad_destructor_of_member() {
  Owner owner;
  // CHECK: :[[#@LINE-1]]:9: warning: '~Flusher' leads to 'sleep'
  co_return;
}
Task<Flusher> ok_returned_object() {
  Flusher flusher;
  co_return flusher;
}
Flusher &sharedFlusher();
Task<> ok_reference_to_object() {
  Flusher &flusher = sharedFlusher();
  static Flusher forever;
  (void)flusher;
  co_return;
}

struct Connection {
  explicit Connection(int) { ::sleep(1); }
  Connection() = default;
};
Task<> bad_constructor() {
  Connection connection(1);
  // CHECK: :[[#@LINE-1]]:14: warning: 'Connection' leads to 'sleep'
  co_return;
}
Task<> ok_other_constructor() {
  Connection connection;
  co_return;
}

void withDefault(int value = query());
Task<> bad_default_argument() {
  withDefault();
  // CHECK: :[[#@LINE-1]]:3: warning: 'query' leads to 'sleep_for'
  // CHECK: note: a default argument calls 'query' here
  co_return;
}
void withBlockingDefault(unsigned left = ::sleep(1));
Task<> bad_blocking_default_argument() {
  withBlockingDefault();
  // CHECK: :[[#@LINE-1]]:3: warning: a default argument calls 'sleep', which blocks the thread for the whole delay
  co_return;
}
Task<> ok_default_not_used() {
  withDefault(1);
  withBlockingDefault(1);
  co_return;
}

void forEach(std::vector<int> &items) {
  std::for_each(items.begin(), items.end(), [](int) { ::usleep(1); });
}
Task<> bad_callback_run_at_once(std::vector<int> items) {
  forEach(items);
  // CHECK: :[[#@LINE-1]]:3: warning: 'forEach' leads to 'usleep'
  // CHECK: :[[#@LINE-5]]:3: note: runs the lambda before it returns
  co_return;
}

struct Device {
  virtual ~Device() = default;
  virtual void open() { ::sleep(1); }
};
struct FinalDevice final : Device {
  void open() override { ::usleep(1); }
};
Task<> bad_devirtualised(FinalDevice &device) {
  device.open();
  // CHECK: :[[#@LINE-1]]:10: warning: 'open' leads to 'usleep'
  device.Device::open();
  // CHECK: :[[#@LINE-1]]:18: warning: 'open' leads to 'sleep'
  co_return;
}
// Which override it is, only `Strict` dares to say.
Task<> ok_virtual(Device &device) {
  device.open();
  co_return;
}

// ---- overloads, templates, inline duplicates

void store(int) {}
void store(const char *) { ::sleep(1); }
Task<> bad_overload() {
  store("x");
  // CHECK: :[[#@LINE-1]]:3: warning: 'store' leads to 'sleep'
  store(1);
  co_return;
}

template <class T> void convert(T value) {
  if constexpr (sizeof(T) > 1)
    ::usleep(1);
  (void)value;
}
Task<> bad_instantiation() {
  convert('x');
  convert(1);
  // CHECK: :[[#@LINE-1]]:3: warning: 'convert' leads to 'usleep'
  co_return;
}
template <class T> Task<> bad_template(T value) {
  convert(value);
  // CHECK: :[[#@LINE-1]]:3: warning: 'convert' leads to 'usleep'
  co_return;
}
template Task<> bad_template(int);
template Task<> bad_template(long);

inline int weak() { return query(); }
__attribute__((weak)) int weakSymbol() { return 1; }
Task<> bad_inline() {
  weak();
  // CHECK: :[[#@LINE-1]]:3: warning: 'weak' leads to 'sleep_for'
  weakSymbol();
  co_return;
}

#define LOAD() load()
Task<> bad_macro() {
  LOAD();
  // CHECK: :[[#@LINE-1]]:3: warning: 'load' leads to 'sleep_for'
  co_return;
}

Task<> bad_generic_lambda() {
  auto each = [](auto item) { convert(item); };
  each(1);
  co_return;
}
// CHECK: :[[#@LINE-4]]:31: warning: 'convert' leads to 'usleep'

// ---- what does not run on the loop

Task<> ok_offloaded(home::Pool &pool, home::Loop &loop) {
  pool.submit([] { return load(); });
  std::thread([] { load(); }).detach();
  std::jthread other(pauseBriefly);
  co_await home::tick();
}
void startsThread() {
  std::thread([] { load(); }).detach();
}
Task<> ok_starts_a_thread() {
  startsThread();
  co_return;
}
Task<> ok_after_hop(home::CoroutinePool &pool) {
  co_await pool.schedule();
  load();
}
Task<> bad_before_hop(home::CoroutinePool &pool) {
  load();
  // CHECK: :[[#@LINE-1]]:3: warning: 'load' leads to 'sleep_for'
  co_await pool.schedule();
}
Task<> sleepsItself() {
  ::sleep(1); // reported there, by the other check
  co_return;
}
Task<> ok_awaits_coroutine() { co_await sleepsItself(); }

// Before the loop runs, nobody waits.
int main() {
  load();
  home::Loop loop;
  loop.run();
}

// ---- what is never reached

void dead() {
  if (false)
    ::sleep(1);
  constexpr bool debug = false;
  if (debug)
    ::sleep(1);
  return;
  ::sleep(1);
}
[[noreturn]] void giveUp() {
  ::sleep(1);
  std::abort();
}
void checked(bool fine) {
  if (!fine) {
    ::sleep(1); // lets the logger write
    std::abort();
  }
  if (!fine)
    giveUp();
}
Task<> ok_dead_or_doomed(bool fine) {
  dead();
  checked(fine);
  co_return;
}
void serve() {
  for (;;)
    ::sleep(1);
}
Task<> bad_endless() {
  serve();
  // CHECK: :[[#@LINE-1]]:3: warning: 'serve' leads to 'sleep'
  co_return;
}

// ---- what the arguments rule out

void flush(bool wait) {
  if (wait)
    ::sleep(1);
}
void flushUnless(bool asynchronous = true) {
  if (asynchronous)
    return;
  ::sleep(1);
}
enum class Mode { Fast, Thorough };
void scan(Mode mode, int attempts) {
  if (mode == Mode::Thorough && attempts > 2)
    ::sleep(1);
}
void forwards(bool wait) {
  flush(false);
  flush(wait);
}
void reassigned(bool wait) {
  wait = true;
  if (wait)
    ::sleep(1);
}
Task<> ok_argument() {
  flush(false);
  flushUnless();
  scan(Mode::Fast, 3);
  scan(Mode::Thorough, 2);
  co_return;
}
Task<> bad_argument(bool wait) {
  flush(true);
  // CHECK: :[[#@LINE-1]]:3: warning: 'flush' leads to 'sleep'
  flushUnless(false);
  // CHECK: :[[#@LINE-1]]:3: warning: 'flushUnless' leads to 'sleep'
  scan(Mode::Thorough, 3);
  // CHECK: :[[#@LINE-1]]:3: warning: 'scan' leads to 'sleep'
  reassigned(false);
  // CHECK: :[[#@LINE-1]]:3: warning: 'reassigned' leads to 'sleep'
  co_return;
}
Task<> bad_forwarded() {
  forwards(true);
  // CHECK: :[[#@LINE-1]]:3: warning: 'forwards' leads to 'sleep'
  co_return;
}

// Blocks only where it is not on the loop: QEMU's coroutine_mixed_fn.
std::thread::id loopThread;
bool onLoop() { return std::this_thread::get_id() == loopThread; }
void mixed() {
  if (onLoop())
    return;
  ::sleep(1);
}
void mixedToo() {
  if (std::this_thread::get_id() != loopThread)
    ::sleep(1);
}
Task<> ok_mixed() {
  mixed();
  mixedToo();
  co_return;
}

// ---- what is stated

[[clang::annotate("async::none")]] int statedHarmless() { return query(); }
int clangHarmless() [[clang::nonblocking]] { return query(); }
int throughHarmless() { return statedHarmless() + clangHarmless(); }
[[clang::annotate("async::blocking")]] int statedBlocking();
int throughBlocking() { return statedBlocking(); }
void clangBlocking() [[clang::blocking]];
void throughClangBlocking() { clangBlocking(); }
Task<> ok_stated() {
  throughHarmless();
  clangHarmless();
  co_return;
}
Task<> bad_stated() {
  throughBlocking();
  // CHECK: :[[#@LINE-1]]:3: warning: 'throughBlocking' leads to 'statedBlocking', which blocks the thread until it returns
  throughClangBlocking();
  // CHECK: :[[#@LINE-1]]:3: warning: 'throughClangBlocking' leads to 'clangBlocking'
  co_return;
}

Task<> ok_suppressed() {
  load(); // NOLINT(async-blocking-transitive)
  co_return;
}

home::Generator<int> ok_generator() {
  load();
  co_yield 1;
}
