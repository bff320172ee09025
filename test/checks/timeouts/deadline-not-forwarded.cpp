// RUN: %check-tidy %s async-deadline-not-forwarded --fix
// RUN: %check-tidy %s async-deadline-not-forwarded --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <chrono>
#include <stop_token>
#include <string>

using home::Task;
using std::chrono::milliseconds;

Task<> fetch(int id, std::stop_token stop = {});
Task<> store(int id);
Task<> store(int id, std::stop_token stop);
Task<> connect(std::string host, milliseconds timeout = milliseconds(1000));
Task<> rest(milliseconds duration = milliseconds(10));
Task<> goodbye(std::stop_token stop = {});
Task<> both(int retries = 3, std::stop_token stop = {});
Task<> notify(std::stop_token stop = {});
void log(std::string text, std::stop_token stop = {});

// ---- not used at all

Task<> bad_default(std::stop_token stop) {
  co_await fetch(1);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on: 'fetch' goes on when it is to stop [async-deadline-not-forwarded]
  // CHECK: [[#@LINE-3]]:36: note: given here, and used nowhere
  // CHECK: note: it would be taken here
  // CHECK: [[#@LINE-4]]:12: note: instead, pass 'stop'
  // CHECK-FIXES: {{^  co_await fetch\(1, stop\);}}
}

Task<> bad_overload(const std::stop_token &stop) {
  co_await store(2);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on: 'store' goes on when it is to stop
  // CHECK-FIXES: {{^  co_await store\(2, stop\);}}
}

Task<> bad_noArguments(std::stop_token stop) {
  co_await notify();
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK-FIXES: {{^  co_await notify\(stop\);}}
}

Task<> bad_time(milliseconds timeout) {
  co_await connect("localhost");
  // CHECK: [[#@LINE-1]]:12: warning: 'timeout' is not passed on: 'connect' knows no such limit
  // CHECK-FIXES: {{^  co_await connect\("localhost", timeout\);}}
}

// ---- used elsewhere

Task<> bad_onlyOneOfTwo(std::stop_token stop) {
  co_await fetch(1, stop);
  co_await fetch(3);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK: [[#@LINE-4]]:41: note: given here
  // CHECK-FIXES: {{^  co_await fetch\(3, stop\);}}
}

Task<> bad_movedAway(std::stop_token stop) {
  co_await fetch(4);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK-FIXES: {{^  co_await fetch\(4\);}}
  co_await fetch(1, std::move(stop));
}

Task<> bad_notNext(std::stop_token stop) {
  co_await both();
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK-FIXES: {{^  co_await both\(\);}}
}

Task<> maybe_usedTime(milliseconds timeout) {
  co_await connect("localhost", timeout);
  co_await connect("127.0.0.1");
  // STRICT: [[#@LINE-1]]:12: warning: 'timeout' is not passed on
}

#define FETCH(id) fetch(id)
Task<> bad_macro(std::stop_token stop) {
  co_await FETCH(5);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK-FIXES: {{^  co_await FETCH\(5\);}}
}

template <bool Twice> Task<> bad_template(std::stop_token stop) {
  co_await fetch(6);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK-FIXES: {{^  co_await fetch\(6, stop\);}}
  if constexpr (Twice)
    co_await fetch(1, stop);
}
template Task<> bad_template<true>(std::stop_token);
template Task<> bad_template<false>(std::stop_token);

auto bad_lambda = [](auto id, std::stop_token stop) -> Task<> {
  co_await fetch(id);
  // CHECK: [[#@LINE-1]]:12: warning: 'stop' is not passed on
  // CHECK-FIXES: {{^  co_await fetch\(id, stop\);}}
};
Task<> useLambda(std::stop_token stop) { return bad_lambda(1, stop); }

struct Client {
  Task<> query(int id);
  Task<> query(int id, std::stop_token stop);
  Task<> bad_method(std::stop_token stop) {
    co_await query(7);
    // CHECK: [[#@LINE-1]]:14: warning: 'stop' is not passed on: 'query' goes on
    // CHECK-FIXES: {{^    co_await query\(7, stop\);}}
  }
  // The overload without a token is the other one's end: it would call itself.
  Task<> ok_self(int id);
  Task<> ok_self(int id, std::stop_token stop) { co_await ok_self(id); }
};

Task<> ok_passed(std::stop_token stop, milliseconds timeout) {
  co_await fetch(1, stop);
  co_await store(1, stop);
  co_await connect("localhost", timeout);
}

// roslyn-analyzers#4985: an overload that returns something else is another function.
int size(int id);
Task<int> size(int id, std::stop_token stop);
Task<> ok_otherResult(std::stop_token stop) {
  size(1);
  co_return;
}

// dotnet/runtime#88403: of two tokens, who knows which is meant.
Task<> ok_severalTokens(std::stop_token stop, std::stop_token other) { co_await fetch(1); }

// roslyn-analyzers#7325: a token of its own, which may be linked with the other.
Task<> ok_ownToken(std::stop_token stop) {
  std::stop_source own;
  std::stop_callback link(stop, [&] { own.request_stop(); });
  co_await fetch(1);
}

Task<> ok_ignored(std::stop_token) { co_await fetch(1); }
Task<> ok_marked([[maybe_unused]] std::stop_token stop) { co_await fetch(1); }

// What must be done also when the function is to stop.
Task<> ok_cleansUp(std::stop_token stop) {
  if (stop.stop_requested()) {
    co_await goodbye();
    co_return;
  }
  log("done");
}

// A time that is no limit, and a limit for something else.
Task<> ok_otherTime(milliseconds timeout, milliseconds period) { co_await rest(); }

Task<> ok_suppressed(std::stop_token stop) {
  co_await fetch(1); // NOLINT(async-deadline-not-forwarded)
}
