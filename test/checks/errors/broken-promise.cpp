// RUN: %check-tidy %s async-broken-promise --prefixes=CHECK
// RUN: %check-tidy %s async-broken-promise --prefixes=CHECK,STRICT -o Strict=true
#include "home/loop.h"
#include <functional>
#include <future>
#include <memory>
#include <system_error>

using Handler = std::function<void(std::error_code, int)>;

void start(Handler handler);
void log(const char *);
int parse(int size);

// ---- a handler that nobody calls

void bad_early_return(int size, Handler handler) {
  if (size == 0)
    return;
  // CHECK: [[#@LINE-1]]:5: warning: 'handler' is not called on this path: who waits for it waits for good [async-broken-promise]
  // CHECK: [[#@LINE-4]]:41: note: given here, to be called once
  // CHECK: [[#@LINE-3]]:5: note: instead, call it with an error before the return
  start(std::move(handler));
}

void bad_in_the_next_handler(home::Loop &loop, Handler handler) {
  start([handler = std::move(handler)](std::error_code error, int size) {
    if (error)
      return;
    // CHECK: [[#@LINE-1]]:7: warning: 'handler' is not called on this path
    // CHECK: [[#@LINE-4]]:10: note: given here
    // CHECK: note: instead, call it with an error
    handler(error, parse(size));
  });
}

void bad_captured_by_copy(const Handler &handler) {
  start([handler](std::error_code error, int size) {
    if (error) {
      return;
      // CHECK: [[#@LINE-1]]:7: warning: 'handler' is not called on this path
      // CHECK: note: given here
      // CHECK: note: instead
    }
    handler(error, size);
  });
}

template <class Done> void bad_template(int size, Done done) {
  if (size < 0)
    return;
  // CHECK: [[#@LINE-1]]:5: warning: 'done' is not called on this path
  // CHECK: note: given here
  // CHECK: note: instead
  done(std::error_code(), size);
}
template <class Each> void ok_template(int size, Each each) {
  if (size < 0)
    return;
  each(size, 1); // tells nothing of an error
}
#define GIVE_UP return
void bad_macro(bool open, Handler handler) {
  if (!open)
    GIVE_UP;
  // CHECK: [[#@LINE-1]]:5: warning: 'handler' is not called on this path
  // CHECK: note: expanded from macro
  // CHECK: note: given here
  // CHECK: note: instead
  handler({}, 1);
}
template <bool Checked> void maybe_constexpr(int size, Handler handler) {
  if constexpr (Checked)
    if (size == 0)
      return;
  // CHECK: [[#@LINE-1]]:7: warning: 'handler' is not called on this path
  // CHECK: note: given here
  // CHECK: note: instead
  handler({}, size);
}
void callers() {
  bad_template(1, [](std::error_code, int) {});
  ok_template(2, [](int, int) {});
  maybe_constexpr<true>(1, {});
  maybe_constexpr<false>(1, {});
  auto generic = [](auto size, Handler handler) {
    if (size == 0)
      return;
    // CHECK: [[#@LINE-1]]:7: warning: 'handler' is not called on this path
    // CHECK: note: given here
    // CHECK: note: instead
    handler({}, size);
  };
  generic(1, {});
}

void bad_promise(int size, std::promise<int> promise) {
  if (size == 0)
    return;
  // CHECK: [[#@LINE-1]]:5: warning: 'promise' is never settled on this path: who waits gets a broken promise
  // CHECK: [[#@LINE-4]]:46: note: whoever has its future waits
  // CHECK: [[#@LINE-3]]:5: note: instead, settle it with an error before the return
  promise.set_value(size);
}

void bad_settled_twice(std::promise<int> promise) {
  promise.set_value(1);
  promise.set_value(2);
  // CHECK: [[#@LINE-1]]:3: warning: 'promise' is settled a second time, which throws
  // CHECK: [[#@LINE-3]]:3: note: settled here first
  // CHECK: [[#@LINE-3]]:3: note: instead, return once it is settled
}
void bad_settled_in_each_round() {
  std::promise<int> promise;
  for (int i = 0; i < 3; ++i)
    promise.set_value(i);
  // CHECK: [[#@LINE-1]]:5: warning: 'promise' is settled a second time
  // CHECK: [[#@LINE-2]]:5: note: settled here, in each round
  // CHECK: note: instead
}
void ok_settled_once(bool good, std::promise<int> promise) {
  try {
    promise.set_value(parse(1));
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
  std::promise<int> other, third;
  if (good)
    return other.set_value(1);
  other.set_exception(nullptr);
  for (int i = 0;; ++i)
    if (i == 3) {
      third.set_value(i);
      break;
    }
}

// ---- decided by what the function does not show

struct Connection {
  bool closed_ = false;
  int pending_ = 0;
  std::weak_ptr<int> owner_;

  void maybe_state(Handler handler) {
    if (closed_)
      return;
    // STRICT: [[#@LINE-1]]:7: warning: 'handler' is not called on this path
    // STRICT: note: given here
    // STRICT: note: instead
    start(std::move(handler));
  }
  // Several operations, one handler: the last one calls it.
  void maybe_counter(Handler handler) {
    start([this, handler](std::error_code error, int size) {
      if (--pending_ > 0)
        return;
      // STRICT: [[#@LINE-1]]:9: warning: 'handler' is not called on this path
      // STRICT: note: given here
      // STRICT: note: instead
      handler(error, size);
    });
  }
  void maybe_goes_on_elsewhere(int size, Handler handler) {
    if (size == 0) {
      log("more");
      return;
      // STRICT: [[#@LINE-1]]:7: warning: 'handler' is not called on this path
      // STRICT: note: given here
      // STRICT: note: instead
    }
    handler({}, size);
  }
};

// ---- near misses

void ok_every_path(int size, Handler handler) {
  if (size == 0)
    return handler(std::make_error_code(std::errc::no_message), 0);
  if (size == 1) {
    handler({}, 1);
    return;
  }
  start(std::move(handler));
}
void ok_no_handler(Handler handler) {
  if (!handler)
    return;
  handler({}, 1);
}
void ok_optional(int size, Handler handler = nullptr) {
  if (size == 0)
    return;
  handler({}, 1);
}
bool ok_result_tells(int size, Handler handler) {
  if (size == 0)
    return false;
  start(std::move(handler));
  return true;
}
void ok_throws(int size, Handler handler) {
  if (size == 0)
    throw size;
  handler({}, size);
}
void ok_no_completion(int size, std::function<void(int)> each) {
  if (size == 0)
    return;
  each(size);
}
void ok_never_used(int size, Handler handler) {
  if (size == 0)
    return;
  log("nothing to do");
}
void ok_registered_in_a_lambda(int size, Handler handler) {
  auto finish = [&](int result) { handler({}, result); };
  if (size == 0)
    return finish(0);
  finish(1);
}
void ok_asked(int size, std::promise<int> promise) {
  auto future = promise.get_future();
  if (size == 0)
    return;
  promise.set_value(size);
}
void ok_shared_promise(int size, std::shared_ptr<std::promise<int>> promise) {
  if (size == 0)
    return; // somebody else has it too
  promise->set_value(size);
}
void ok_callers_promise(int size, std::promise<int> &promise) {
  if (size == 0)
    return;
  promise.set_value(size);
}
void ok_suppressed(int size, Handler handler) {
  if (size == 0)
    return; // NOLINT(async-broken-promise)
  handler({}, size);
}
