// RUN: %check-tidy %s async-this-after-suspend
// RUN: %check-tidy %s async-this-after-suspend --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <memory>
#include <thread>
#include <utility>

using home::Detached;
using home::Task;
using home::tick;

void use(int);

// ---- started by the destructor

class Connection {
public:
  ~Connection() {
    bad_flush();
    // CHECK: [[#@LINE-1]]:5: warning: 'bad_flush' goes on alone, and uses 'this' when the object is destroyed [async-this-after-suspend]
    // CHECK: [[#@LINE+12]]:9: note: 'this' is used here, after a suspension
    // CHECK: [[#@LINE-3]]:5: note: give it a shared pointer to the object, or have the owner await it before
    ok_at_once();
    ok_static(count_);
    auto task = ok_awaited();
    home::syncWait(std::move(task));
    ok_suppressed(); // NOLINT(async-this-after-suspend)
  }

private:
  Detached bad_flush() {
    co_await tick();
    use(count_);
  }
  Detached ok_at_once() {
    use(count_);
    co_await tick();
  }
  static Detached ok_static(int count) {
    co_await tick();
    use(count);
  }
  Task<> ok_awaited() {
    co_await tick();
    use(count_);
  }
  Detached ok_suppressed() {
    co_await tick();
    use(count_);
  }
  int count_ = 0;
};

// ---- started by a constructor, and nothing can stop it

class Poller {
public:
  Poller() {
    run();
    // CHECK: [[#@LINE-1]]:5: warning: 'run' goes on alone, and uses 'this' when the object may be gone
    // CHECK: [[#@LINE-5]]:7: note: 'Poller' has nothing that would stop it
  }
  void maybe_started() {
    run();
    // STRICT: [[#@LINE-1]]:5: warning: 'run' goes on alone, and uses 'this' when the object may be gone
  }

private:
  Detached run() {
    for (;;) {
      co_await tick();
      use(count_);
    }
  }
  int count_ = 0;
};
#define START(call) call
class InMacro {
public:
  InMacro() {
    START(run());
    // CHECK: [[#@LINE-1]]:11: warning: 'run' goes on alone
  }
  Detached run() { co_await tick(); use(count_); }
  int count_ = 0;
};
template <class T> class InTemplate {
public:
  InTemplate() {
    run();
    // CHECK: [[#@LINE-1]]:5: warning: 'run' goes on alone
  }
  Detached run() { co_await tick(); use(count_); }
  T count_ = 0;
};
template class InTemplate<int>;
template <bool Late> class InBranch {
public:
  InBranch() { ok_if_constexpr(); }
  Detached ok_if_constexpr() {
    co_await tick();
    if constexpr (Late)
      use(count_);
  }
  int count_ = 0;
};
template class InBranch<false>;
class Stoppable {
public:
  Stoppable() { ok_has_a_destructor(); }
  ~Stoppable();
  Detached ok_has_a_destructor() { co_await tick(); use(count_); }
  int count_ = 0;
};
class OwnsTask {
public:
  OwnsTask() : task_(ok_kept()) {}
  Task<> ok_kept() { co_await tick(); use(count_); }
  int count_ = 0;
  Task<> task_;
};
class Joins {
public:
  Joins() { ok_thread_is_joined(); }
  Detached ok_thread_is_joined() { co_await tick(); use(count_); }
  int count_ = 0;
  std::jthread thread_;
};

// ---- deletes itself

class Request {
public:
  void bad_start() {
    run();
    // CHECK: [[#@LINE-1]]:5: warning: 'run' goes on alone, and uses 'this' when the object has deleted itself
  }
  void finish() { delete this; }

private:
  Detached run() { co_await tick(); use(count_); }
  int count_ = 0;
};

// ---- who keeps the object (redpanda#7064, redpanda#7114)

class Shared : public std::enable_shared_from_this<Shared> {
public:
  void start() {
    ok_holds_itself();
    ok_given_itself(shared_from_this());
    ok_of_a_shared_class();
  }
  ~Shared() { ok_unused(); }

private:
  Detached ok_holds_itself() {
    auto self = shared_from_this();
    co_await tick();
    use(count_);
  }
  Detached ok_given_itself(std::shared_ptr<Shared> self) {
    co_await tick();
    use(count_);
  }
  Detached ok_of_a_shared_class() { co_await tick(); use(count_); }
  Detached ok_unused() { co_await tick(); }
  int count_ = 0;
};
struct Lambda {
  Lambda() {
    auto ok_lambda = [this]() -> Detached { co_await tick(); use(count_); };
    ok_lambda(); // async-lambda-coroutine-capture reports it
  }
  int count_ = 0;
};
