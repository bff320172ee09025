// RUN: %check-tidy %s async-missing-close --prefixes=CHECK
// RUN: %check-tidy %s async-missing-close --prefixes=CHECK,STRICT -o Strict=true
#include "cppcoro/async_scope.hpp"
#include "cppcoro/task.hpp"
#include "folly/coro/AsyncScope.h"
#include "home/task.h"

#include <cassert>
#include <cstdlib>
#include <stdexcept>
#include <utility>

using home::Task;
using home::tick;

bool coin();

/// A nursery of one's own.
class Nursery {
public:
  Nursery() = default;
  ~Nursery() {
    if (running_ != 0)
      std::abort();
  }
  void spawn(Task<> task);
  Task<> join();
  int size() const;

private:
  int running_ = 0;
};

/// Waits in its destructor.
class Joining {
public:
  ~Joining() { wait(); }
  void spawn(Task<> task);
  Task<> join();

private:
  void wait();
};

class [[clang::annotate("async::closeable: {by: [close]}")]] Output {
public:
  Output();
  explicit Output(const char *path);
  Output(Output &&) noexcept;
  Output &operator=(Output &&) noexcept;
  ~Output();
  Task<> write(const char *text);
  Task<> close();
};
Task<Output> openOutput(const char *path);

struct CloseLater {
  explicit CloseLater(Nursery &nursery);
  ~CloseLater();
};

void addTo(Nursery &nursery);
Task<> joinAll(Nursery &nursery);

// ---- never closed

Task<> bad_neverJoined() {
  Nursery nursery;
  // CHECK: [[#@LINE-1]]:11: warning: 'nursery' dies at the end of its scope, and nobody calls and awaits its 'join' [async-missing-close]
  // CHECK: [[#@LINE+2]]:3: note: it has work to wait for since this call
  // CHECK: [[#@LINE-3]]:11: note: write 'co_await nursery.join()' on every way out; a destructor cannot wait
  nursery.spawn(tick());
  co_await tick();
}

Task<> bad_neverClosed() {
  Output out("log");
  // CHECK: [[#@LINE-1]]:10: warning: 'out' dies at the end of its scope, and nobody calls and awaits its 'close'
  // CHECK: [[#@LINE-2]]:10: note: write 'co_await out.close()' on every way out
  co_await out.write("text");
}

Task<> bad_awaitedOpen() {
  auto out = co_await openOutput("log");
  // CHECK: [[#@LINE-1]]:8: warning: 'out' dies at the end of its scope
  co_await out.write("text");
}

Task<> bad_inLoop() {
  for (int i = 0; i < 3; ++i) {
    Nursery nursery;
    // CHECK: [[#@LINE-1]]:13: warning: 'nursery' dies at the end of its scope
    nursery.spawn(tick());
  }
  co_return;
}

void bad_plain() {
  Nursery nursery;
  // CHECK: [[#@LINE-1]]:11: warning: 'nursery' dies at the end of its scope
  // CHECK: [[#@LINE-2]]:11: note: write 'nursery.join()' on every way out
  nursery.spawn(tick());
}

// ---- closed on some ways

Task<> bad_earlyReturn() {
  Nursery nursery;
  nursery.spawn(tick());
  if (coin())
    co_return;
  // CHECK: [[#@LINE-1]]:5: warning: 'nursery' dies on this way out without its 'join'
  // CHECK: [[#@LINE-4]]:3: note: it must be closed since here
  // CHECK: [[#@LINE+1]]:{{[0-9]+}}: note: write 'co_await nursery.join()' on every way out; a destructor cannot wait
  co_await nursery.join();
}

Task<> bad_throws() {
  Output out("log");
  if (coin())
    throw std::runtime_error("coin");
  // CHECK: [[#@LINE-1]]:5: warning: 'out' dies on this way out without its 'close'
  co_await out.close();
}

#define JOIN(nursery) co_await nursery.join()
Task<> bad_macro() {
  Nursery nursery;
  nursery.spawn(tick());
  if (coin())
    co_return;
  // CHECK: [[#@LINE-1]]:5: warning: 'nursery' dies on this way out
  JOIN(nursery);
}

template <class Scope> Task<> bad_template() {
  Scope scope;
  scope.spawn(tick());
  if (coin())
    co_return;
  // CHECK: [[#@LINE-1]]:5: warning: 'scope' dies on this way out
  co_await scope.join();
}
template Task<> bad_template<Nursery>();
template Task<> bad_template<Joining>();

auto bad_lambda = [](auto task) -> Task<> {
  Nursery nursery;
  // CHECK: [[#@LINE-1]]:11: warning: 'nursery' dies
  nursery.spawn(std::move(task));
  co_return;
};
void useLambda() { home::spawn(bad_lambda(tick())); }

// ---- libraries

folly::coro::Task<void> bad_folly(folly::coro::Task<void> (*work)()) {
  folly::coro::AsyncScope scope;
  scope.add(work());
  if (coin())
    co_return;
  // CHECK: [[#@LINE-1]]:5: warning: 'scope' dies on this way out without its 'joinAsync'
  co_await scope.joinAsync();
}

folly::coro::Task<void> bad_late(folly::coro::Task<void> (*work)()) {
  folly::coro::AsyncScope scope;
  scope.add(work());
  co_await scope.joinAsync();
  scope.add(work());
  // CHECK: [[#@LINE-1]]:9: warning: 'scope' was closed before: it aborts, or refuses this
  // CHECK: [[#@LINE-3]]:18: note: closed here; instead, do it after all that it waits for
}

Task<> ok_again() {
  Nursery nursery; // it is not known what this one does then
  nursery.spawn(tick());
  co_await nursery.join();
  nursery.spawn(tick());
  co_await nursery.join();
}

cppcoro::task<> bad_cppcoro(cppcoro::task<> (*work)()) {
  cppcoro::async_scope scope;
  // CHECK: [[#@LINE-1]]:24: warning: 'scope' dies at the end of its scope, and nobody calls and awaits its 'join'
  scope.spawn(work());
  co_return;
}

// ---- near misses

Task<> ok_joined() {
  Nursery nursery;
  if (coin())
    co_return; // nothing to wait for yet
  nursery.spawn(tick());
  co_await nursery.join();
}

Task<> maybe_awaitBetween() {
  Nursery nursery;
  nursery.spawn(tick());
  co_await tick();
  // STRICT: [[#@LINE-1]]:3: warning: if this await throws, 'nursery' dies without its 'join'
  // STRICT: [[#@LINE-3]]:3: note: it must be closed since here
  co_await nursery.join();
}

Task<> ok_caught() {
  Nursery nursery;
  nursery.spawn(tick());
  std::exception_ptr error;
  try {
    co_await tick();
  } catch (...) {
    error = std::current_exception();
  }
  co_await nursery.join();
}

Task<> ok_unused() {
  Nursery nursery;
  co_await tick();
}

Task<> ok_empty() {
  Output out;
  if (coin()) {
    out = co_await openOutput("log");
    co_await out.close();
  }
}

Task<Output> ok_returned() {
  Output out("log");
  co_return out;
}

Task<> take(Output out);
Task<> ok_movedAway() {
  Output out("log");
  co_await take(std::move(out));
}

Task<> ok_closedElsewhere() {
  Nursery nursery;
  nursery.spawn(tick());
  co_await joinAll(nursery);
}

Task<> ok_closer() {
  Nursery nursery;
  CloseLater closer(nursery);
  nursery.spawn(tick());
  co_await tick();
}

Task<> ok_knownElsewhere() {
  Nursery nursery;
  addTo(nursery);
  nursery.spawn(tick());
  co_await tick();
}

template <class F> Task<> withNursery(Nursery &nursery, F f);
Task<> ok_closedInLambda() {
  Nursery nursery;
  nursery.spawn(tick());
  auto close = [&]() -> Task<> { co_await nursery.join(); };
  co_await close();
}

Task<> ok_joinsItself() {
  Joining scope;
  scope.spawn(tick());
  co_await tick();
}

Task<> ok_reference(Nursery &nursery) {
  nursery.spawn(tick());
  auto &same = nursery;
  same.spawn(tick());
  co_return;
}

Task<> ok_ends() {
  Nursery nursery;
  nursery.spawn(tick());
  if (coin())
    std::abort();
  co_await nursery.join();
}

template <bool Joins> Task<> ok_ifConstexpr() {
  Nursery nursery;
  if constexpr (Joins) {
    nursery.spawn(tick());
    co_await nursery.join();
  }
  co_return;
}
template Task<> ok_ifConstexpr<true>();
template Task<> ok_ifConstexpr<false>();

Task<> ok_suppressed() {
  Nursery nursery; // NOLINT(async-missing-close)
  nursery.spawn(tick());
  co_return;
}
