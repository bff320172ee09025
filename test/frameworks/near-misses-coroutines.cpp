// RUN: %check-tidy --silent %s "async-*,-async-advice-*"
// Patterns of real programs on folly, libcoro, concurrencpp, async_simple, cppcoro, stdexec and
// drogon that look wrong and are right. Numbers as in the seastar file.

#include "async_simple/coro/Lazy.h"
#include "concurrencpp/concurrencpp.h"
#include "coro/coro.hpp"
#include "cppcoro/task.hpp"
#include "drogon/utils/coroutine.h"
#include "folly/coro/AsyncScope.h"
#include "folly/coro/Baton.h"
#include "folly/coro/BlockingWait.h"
#include "folly/coro/Mutex.h"
#include "folly/coro/Task.h"
#include "folly/fibers/FiberManager.h"
#include "stdexec/execution.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

using folly::coro::Task;

Task<int> fetch();
Task<void> store();
void use(int);

// ---- locks

// 1, SerialQueueRunner: unlocked for the await, then locked again.
class QueueRunner {
public:
  Task<void> run() {
    std::unique_lock lock(mutex_);
    while (!done_) {
      lock.unlock();
      co_await store();
      lock.lock();
    }
  }

private:
  std::mutex mutex_;
  bool done_ = false;
};

// 2, async_lock: the awaiter gets the lock by reference, and releases it once it is enqueued.
class LockAwaiter {
public:
  LockAwaiter(std::unique_lock<std::mutex> &lock) : lock_(std::move(lock)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) { lock_.unlock(); }
  void await_resume() const noexcept {}

private:
  std::unique_lock<std::mutex> lock_;
};
concurrencpp::lazy_result<void> lockAsynchronously(std::mutex &mutex) {
  std::unique_lock lock(mutex);
  co_await LockAwaiter(lock);
}

// 5, Collect: a guard over an asynchronous mutex, released and taken again.
Task<void> collect(folly::coro::Mutex &mutex) {
  auto lock = co_await mutex.co_scoped_lock();
  lock.unlock();
  co_await store();
  lock = co_await mutex.co_scoped_lock();
}

// 6, MultiplexChannel: made to be held.
Task<void> multiplex(folly::coro::Mutex &mutex) {
  auto lock = co_await mutex.co_scoped_lock();
  co_await store();
}

// 7, ConditionVariable: adopts the lock to release it as part of the wait.
struct WaitAwaiter {
  async_simple::coro::Mutex &mutex;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) {
    std::unique_lock<async_simple::coro::Mutex> lock(mutex, std::adopt_lock);
  }
  void await_resume() const noexcept {}
};

// 8, ring_buffer: unlocked before the next coroutine is resumed.
coro::task<void> produce(coro::mutex &mutex) {
  auto lock = co_await mutex.scoped_lock();
  lock.unlock();
  co_await coro::task<void>();
}

// 20, static_thread_pool: a stage that only notifies a plain thread.
void notifyWaiter(stdexec::scheduler pool, std::mutex &mutex, std::condition_variable &done,
                  bool &finished) {
  exec::start_detached(stdexec::schedule(pool) | stdexec::then([&] {
                         std::lock_guard guard(mutex);
                         finished = true;
                         done.notify_one();
                       }));
  std::unique_lock lock(mutex);
  done.wait(lock, [&] { return finished; });
}

// ---- waiting on the spot

// 21, fibers: only the fiber is parked.
int waitInFiber(Task<int> task) { return folly::coro::blockingWait(std::move(task)); }
void addFiber(folly::fibers::FiberManager &manager) {
  manager.addTask([] { use(waitInFiber(fetch())); });
}

// 28, tls client: a destructor cannot await.
class Client {
public:
  ~Client() { coro::sync_wait(shutdown()); }

private:
  coro::task<void> shutdown();
};

// 29, TimeoutTest: a plain function, and the closure lives while it is waited for.
void topLevel(int number) {
  folly::coro::blockingWait([&]() -> Task<void> {
    co_await store();
    use(number);
  }());
}

// 30, echo server: the same in main.
int main() {
  int port = 1980;
  async_simple::coro::syncAwait([port]() -> async_simple::coro::Lazy<> {
    use(port);
    co_return;
  }());
}

// ---- work that goes on

// 50, Producer: the task owns everything, errors are handled inside.
Task<void> cancelQuietly(int *owned) {
  try {
    co_await store();
  } catch (...) {
    use(*owned);
  }
}
void startAndForget(folly::Executor::KeepAlive<> executor, int *owned) {
  cancelQuietly(owned).scheduleOn(executor).start([](auto &&) {});
}

// 51, TimedWait: the captured locals live until the baton is posted.
Task<int> waitWithCallback(folly::Executor::KeepAlive<> executor) {
  folly::coro::Baton baton;
  int result = 0;
  fetch().scheduleOn(executor).start([&](auto &&) { result = 1; });
  co_await baton;
  co_return result;
}

// 52, FutureUtil: started and returned.
folly::Future<int> asFuture(folly::Executor::KeepAlive<> executor) {
  return fetch().scheduleOn(executor).start().via(executor);
}

// 59, resolver: false only where the scheduler is shut down.
coro::task<void> poll();
void startPolling(coro::scheduler &scheduler) { scheduler.spawn_detached(poll()); }

// 60, http server: one session for each connection, by design.
async_simple::coro::Lazy<int> accept();
async_simple::coro::Lazy<> serve(int socket);
async_simple::coro::Lazy<> listen(async_simple::Executor *executor, bool &stopped) {
  while (!stopped)
    serve(co_await accept()).via(executor).detach(); // NOLINT(async-unbounded-spawn): by design
}

// 61, let_value: nothing is left that could fail.
void handled(stdexec::scheduler pool) {
  exec::start_detached(stdexec::schedule(pool) | stdexec::then([]() noexcept {}));
}

// ---- closures

// 63, HttpFilter: async_run moves the closure into a frame.
void filter(std::string request) {
  drogon::async_run([request]() -> drogon::Task<> {
    co_await drogon::sleepCoro(nullptr, 1);
    use(static_cast<int>(request.size()));
  });
}

// 72, async_scope: no captures; what it needs are parameters.
void immediately(std::vector<cppcoro::task<>> &tasks, int *counter) {
  tasks.push_back([](int *number) -> cppcoro::task<> {
    ++*number;
    co_return;
  }(counter));
}
