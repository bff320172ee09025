// RUN: %check-tidy --silent %s "async-*,-async-advice-*"
// Patterns of real programs on userver and KJ that look wrong and are right. Numbers as in the
// seastar file.

#include "kj/async.h"
#include "userver/engine/async.hpp"

#include <exception>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;
namespace engine = userver::engine;

void use(int);

// ---- userver: locks

// 9, cache_update_trait: a lock of tasks, while a task is waited for.
class Cache {
public:
  void update() {
    std::lock_guard guard(mutex_);
    auto task = userver::utils::Async("update", [] { use(1); });
    task.Get();
  }

private:
  engine::Mutex mutex_;
};

// 10, requests_view: its guard looks like any other.
void lockLikeAThread(engine::Mutex &mutex) {
  std::lock_guard<engine::Mutex> lock(mutex);
  engine::Yield();
}

// 11, resolver: the lock goes to another task.
void handLockOver(engine::Mutex &mutex) {
  std::unique_lock lock(mutex);
  userver::utils::Async("refresh", [&mutex] {
    std::unique_lock taken(mutex, std::adopt_lock);
    use(1);
  }).Detach();
  lock.release();
}

// 12, wait_list: short, and never over a switch.
class WaitList {
public:
  void wakeUp(engine::SingleConsumerEvent &event) {
    std::lock_guard guard(mutex_);
    event.Send();
  }

private:
  std::mutex mutex_;
};

// ---- userver: waiting

bool isTaskProcessorThread() noexcept;

// 22 and 23, task_base and os_signals: only threads that are no task processor's come here.
void blockingWait(engine::Task &task, std::future<void> &finished) {
  if (isTaskProcessorThread()) {
    task.Wait();
  } else {
    task.BlockingWait();
    finished.wait();
  }
}

// 24, watchdog: a thread of its own, and the main thread at shutdown.
class Watchdog {
public:
  void start() {
    thread_ = std::thread([this] {
      while (!stopped_)
        std::this_thread::sleep_for(1s);
    });
  }
  ~Watchdog() {
    stopped_ = true;
    thread_.join();
  }

private:
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};
void waitForExhaustionBlocking(const std::atomic<int> &tasks) {
  while (tasks > 0)
    std::this_thread::sleep_for(10ms);
}

// ---- userver: detached

// 53, request_state: the task holds the object, and errors go into a promise.
class Request : public std::enable_shared_from_this<Request> {
public:
  void start() {
    engine::AsyncNoSpan([holder = shared_from_this()] { holder->run(); }).Detach();
  }

private:
  void run();
};

// 54, expirable_lru_cache: the destructor waits for the token.
struct Token {
  ~Token();
};
void updateInBackground(std::shared_ptr<Token> token) {
  userver::utils::Async("update", [token = std::move(token)] { use(1); }).Detach();
}

// 55, caching_component: only destroys what it captured.
void destroyElsewhere(std::unique_ptr<Token> garbage) {
  engine::AsyncNoSpan([garbage = std::move(garbage)] {}).Detach();
}

// 74, task_processor: used outside of tasks, and no reference crosses a suspension.
thread_local int counter = 0;
void countInScheduler() { ++counter; }
void logLine() {
  static thread_local int lines = 0;
  int &mine = lines;
  ++mine;
}

// ---- KJ

kj::Promise<int> fetch();
kj::Promise<void> store();

// 32, workerd: at the top of the program.
void runAll(kj::WaitScope &scope) { store().wait(scope); }

// 56, container-client: best effort, and it owns what it works on.
void closeQuietly(std::unique_ptr<Token> stream) {
  store().attach(std::move(stream)).detach([](auto &&) {});
}

// 57, server: the running promise must not cancel itself.
class Server {
public:
  void finish() { running_->detach([](auto &&) {}); }

  // 65: the continuation lives in the member, and so no longer than the object.
  void listen() {
    *running_ = store().attach(std::unique_ptr<Token>()).catch_([this](auto &&) { use(errors_); });
  }

  // 58, container: the handler holds a weak reference.
  void watch(std::weak_ptr<int> self) {
    store().detach([self](auto &&) {
      if (auto strong = self.lock())
        use(*strong);
    });
  }

private:
  std::unique_ptr<kj::Promise<void>> running_;
  int errors_ = 0;
};

// 64, server: the closure is kept for the coroutine.
kj::Promise<void> captured(int number) {
  return store().then(kj::coCapture([number]() -> kj::Promise<void> {
    co_await store();
    use(number);
  }));
}

// 66, memory-cache: called at once.
namespace js {
template <class F> void evalNow(F &&f) { f(); }
} // namespace js
void synchronous(int number) {
  js::evalNow([&] { use(number); });
}

// 76, wait-list: a short lock, and a fulfiller for another thread.
void fulfil(kj::MutexGuarded<int> &waiters) {
  auto locked = waiters.lockExclusive();
  use(*locked.operator->());
}
