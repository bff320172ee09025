// Threads that run no event loop: a pool for work that takes long or blocks, and the
// writer of the event log.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <deque>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace depot {

/// A queue between threads that refuses what it has no room for.
template <typename T> class BoundedQueue {
public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] bool tryPush(T item) {
    {
      std::lock_guard guard(mutex_);
      if (closed_ || items_.size() >= capacity_)
        return false;
      items_.push_back(std::move(item)); // fine: the capacity is tested above
    }
    ready_.notify_one();
    return true;
  }

  /// The next item; false once the queue is closed and empty.
  bool pop(T &item) {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return closed_ || !items_.empty(); }); // fine: a predicate
    if (items_.empty())
      return false;
    item = std::move(items_.front());
    items_.pop_front();
    return true;
  }

  void close() {
    {
      std::lock_guard guard(mutex_);
      closed_ = true;
    }
    ready_.notify_all();
  }

private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<T> items_;
  bool closed_ = false;
};

/// A fixed number of threads for work that must not run on the network loop.
class WorkerPool {
public:
  WorkerPool(unsigned threads, std::size_t backlog) : jobs_(backlog) {
    for (unsigned i = 0; i != threads; ++i)
      threads_.emplace_back([this] { runJobs(); });
  }

  ~WorkerPool() {
    jobs_.close();
    for (std::thread &thread : threads_)
      thread.join(); // fine: the pool's owner waits, outside of any loop
  }

  /// Runs `job` on a worker. Throws if the backlog is full.
  void post(std::function<void()> job) {
    if (!jobs_.tryPush(std::move(job)))
      throw std::runtime_error("the worker backlog is full");
  }

  /// Runs `work` on a worker and gives its result to the future.
  template <typename Work> auto submit(Work work) {
    using Result = std::invoke_result_t<Work>;
    auto task = std::make_shared<std::packaged_task<Result()>>(std::move(work));
    auto result = task->get_future();
    post([task] { (*task)(); });
    return result;
  }

  /// Awaiting this continues the coroutine on a worker.
  auto schedule() {
    struct Awaiter {
      WorkerPool &pool;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> caller) {
        pool.post([caller] { caller.resume(); });
      }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this};
  }

private:
  void runJobs() {
    std::function<void()> job;
    while (jobs_.pop(job))
      job();
  }

  BoundedQueue<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
};

/// Writes the depot's events to a file, on a thread of its own.
class EventLog {
public:
  explicit EventLog(const std::string &path)
      : file_(path, std::ios::app),
        writer_([this](const std::stop_token &stop) { drain(stop); }) {}

  ~EventLog() {
    writer_.request_stop();
    ready_.notify_all();
  }

  void record(std::string event) {
    {
      std::lock_guard guard(mutex_);
      pending_.push_back(std::move(event)); // expect: async-unbounded-queue
    }
    ready_.notify_one();
  }

private:
  void drain(const std::stop_token &stop) {
    while (!stop.stop_requested()) {
      std::unique_lock lock(mutex_);
      if (pending_.empty())
        ready_.wait(lock); // expect: async-cv-wait-no-predicate
      std::string event = std::move(pending_.front());
      pending_.pop_front();
      lock.unlock();
      file_ << event << '\n'; // fine: this thread exists to wait for the disk
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::string> pending_;
  std::ofstream file_;
  std::jthread writer_;
};

} // namespace depot
