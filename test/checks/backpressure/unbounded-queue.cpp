// RUN: %check-tidy %s async-unbounded-queue
// RUN: %check-tidy %s async-unbounded-queue --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <queue>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using home::Task;
using home::tick;

void use(const std::string &);
Task<> send(const std::string &);

// ---- threads: a condition variable between both sides

class bad_worker {
public:
  void post(std::string job) {
    std::lock_guard lock(mutex_);
    jobs_.push(std::move(job));
    // CHECK: [[#@LINE-1]]:5: warning: 'jobs_' grows without a limit when it is filled faster than drained [async-unbounded-queue]
    // CHECK: [[#@LINE+19]]:27: note: declared here, without a capacity
    // CHECK: [[#@LINE+9]]:7: note: drained here, by a function that waits on 'ready_'
    // CHECK: [[#@LINE-4]]:5: note: let the producer wait, or refuse, when it is full: a queue with a capacity whose push waits
    ready_.notify_one();
  }
  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return !jobs_.empty(); });
      auto job = std::move(jobs_.front());
      jobs_.pop();
      lock.unlock();
      use(job);
    }
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<std::string> jobs_;
};

// All entries at once are no limit either.
class bad_batches {
public:
  void post(std::string job) {
    {
      std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
      // CHECK: [[#@LINE-1]]:7: warning: 'jobs_' grows without a limit
    }
    ready_.notify_one();
  }
  void run() {
    for (;;) {
      std::vector<std::string> batch;
      {
        std::unique_lock lock(mutex_);
        while (jobs_.empty())
          ready_.wait(lock);
        std::swap(batch, jobs_);
      }
      for (const auto &job : batch)
        use(job);
    }
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<std::string> jobs_;
};

class ok_refuses {
public:
  bool post(std::string job) {
    std::lock_guard lock(mutex_);
    if (jobs_.size() >= 1000)
      return false;
    jobs_.push(std::move(job));
    ready_.notify_one();
    return true;
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<std::string> jobs_;
};

class ok_waits_for_space {
public:
  void post(std::string job) {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [this] { return jobs_.size() < 1000; });
    jobs_.push(std::move(job));
    ready_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop();
    space_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_, space_;
  std::queue<std::string> jobs_;
};

class ok_permits {
public:
  void post(std::string job) {
    permits_.acquire();
    std::lock_guard lock(mutex_);
    jobs_.push(std::move(job));
    ready_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop();
    permits_.release();
  }

private:
  std::counting_semaphore<64> permits_{64};
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<std::string> jobs_;
};

// The oldest entry makes room.
class ok_drops_oldest {
public:
  void post(std::string job) {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    if (jobs_.size() > 1000)
      jobs_.pop_front();
    ready_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop_front();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::string> jobs_;
};

// ---- coroutines: an event or timer between both sides

class bad_mailbox {
public:
  void deliver(std::string message) {
    messages_.push_back(std::move(message));
    // CHECK: [[#@LINE-1]]:5: warning: 'messages_' grows without a limit
    // CHECK: note: drained here, by a function that waits on 'arrived_'
    arrived_.set();
  }
  Task<> writer() {
    for (;;) {
      while (messages_.empty())
        co_await arrived_;
      co_await send(messages_.front());
      messages_.pop_front();
    }
  }

private:
  home::Event arrived_;
  std::deque<std::string> messages_;
};

class ok_mailbox_with_space {
public:
  Task<> deliver(std::string message) {
    co_await space_;
    messages_.push_back(std::move(message));
    arrived_.set();
  }
  Task<> writer() {
    for (;;) {
      co_await arrived_;
      messages_.pop_front();
      space_.set();
    }
  }

private:
  home::Event arrived_, space_;
  std::deque<std::string> messages_;
};

// ---- a thread of its own drains

class bad_thread_body {
public:
  bad_thread_body() : worker_([this] {
    while (!done_) {
      std::lock_guard lock(mutex_);
      if (!lines_.empty()) {
        use(lines_.front());
        lines_.erase(lines_.begin());
      }
    }
  }) {}
  void write(std::string line) {
    std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    // CHECK: [[#@LINE-1]]:5: warning: 'lines_' grows without a limit
    // CHECK: note: drained here, in a function that runs on another thread
  }

private:
  bool done_ = false;
  std::mutex mutex_;
  std::vector<std::string> lines_;
  std::thread worker_;
};

std::mutex globalMutex;
std::condition_variable globalReady;
std::list<std::string> bad_global;
void postGlobal(std::string job) {
  std::lock_guard lock(globalMutex);
  bad_global.push_back(std::move(job));
  // CHECK: [[#@LINE-1]]:3: warning: 'bad_global' grows without a limit
  globalReady.notify_all();
}
void runGlobal() {
  std::unique_lock lock(globalMutex);
  globalReady.wait(lock, [] { return !bad_global.empty(); });
  bad_global.pop_front();
}

// ---- no queues

// One flow fills and drains it.
class ok_parser {
public:
  void parse(std::string token) { stack_.push_back(std::move(token)); }
  void finish() { stack_.pop_back(); }

private:
  std::vector<std::string> stack_;
};

// A list of what exists; members leave it in any order.
class ok_sessions {
public:
  void add(std::string name) {
    std::lock_guard lock(mutex_);
    names_.push_back(std::move(name));
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return names_.empty(); });
  }
  void remove(std::list<std::string>::iterator which) { names_.erase(which); }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<std::string> names_;
};

class ok_local {
public:
  Task<> run() {
    std::deque<std::string> pending;
    pending.push_back("x");
    co_await tick();
    pending.pop_front();
  }
};

// The constructor knows how many there are.
class ok_set_up {
public:
  ok_set_up() {
    for (int i = 0; i < 4; ++i)
      free_.push_back("x");
    changed_.notify_one();
  }
  void take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !free_.empty(); });
    free_.pop_front();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> free_;
};

// What drains it fills it: a work list.
class maybe_work_list {
public:
  void visit(std::string node) { open_.push_back(std::move(node)); }
  // STRICT: [[#@LINE-1]]:34: warning: 'open_' grows without a limit
  Task<> run() {
    while (!open_.empty()) {
      co_await tick();
      visit(open_.front());
      open_.pop_front();
    }
  }

private:
  std::deque<std::string> open_;
};

// Nothing shows that these two run in different contexts.
class maybe_pending {
public:
  void add(std::string job) { pending_.push_back(std::move(job)); }
  // STRICT: [[#@LINE-1]]:31: warning: 'pending_' grows without a limit
  Task<> flush() {
    while (!pending_.empty()) {
      co_await send(pending_.front());
      pending_.pop_front();
    }
  }

private:
  std::deque<std::string> pending_;
};

// ---- templates, macros, suppression

template <class T> class bad_template {
public:
  void push(T value) {
    std::lock_guard lock(mutex_);
    items_.push(std::move(value));
    // CHECK: [[#@LINE-1]]:5: warning: 'items_' grows without a limit
    ready_.notify_one();
  }
  T pop() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !items_.empty(); });
    T value = std::move(items_.front());
    items_.pop();
    return value;
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<T> items_;
};
template class bad_template<int>;
template class bad_template<long>;

template <bool Limit> class if_constexpr {
public:
  void post(int job) {
    if constexpr (Limit)
      if (jobs_.size() > 100)
        return;
    jobs_.push(job);
    // CHECK: [[#@LINE-1]]:5: warning: 'jobs_' grows without a limit
    ready_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<int> jobs_;
};
template class if_constexpr<true>;
template class if_constexpr<false>;

#define QUEUE(type, name) std::queue<type> name
class bad_macro {
public:
  void post(int job) {
    jobs_.push(job);
    // CHECK: [[#@LINE-1]]:5: warning: 'jobs_' grows without a limit
    ready_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  QUEUE(int, jobs_);
};

class ok_suppressed {
public:
  void post(int job) {
    jobs_.push(job); // NOLINT(async-unbounded-queue)
    ready_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !jobs_.empty(); });
    jobs_.pop();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<int> jobs_;
};

// The ready queue of a scheduler holds the coroutines that exist, and they wait for it.
class ok_ready_queue {
public:
  void resumeLater(std::coroutine_handle<> coroutine) {
    std::lock_guard lock(mutex_);
    ready_.push_back(coroutine);
    wake_.notify_one();
  }
  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return !ready_.empty(); });
      std::coroutine_handle<> next = ready_.front();
      ready_.pop_front();
      lock.unlock();
      next.resume();
    }
  }

private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::coroutine_handle<>> ready_;
};
