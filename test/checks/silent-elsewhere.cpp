// What compilers and the stock checks of LLVM 19 say nothing about, all on: each is reported.
// RUN: %check-tidy %s async-*,-async-advice-*
#include "home/task.h"
#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

home::Task<> tick();
home::Task<int> number();
void use(int);

std::mutex first, second;

void bad_order() {
  std::lock_guard one(first);
  std::lock_guard two(second);
}
void bad_otherOrder() {
  std::lock_guard two(second);
  std::lock_guard one(first);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-lock-order]
}

void bad_twice() {
  std::lock_guard one(first);
  first.lock();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-double-lock]
}

bool bad_leak(bool early) {
  first.lock();
  if (early)
    return false;
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-unlock-missing]
  first.unlock();
  return true;
}

void bad_neverLocked(int &shared) {
  std::unique_lock lock(first, std::defer_lock);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-unnamed-guard]
  ++shared;
}

int bad_getTwice(std::future<int> result) {
  use(result.get());
  return result.get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-task-consumed-twice]
}

void bad_futureTwice(std::promise<int> promise) {
  auto one = promise.get_future();
  auto two = promise.get_future();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-task-consumed-twice]
  use(one.get() + two.get());
}

void bad_thread() {
  std::thread worker([] { use(1); });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-thread-not-joined]
}

home::Task<> bad_sleep() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-blocking-call]
  co_await tick();
}

home::Task<int> bad_wait(std::future<int> result) {
  co_await tick();
  co_return result.get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
}

home::Task<> bad_endless(std::vector<int> &numbers) {
  co_await tick();
  for (;;) {
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-loop-without-suspension]
    for (int &number : numbers)
      ++number;
  }
}

struct Account {
  int balance = 0;
  std::map<int, int> entries;
  std::function<void(int)> changed;
  std::mutex mutex;

  home::Task<> bad_add() {
    balance = balance + co_await number();
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-atomicity-across-await]
  }

  void bad_callUnderLock() {
    std::lock_guard lock(mutex);
    changed(1);
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-callback-under-lock]
  }

  home::Task<> bad_iterate() {
    for (auto &entry : entries) {
      // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-stale-ref-across-suspend]
      co_await tick();
      use(entry.second);
    }
  }
  home::Task<> bad_iterator(int key) {
    auto found = entries.find(key);
    co_await tick();
    use(found->second);
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-stale-ref-across-suspend]
  }
  void remove(int key) { entries.erase(key); }
};

home::Task<> print(const std::string &text) {
  co_await tick();
  use(text.size());
}
home::Task<> bad_argument() {
  home::Task<> later = print(std::string("short-lived"));
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-dangling-task-argument]
  co_await std::move(later);
}

struct Held {
  std::string text;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  std::string &await_resume() { return text; }
};
home::Task<> bad_reference() {
  const auto &text = co_await Held{"temporary"};
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-await-result-ref]
  use(text.size());
}

thread_local int perThread;
home::Task<> bad_threadLocal() {
  int *mine = &perThread;
  co_await tick();
  use(*mine);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-tls-across-suspend]
}

void onEvent(std::function<void()> handler);
void bad_callback() {
  onEvent([]() -> home::Task<> { co_await tick(); });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-coroutine-as-void-callback]
}

home::Task<> bad_unused() {
  auto task = number();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-task-never-awaited]
  co_await tick();
}
