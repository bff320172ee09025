// RUN: %check-tidy %s async-hostile-raii-across-suspend --prefixes=CHECK
// RUN: %check-tidy %s async-hostile-raii-across-suspend --prefixes=CHECK,STRICT -o Strict=true
// RUN: %check-tidy %s async-hostile-raii-across-suspend --prefixes=CHECK,TYPES -o ScopeBoundTypes=app::Arena
#include "home/task.h"

#include <cerrno>
#include <exception>
#include <mutex>
#include <string>

using home::Task;
using home::tick;
bool coin();
void work();

struct Span;
thread_local Span *current = nullptr;

// The current span of the thread, as tracing libraries keep it.
struct Span {
  Span() : before(current) { current = this; }
  ~Span() { current = before; }
  Span *before;
};

struct DepthGuard {
  DepthGuard() { ++depth; }
  ~DepthGuard() { --depth; }
  static thread_local int depth;
};

struct SavedErrno {
  int saved = errno;
  ~SavedErrno() { errno = saved; }
};

struct Unwinding { // workerd: a coroutine may be destroyed while another exception flies
  int count = std::uncaught_exceptions();
  ~Unwinding() {
    if (std::uncaught_exceptions() > count)
      work();
  }
};

namespace app {
struct Arena {
  Arena();
  ~Arena();
};
} // namespace app

Task<> bad_span() {
  Span span;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'span' lives on while the coroutine is suspended: its destructor sets the thread-local 'current' [async-hostile-raii-across-suspend]
  // CHECK: [[#@LINE-3]]:8: note: 'span' is made here
  // CHECK: :13: note: its destructor does it here
  // CHECK: [[#@LINE-4]]:3: note: end its scope before the suspension, and make a new one after it
  co_await tick();
}

// llvm#72793: the result of the await is used.
Task<int> bad_resultUsed() {
  DepthGuard depth;
  int x = co_await home::number();
  // CHECK: [[#@LINE-1]]:11: warning: 'depth' lives on while
  co_return x;
}

Task<> bad_loop() {
  for (Span span; coin();)
    co_await tick();
  // CHECK: [[#@LINE-1]]:5: warning: 'span' lives on while
  if (Span span; coin())
    co_await tick();
  // CHECK: [[#@LINE-1]]:5: warning: 'span' lives on while
}

template <class T> Task<> bad_template() {
  T scope;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'scope' lives on while
}
template Task<> bad_template<Span>();
template Task<> bad_template<DepthGuard>();
template Task<> bad_template<std::string>();

#define TRACED() Span tracedSpan
Task<> bad_macro() {
  TRACED();
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'tracedSpan' lives on while
}

auto bad_lambda = [](auto number) -> Task<> {
  Span span;
  co_await number();
  // CHECK: [[#@LINE-1]]:3: warning: 'span' lives on while
};
Task<> useLambda() { return bad_lambda(home::number); }

home::Generator<int> bad_generator() {
  Span span;
  co_yield 1;
  // CHECK: [[#@LINE-1]]:3: warning: 'span' lives on while
}

Task<> maybe_unwinding() {
  Unwinding unwinding;
  co_await tick();
  // STRICT: [[#@LINE-1]]:3: warning: 'unwinding' lives on while the coroutine is suspended: its destructor may see the exception of another task
}

Task<> maybe_listed() {
  app::Arena arena;
  co_await tick();
  // TYPES: [[#@LINE-1]]:3: warning: 'arena' lives on while the coroutine is suspended: it is listed in ScopeBoundTypes
}

Task<> ok_scopeEnds() {
  {
    Span span;
    work();
  }
  co_await tick();
}
Task<> ok_madeLater() {
  co_await tick();
  Span span;
  work();
}
Task<> ok_neverSuspends() {
  Span span;
  co_await std::suspend_never{};
}
Task<> ok_lambdaOfItsOwn() {
  Span span;
  auto later = []() -> Task<> { co_await tick(); };
  (void)later;
  co_return;
}
template <bool Traced> Task<> ok_ifConstexpr() {
  if constexpr (Traced) {
    Span span;
    work();
  } else {
    co_await tick();
  }
}
template Task<> ok_ifConstexpr<true>();
template Task<> ok_ifConstexpr<false>();

// A thread's lock is async-lock-across-suspend's.
std::mutex m;
struct __attribute__((scoped_lockable)) Annotated {
  explicit Annotated(std::mutex &mutex);
  ~Annotated();
};
Task<> ok_lock() {
  std::lock_guard guard(m);
  Annotated other(m);
  co_await tick();
}
Task<> ok_suppressed() {
  Span span;
  co_await tick(); // NOLINT(async-hostile-raii-across-suspend)
}
void ok_plainFunction() { Span span; }
Task<> fn_inHeap() {
  auto span = new Span;
  co_await tick();
  delete span;
}
