// A coroutine library as a team writes its own: no model names it, so every role that a
// check sees in here was inferred from structure.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace home {

namespace detail {

struct PromiseBase {
  std::coroutine_handle<> continuation;
  std::exception_ptr error;

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<>
    await_suspend(std::coroutine_handle<Promise> done) const noexcept {
      auto next = done.promise().continuation;
      return next ? next : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };

  FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void rethrow() const {
    if (error)
      std::rethrow_exception(error);
  }
};

template <class T> struct PromiseResult : PromiseBase {
  T value{};
  void return_value(T result) { value = std::move(result); }
  T take() {
    rethrow();
    return std::move(value);
  }
};

template <> struct PromiseResult<void> : PromiseBase {
  void return_void() noexcept {}
  void take() { rethrow(); }
};

template <class Promise> struct Awaiter {
  std::coroutine_handle<Promise> coroutine;
  bool await_ready() const noexcept { return !coroutine || coroutine.done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
    coroutine.promise().continuation = caller;
    return coroutine;
  }
  decltype(auto) await_resume() { return coroutine.promise().take(); }
};

} // namespace detail

/// Lazy: the body starts when somebody awaits. Dropped, it never runs.
template <class T = void> class Task {
public:
  struct promise_type : detail::PromiseResult<T> {
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
  };

  Task() = default;
  Task(Task &&other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  Task &operator=(Task &&other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~Task() {
    if (coroutine_)
      coroutine_.destroy();
  }

  auto operator co_await() && noexcept {
    return detail::Awaiter<promise_type>{coroutine_};
  }

private:
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}
  std::coroutine_handle<promise_type> coroutine_;
};

/// Eager: the body runs to its first suspension at the call. Dropped, it is cut short.
template <class T = void> class EagerTask {
public:
  struct promise_type : detail::PromiseResult<T> {
    EagerTask get_return_object() {
      return EagerTask(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() const noexcept { return {}; }
  };

  EagerTask(EagerTask &&other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  ~EagerTask() {
    if (coroutine_)
      coroutine_.destroy();
  }

  bool await_ready() const noexcept { return coroutine_.done(); }
  void await_suspend(std::coroutine_handle<> caller) noexcept {
    coroutine_.promise().continuation = caller;
  }
  T await_resume() { return coroutine_.promise().take(); }

private:
  explicit EagerTask(std::coroutine_handle<promise_type> coroutine)
      : coroutine_(coroutine) {}
  std::coroutine_handle<promise_type> coroutine_;
};

/// Fire and forget: nobody can await it and it cleans up after itself.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};

/// Synchronous: it yields and cannot await.
template <class T> class Generator {
public:
  struct promise_type {
    T *current = nullptr;
    Generator get_return_object() {
      return Generator(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(T &value) noexcept {
      current = &value;
      return {};
    }
    std::suspend_always yield_value(T &&value) noexcept {
      current = &value;
      return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() { throw; }
    void await_transform() = delete;
  };

  Generator(Generator &&other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  ~Generator() {
    if (coroutine_)
      coroutine_.destroy();
  }
  bool next() {
    coroutine_.resume();
    return !coroutine_.done();
  }
  T &value() const { return *coroutine_.promise().current; }

private:
  explicit Generator(std::coroutine_handle<promise_type> coroutine)
      : coroutine_(coroutine) {}
  std::coroutine_handle<promise_type> coroutine_;
};

/// The bare awaitable triple.
class Event {
public:
  bool await_ready() const noexcept { return set_; }
  void await_suspend(std::coroutine_handle<> waiter) noexcept { waiter_ = waiter; }
  void await_resume() const noexcept {}
  void set();

private:
  bool set_ = false;
  std::coroutine_handle<> waiter_;
};

/// Made to be held across a suspension: `lock()` suspends instead of blocking.
class AsyncMutex {
public:
  class Guard {
  public:
    explicit Guard(AsyncMutex &mutex) : mutex_(&mutex) {}
    Guard(Guard &&other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
    ~Guard() {
      if (mutex_)
        mutex_->unlock();
    }

  private:
    AsyncMutex *mutex_;
  };

  struct LockAwaiter {
    AsyncMutex &mutex;
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<> waiter) noexcept;
    void await_resume() const noexcept {}
  };

  struct ScopedLockAwaiter : LockAwaiter {
    Guard await_resume() const noexcept { return Guard(mutex); }
  };

  LockAwaiter lock() noexcept { return {*this}; }
  ScopedLockAwaiter scoped_lock() noexcept { return {{*this}}; }
  bool try_lock() noexcept;
  void unlock() noexcept;
};

/// Ends on another turn of the loop: the simplest suspension.
Task<> tick();
Task<int> number();

/// Runs a task from ordinary code and blocks until it is done.
template <class T> T syncWait(Task<T> task);

/// Starts a task and keeps no handle.
void spawn(Task<> task);

} // namespace home
