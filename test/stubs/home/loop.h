// An event loop and two thread pools as a team writes its own.
#pragma once

#include "home/task.h"

#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace home {

/// Runs callbacks one after the other on the thread that calls `run`.
class Loop {
public:
  void post(std::function<void()> callback);
  void run();

private:
  std::deque<std::function<void()>> due_;
};

/// Runs callbacks on threads of its own.
class Pool {
public:
  explicit Pool(unsigned threads);

  template <class F> auto submit(F work) -> std::future<decltype(work())> {
    auto job = std::make_shared<std::packaged_task<decltype(work())()>>(std::move(work));
    auto result = job->get_future();
    std::lock_guard guard(mutex_);
    due_.push_back([job] { (*job)(); });
    return result;
  }

private:
  std::mutex mutex_;
  std::deque<std::function<void()>> due_;
  std::vector<std::thread> threads_;
};

/// Resumes coroutines on the thread that calls `run`.
class CoroutineLoop {
public:
  struct Turn {
    CoroutineLoop &loop;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) { loop.due_.push_back(waiter); }
    void await_resume() const noexcept {}
  };
  Turn schedule() { return {*this}; }
  void run();

private:
  std::deque<std::coroutine_handle<>> due_;
};

/// Resumes coroutines on threads of its own.
class CoroutinePool {
public:
  struct Turn {
    CoroutinePool &pool;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter);
    void await_resume() const noexcept {}
  };
  Turn schedule() { return {*this}; }

  template <class F> auto submit(F work) -> std::future<decltype(work())> {
    auto job = std::make_shared<std::packaged_task<decltype(work())()>>(std::move(work));
    std::lock_guard guard(mutex_);
    jobs_.push_back([job] { (*job)(); });
    return job->get_future();
  }

private:
  std::mutex mutex_;
  std::deque<std::function<void()>> jobs_;
  std::deque<std::coroutine_handle<>> due_;
  std::vector<std::jthread> threads_;
};

} // namespace home
