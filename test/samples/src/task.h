// Coroutines of the worker side: a lazy task, a way to let one go, and a mutex that may
// be held over a suspension. The network side uses Asio's awaitable.
#pragma once

#include <coroutine>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace depot {

template <typename T = void> class Task;

namespace detail {

/// Hands control back to whoever awaits the task.
struct FinalAwaiter {
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
    auto next = done.promise().continuation;
    return next ? next : std::noop_coroutine();
  }
  void await_resume() const noexcept {}
};

struct PromiseBase {
  std::coroutine_handle<> continuation;
  std::exception_ptr error;

  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <typename T> struct Promise : PromiseBase {
  std::optional<T> value;

  Task<T> get_return_object();
  void return_value(T result) { value = std::move(result); }
  T take() {
    if (error)
      std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <> struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() noexcept {}
  void take() {
    if (error)
      std::rethrow_exception(error);
  }
};

} // namespace detail

/// Work that starts when it is awaited and belongs to whoever holds the task.
template <typename T> class Task {
public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task &operator=(Task &&other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_)
      handle_.destroy();
  }

  auto operator co_await() noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() const noexcept { return handle.done(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
        handle.promise().continuation = caller;
        return handle;
      }
      T await_resume() { return handle.promise().take(); }
    };
    return Awaiter{handle_};
  }

private:
  Handle handle_;
};

template <typename T> Task<T> detail::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}

inline Task<void> detail::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

/// The result of a coroutine that owns itself: it runs at once and frees itself at the
/// end.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
};

/// Lets a task go. Its errors end the program, so give it a task that handles its own.
inline Detached letGo(Task<> task) { co_await task; }

/// A mutex for coroutines: waiting suspends instead of blocking the thread.
class AsyncMutex {
public:
  class Hold {
  public:
    explicit Hold(AsyncMutex &owner) : owner_(&owner) {}
    Hold(Hold &&other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Hold &operator=(Hold &&) = delete;
    ~Hold() {
      if (owner_)
        owner_->unlock();
    }

  private:
    AsyncMutex *owner_;
  };

  auto lock() {
    struct Awaiter {
      AsyncMutex &owner;
      bool await_ready() const noexcept { return false; }
      bool await_suspend(std::coroutine_handle<> waiter) {
        std::lock_guard guard(owner.state_);
        if (!std::exchange(owner.held_, true))
          return false;
        owner.waiters_.push_back(waiter); // fine: one entry per suspended coroutine
        return true;
      }
      Hold await_resume() { return Hold(owner); }
    };
    return Awaiter{*this};
  }

private:
  void unlock() {
    std::unique_lock guard(state_);
    if (waiters_.empty()) {
      held_ = false;
      return;
    }
    auto next = waiters_.front();
    waiters_.pop_front();
    guard.unlock(); // the next holder may take the lock again at once
    next.resume();
  }

  std::mutex state_;
  bool held_ = false;
  std::deque<std::coroutine_handle<>> waiters_;
};

} // namespace depot
