// RUN: %check-tidy %s async-swallowed-error
#include "home/task.h"
#include "seastar/core/future.hh"
#include <exception>
#include <future>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <vector>

using home::Task;

Task<> save(int id);
Task<int> load(int id);
void log(const char *);
struct Connection {
  Task<> send(int);
  Task<> close();
};

// ---- catch (...) {}

Task<> bad_catch_all() {
  try {
    co_await save(1);
  } catch (...) {
  }
  // CHECK: [[#@LINE-2]]:5: warning: this handler swallows the error of 'save' without a trace [async-swallowed-error]
  // CHECK: [[#@LINE-4]]:14: note: the operation that may fail
  // CHECK: [[#@LINE-4]]:5: note: instead, log it, rethrow it, or say in a comment why it may be lost
}
Task<> bad_base_class(Connection &connection) {
  for (;;) {
    try {
      int value = co_await load(1);
      co_await connection.send(value);
    } catch (const std::exception &) {
    }
    // CHECK: [[#@LINE-2]]:7: warning: this handler swallows the error of 'load'
    // CHECK: note: the operation that may fail
    // CHECK: note: instead
  }
}
Task<> bad_blocking_wait(std::future<int> future) {
  try {
    future.get();
  } catch (...) {
  }
  // CHECK: [[#@LINE-2]]:5: warning: this handler swallows the error of 'get'
  // CHECK: note: the operation
  // CHECK: note: instead
  co_return;
}
#define IGNORING_ERRORS(what) try { what; } catch (...) {}
template <class T> Task<> bad_template(T id) {
  try {
    co_await save(id);
  } catch (...) {
  }
  // CHECK: [[#@LINE-2]]:5: warning: this handler swallows the error of 'save'
  // CHECK: note: the operation
  // CHECK: note: instead
}
auto one = bad_template(1);
auto two = bad_template(2L);
auto bad_lambda = [](auto id) -> Task<> {
  try {
    co_await save(id);
  } catch (...) {
  }
  // CHECK: [[#@LINE-2]]:5: warning: this handler swallows
  // CHECK: note: the operation
  // CHECK: note: instead
};
auto three = bad_lambda(1);
template <bool Saves> Task<> maybe_constexpr() {
  if constexpr (Saves)
    try {
      co_await save(1);
    } catch (...) {
    }
  // CHECK: [[#@LINE-2]]:7: warning: this handler swallows
  // CHECK: note: the operation
  // CHECK: note: instead
}
auto saves = maybe_constexpr<true>();
auto savesNot = maybe_constexpr<false>();

Task<> ok_says_why() {
  try {
    co_await save(1);
  } catch (...) {
    // the next round tries again
  }
  IGNORING_ERRORS(co_await save(2)) // a macro with a telling name
}
Task<bool> ok_does_something(bool &failed) {
  try {
    co_await save(1);
  } catch (const std::exception &) {
    log("not saved");
  }
  try {
    co_await save(2);
  } catch (...) {
    failed = true;
  }
  try {
    co_await save(3);
  } catch (const std::out_of_range &) { // one that is expected
  }
  co_return true;
}
Task<int> ok_the_rest_shows_it() {
  std::optional<int> value;
  try {
    value = co_await load(1);
  } catch (...) {
  }
  bool done = false;
  try {
    co_await save(1);
    done = true;
  } catch (...) {
  }
  try {
    co_return co_await load(2);
  } catch (...) {
  }
  while (!done) {
    try {
      co_await save(2);
      break;
    } catch (...) {
    }
  }
  co_return value.value_or(0);
}
Task<> ok_farewell(Connection &connection) {
  try {
    co_await connection.close();
  } catch (...) {
  }
}
void plain();
Task<> ok_no_operation() { // bugprone-empty-catch
  try {
    plain();
  } catch (...) {
  }
  co_return;
}

// ---- .handle_exception

seastar::future<> flush();
seastar::future<> close();
void bad_handler() {
  (void)flush().handle_exception([](std::exception_ptr) {});
  // CHECK: [[#@LINE-1]]:34: warning: this handler swallows the error of the whole chain
  // CHECK: [[#@LINE-2]]:34: note: instead, log it, or say in a comment why it may be lost
}
void ok_handler() {
  (void)flush().handle_exception([](std::exception_ptr) { log("not flushed"); });
  (void)flush().handle_exception([](std::exception_ptr) { /* logged in there */ });
  (void)close().handle_exception([](std::exception_ptr) {}); // tls_gnutls.cc:1124
}

// ---- results

Task<std::error_code> write(int);
Task<std::tuple<std::error_code, int>> read();
Task<> bad_results() {
  co_await write(1);
  // CHECK: [[#@LINE-1]]:3: warning: 'write' says how it ended, and nobody looks: a failure goes unseen
  // CHECK: [[#@LINE-2]]:3: note: instead, test the result, or cast it to void
  auto [error, size] = co_await read();
  // CHECK: [[#@LINE-1]]:9: warning: 'error' is never looked at: a failed 'read' goes on as if it had worked
  // CHECK: [[#@LINE-2]]:33: note: the operation that may fail
  // CHECK: [[#@LINE-3]]:9: note: instead, test it; leave out its name where it does not matter
  co_await write(size);
  // CHECK: [[#@LINE-1]]:3: warning: 'write' says how it ended
  // CHECK: note: instead
}
enum class send_status { ok, closed };
enum class Color { red, green };
Task<send_status> send(int);
Task<std::pair<send_status, int>> receive();
Task<std::pair<Color, int>> paint();
Task<std::vector<send_status>> history();
Task<> bad_status() {
  co_await send(1);
  // CHECK: [[#@LINE-1]]:3: warning: 'send' says how it ended
  // CHECK: note: instead
  co_await receive();
  // CHECK: [[#@LINE-1]]:3: warning: 'receive' says how it ended
  // CHECK: note: instead
}
Task<> ok_no_status() {
  co_await paint();
  co_await history();
}
Task<std::error_code> closeAll();
Task<> ok_results() {
  (void)co_await write(1);
  auto [error, size] = co_await read();
  if (!error)
    co_await save(size);
  [[maybe_unused]] auto [failed, count] = co_await read();
  auto [_error, rest] = co_await read();
  co_await closeAll();
  for (;;) { // the examples of Asio: a read of nothing is a read that failed
    auto [broken, length] = co_await read();
    if (length == 0)
      break;
  }
  if (auto [broken, length] = co_await read(); length > 0)
    log("read");
  co_await load(1); // a value, which tells nothing of an error
  if (co_await write(2))
    log("not written");
}
Task<> ok_suppressed() {
  co_await write(1); // NOLINT(async-swallowed-error)
}

// A hop to another executor.
Task<std::error_code> dispatch(int executor);
Task<> ok_hop() { co_await dispatch(1); }
