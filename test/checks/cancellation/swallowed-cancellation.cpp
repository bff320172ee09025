// RUN: %check-tidy %s async-swallowed-cancellation
#include "cppcoro/task.hpp"
#include "folly/coro/Sleep.h"
#include "folly/coro/Task.h"
#include "home/task.h"
#include "seastar/core/future.hh"
#include "seastar/core/gate.hh"
#include "seastar/core/sleep.hh"

#include <chrono>
#include <exception>
#include <stdexcept>
#include <stop_token>
#include <string>

namespace folly {
struct OperationCancelled : std::exception {};
} // namespace folly
namespace cppcoro {
struct operation_cancelled : std::exception {};
} // namespace cppcoro
namespace seastar {
struct abort_requested_exception : std::exception {};
} // namespace seastar

using namespace std::chrono_literals;
using FTask = folly::coro::Task<void>;
FTask fetch();
FTask backOff();
cppcoro::task<> receive();
seastar::future<> request();
void log(const char *what);
bool isClosed();

// ---- handlers

FTask bad_catchAll() {
  for (;;) {
    try {
      co_await fetch();
    } catch (...) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation, and the loop around goes on for ever [async-swallowed-cancellation]
      // CHECK: [[#@LINE-3]]:7: note: cancelled while it waits here, the task gets 'folly::OperationCancelled'
      // CHECK: [[#@LINE-6]]:3: note: nothing else ends this loop
      // CHECK: [[#@LINE-4]]:7: note: instead, catch folly::OperationCancelled before it, and rethrow
      log("failed");
    }
  }
}

cppcoro::task<> bad_base() {
  while (true) {
    try {
      co_await receive();
    } catch (const std::exception &error) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
      log(error.what());
      continue;
    }
  }
}

seastar::future<> bad_seastar() {
  do {
    try {
      co_await request();
    } catch (const std::runtime_error &) {
      co_return;
    } catch (...) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
      // CHECK: note: instead, catch seastar::abort_requested_exception before it, and rethrow
    }
  } while (true);
}

// The way out in the try is never reached: the await throws again.
FTask bad_leavesOnlyAfter() {
  for (;;) {
    try {
      co_await fetch();
      if (isClosed())
        co_return;
    } catch (...) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
      log("again");
    }
  }
}

#define FOREVER for (;;)
#define LOGGED(x) try { x; } catch (...) { log(#x); }
FTask bad_macro() {
  FOREVER LOGGED(co_await fetch())
  // CHECK: [[#@LINE-1]]:11: warning: this handler swallows the cancellation
}

template <class Operation> FTask bad_template(Operation operation) {
  for (;;)
    try {
      co_await operation();
    } catch (...) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
    }
}
template FTask bad_template(FTask (*)());

auto bad_lambda = [](auto operation) -> FTask {
  for (;;)
    try {
      if constexpr (sizeof(operation) > 1)
        co_await operation();
    } catch (...) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
    }
};
FTask useLambda() { return bad_lambda(fetch); }

// ---- a library of one's own: what its awaiters throw tells

class CancelledError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
struct Read {
  bool cancelled = false;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() const {
    if (cancelled)
      throw CancelledError("cancelled");
    return 1;
  }
};
Read read();

home::Task<> bad_homeMade() {
  for (;;) {
    try {
      co_await read();
    } catch (const std::exception &error) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
      // CHECK: [[#@LINE-3]]:7: note: cancelled while it waits here, the task gets 'CancelledError'
      log(error.what());
    }
  }
}

home::Task<> ok_homeMade() {
  for (;;) {
    try {
      co_await read();
    } catch (const CancelledError &) {
      throw;
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

home::Task<> ok_noCancellation() {
  for (;;)
    try {
      co_await home::tick();
    } catch (...) {
      log("failed");
    }
}

// ---- what lets the cancellation out

// detekt#8951: rethrown in the handler itself.
FTask ok_rethrows() {
  for (;;)
    try {
      co_await fetch();
    } catch (...) {
      log("failed");
      throw;
    }
}

void checkCancelled(std::exception_ptr error) { throw error; }
FTask ok_rethrownByHelper() {
  for (;;)
    try {
      co_await fetch();
    } catch (...) {
      checkCancelled(std::current_exception());
      log("failed");
    }
}

FTask ok_rethrowsStored() {
  std::exception_ptr error;
  for (;;)
    try {
      co_await fetch();
    } catch (...) {
      if (isClosed())
        std::rethrow_exception(std::current_exception());
    }
}

FTask ok_typedBefore() {
  for (;;)
    try {
      co_await fetch();
    } catch (const folly::OperationCancelled &) {
      co_return;
    } catch (...) {
      log("failed");
    }
}

FTask ok_leavesInHandler() {
  for (int failures = 0;;) {
    try {
      co_await fetch();
    } catch (const std::exception &) {
      if (++failures == 3)
        break;
    }
  }
}

FTask ok_leavesBehind() {
  for (;;) {
    bool failed = false;
    try {
      co_await fetch();
    } catch (...) {
      failed = true;
    }
    if (failed)
      break;
  }
}

FTask ok_leavesBefore() {
  for (;;)
    try {
      if (isClosed())
        co_return;
      co_await fetch();
    } catch (...) {
      log("failed");
    }
}

// The pause is cancelled as well, and nobody catches that.
FTask ok_pauses() {
  for (;;) {
    try {
      co_await fetch();
    } catch (...) {
      log("failed");
    }
    co_await backOff();
  }
}

// detekt#8902: asks the token in the handler, or anywhere in the loop.
FTask ok_token(std::stop_token stop) {
  for (;;)
    try {
      co_await fetch();
    } catch (...) {
      if (stop.stop_requested())
        log("stopping");
    }
}

FTask ok_condition(bool &open) {
  while (open)
    try {
      co_await fetch();
    } catch (...) {
      log("failed");
    }
}

FTask ok_noLoop() {
  try {
    co_await fetch();
  } catch (...) {
    log("failed");
  }
}

FTask ok_otherError() {
  for (;;)
    try {
      co_await fetch();
    } catch (const std::runtime_error &) {
      log("failed");
    }
}

FTask ok_aroundTheLoop() {
  try {
    for (;;)
      co_await fetch();
  } catch (...) {
    log("ended");
  }
}

FTask ok_innerTry() {
  for (;;) {
    try {
      log("no await in here");
    } catch (...) {
    }
    co_await fetch();
  }
}

// A timer's cancellation is how tasks wake each other.
FTask ok_timer() {
  for (;;)
    try {
      co_await folly::coro::sleep(1s);
    } catch (...) {
      log("woken");
    }
}

FTask ok_suppressed() {
  for (;;)
    try {
      co_await fetch();
    } catch (...) { // NOLINT(async-swallowed-cancellation)
    }
}
