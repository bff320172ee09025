// RUN: %check-tidy %s async-atomicity-across-await --prefixes=CHECK
// RUN: %check-tidy %s async-atomicity-across-await --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <atomic>
#include <mutex>
#include <string>

using home::number;
using home::Task;
using home::tick;

int total = 0;
Task<int> ask(int old);
bool coin();

struct Account {
  Task<> bad_inOneExpression() {
    balance_ = balance_ + co_await number();
    // CHECK: [[#@LINE-1]]:14: warning: 'balance_' is overwritten with a result of what it was before the suspension [async-atomicity-across-await]
    // CHECK: [[#@LINE-2]]:16: note: read here
    // CHECK: [[#@LINE-3]]:27: note: suspended here; whoever changes it meanwhile loses the change
    // CHECK: [[#@LINE-4]]:14: note: await first and then read, or hold a mutex whose lock() is awaited over both
  }
  Task<> bad_overCopy(int amount) {
    int before = balance_;
    co_await tick();
    balance_ = before + amount;
    // CHECK: [[#@LINE-1]]:14: warning: 'balance_' is overwritten
    // CHECK: [[#@LINE-4]]:18: note: read here into 'before'
    // CHECK: [[#@LINE-4]]:5: note: suspended here
  }
  Task<> bad_checkedBefore(int amount) { // check, await, act
    const int before = balance_;
    if (before < amount)
      co_return;
    co_await tick();
    this->balance_ = before - amount;
    // CHECK: [[#@LINE-1]]:20: warning: 'balance_' is overwritten
  }
  Task<> bad_nested() {
    int before = state_.count;
    while (coin())
      co_await tick();
    state_.count = before + 1;
    // CHECK: [[#@LINE-1]]:18: warning: 'count' is overwritten
  }
  Task<> bad_text() {
    name_ = name_ + std::to_string(co_await number());
    // CHECK: [[#@LINE-1]]:11: warning: 'name_' is overwritten
  }
  // The operation was given the value, and answers for it.
  Task<> maybe_handedOver() {
    balance_ = co_await ask(balance_);
    // STRICT: [[#@LINE-1]]:14: warning: 'balance_' is overwritten
  }
  template <class T> Task<> bad_template(T amount) {
    auto before = balance_;
    co_await tick();
    balance_ = before + amount;
    // CHECK: [[#@LINE-1]]:14: warning: 'balance_' is overwritten
  }

  // The order of evaluation: the right side of `op=` is done first, then x is read.
  Task<> ok_compound() { balance_ += co_await number(); }
  Task<> ok_awaitFirst() { balance_ = co_await number() + balance_; }
  Task<> ok_readAfter(int amount) {
    co_await tick();
    int before = balance_;
    balance_ = before + amount;
  }
  Task<> ok_lookedAgain(int amount) { // eslint#11899
    int before = balance_;
    co_await tick();
    if (balance_ != before)
      co_return;
    balance_ = before + amount;
  }
  Task<> ok_busyFlag() { // eslint#12353
    if (busy_)
      co_return;
    busy_ = true;
    co_await tick();
    busy_ = false;
  }
  Task<> ok_noDependence() { // eslint#13355
    int before = balance_;
    co_await ask(before);
    balance_ = 0;
  }
  Task<> ok_putBack() { // eslint#11954
    int before = balance_;
    co_await tick();
    balance_ = before;
  }
  Task<> ok_locked(int amount) {
    auto guard = co_await gate_.scoped_lock();
    int before = balance_;
    co_await tick();
    balance_ = before + amount;
  }
  Task<> ok_otherBranch(int amount) {
    int before = balance_;
    if (coin()) {
      co_await tick();
      co_return;
    }
    balance_ = before + amount;
  }
  Task<> ok_atomic() {
    int before = hits_;
    co_await tick();
    hits_ = before + 1; // another hazard, and not one of suspensions alone
  }
  Task<> ok_neverSuspends(int amount) {
    int before = balance_;
    co_await std::suspend_never{};
    balance_ = before + amount;
  }
  Task<> ok_otherPlace(Account &other) {
    int before = other.balance_;
    co_await tick();
    balance_ = before + 1;
  }
  Task<> ok_suppressed() {
    balance_ = balance_ + co_await number(); // NOLINT(async-atomicity-across-await)
  }

  int balance_ = 0;
  bool busy_ = false;
  std::string name_;
  std::atomic<int> hits_ = 0;
  struct State {
    int count = 0;
  } state_;
  home::AsyncMutex gate_;
};
template Task<> Account::bad_template(int);
template Task<> Account::bad_template(long);

Task<> bad_global() {
  total = total + co_await number();
  // CHECK: [[#@LINE-1]]:9: warning: 'total' is overwritten
}

#define ADD(place, value) place = place + (value)
Task<> bad_macro() {
  ADD(total, co_await number());
  // CHECK: [[#@LINE-1]]:3: warning: 'total' is overwritten
}

auto bad_lambda = [](auto next) -> Task<> {
  int before = total;
  co_await next();
  if constexpr (sizeof(before) > 1)
    total = before + 1;
  // CHECK: [[#@LINE-1]]:11: warning: 'total' is overwritten
};
Task<> useLambda() { return bad_lambda(number); }

Task<> ok_local() {
  int sum = 0;
  sum = sum + co_await number();
}

Task<> ok_threadLocal() {
  thread_local int mine = 0;
  mine = mine + co_await number();
}

Task<> fn_throughPointer(Account *account) {
  account->balance_ = account->balance_ + co_await number(); // whose it is, is not known
}
