// RUN: %check-tidy %s async-await-suspend-hazard
// RUN: %check-tidy %s async-await-suspend-hazard --prefixes=CHECK,STRICT -o Strict=true
#include "home/loop.h"

#include <coroutine>
#include <mutex>
#include <thread>

using Coroutine = std::coroutine_handle<>;

struct Base {
  home::Pool &pool;
  int count = 0;
  std::mutex mutex;
  bool await_ready() const noexcept { return false; }
  void await_resume() const noexcept {}
};

struct BadPool : Base {
  void await_suspend(Coroutine handle) {
    pool.submit([handle] { handle.resume(); });
    ++count;
    // CHECK: [[#@LINE-1]]:7: warning: the awaiter is used when the coroutine may have been resumed and be gone [async-await-suspend-hazard]
    // CHECK: [[#@LINE-3]]:10: note: from here on, the coroutine may run again
    // CHECK: [[#@LINE-4]]:10: note: give the handle away last, and copy what is needed before
  }
};
struct BadThread : Base {
  void await_suspend(Coroutine handle) {
    std::thread([handle] { handle.resume(); }).detach();
    count = 1;
    // CHECK: [[#@LINE-1]]:5: warning: the awaiter is used when
  }
};
struct BadItself : Base {
  void await_suspend(Coroutine handle) {
    std::thread(handle).detach();
    (void)handle.done();
    // CHECK: [[#@LINE-1]]:11: warning: the handle is used when
  }
};
struct BadResumed : Base {
  void await_suspend(Coroutine handle) {
    handle.resume();
    ++count;
    // CHECK: [[#@LINE-1]]:7: warning: the awaiter is used when
  }
};
struct BadSomePath : Base {
  bool await_suspend(Coroutine handle) {
    if (count > 0)
      pool.submit([=] { handle.resume(); });
    return count == 0;
    // CHECK: [[#@LINE-1]]:12: warning: the awaiter is used when
  }
};
struct BadReturn : Base {
  bool await_suspend(Coroutine handle) {
    pool.submit([handle] { handle.resume(); });
    return false;
    // CHECK: [[#@LINE-1]]:5: warning: 'return false' resumes a coroutine that may have been resumed already
    // CHECK: note: return true, or nothing
  }
};
template <class T> struct BadTemplate : Base {
  template <class Promise> void await_suspend(std::coroutine_handle<Promise> handle) {
    this->pool.submit([handle] { handle.resume(); });
    this->count = T();
    // CHECK: [[#@LINE-1]]:5: warning: the awaiter is used when
  }
};
home::Task<> instantiate(BadTemplate<int> &awaiter) { co_await awaiter; }
#define TOUCH(x) ++x
struct BadMacro : Base {
  void await_suspend(Coroutine handle) {
    handle();
    TOUCH(count);
    // CHECK: [[#@LINE-1]]:11: warning: the awaiter is used when
  }
};

struct OkBefore : Base {
  void await_suspend(Coroutine handle) {
    ++count;
    pool.submit([handle] { handle.resume(); });
  }
};
struct OkLocals : Base {
  bool await_suspend(Coroutine handle) {
    int before = count;
    pool.submit([handle] { handle.resume(); });
    ++before;
    return true;
  }
};
// Stored in the awaiter, and resumed by whoever finds it there.
struct OkStored : Base {
  Coroutine waiter;
  void await_suspend(Coroutine handle) {
    waiter = handle;
    ++count;
  }
};
// Whoever resumes it needs the lock first.
struct OkLocked : Base {
  void await_suspend(Coroutine handle) {
    std::lock_guard guard(mutex);
    pool.submit([this, handle] { std::lock_guard inner(mutex); handle.resume(); });
    ++count;
  }
};
// A loop on this thread runs it after this function has returned.
struct OkLoop : Base {
  home::Loop &loop;
  void await_suspend(Coroutine handle) {
    loop.post([handle] { handle.resume(); });
    ++count;
  }
};
struct OkOtherBranch : Base {
  bool await_suspend(Coroutine handle) {
    if (count > 0) {
      pool.submit([handle] { handle.resume(); });
      return true;
    }
    ++count;
    return false;
  }
};
struct OkOther : Base {
  Coroutine other;
  void await_suspend(Coroutine handle) {
    pool.submit([this] { ++count; });
    other.resume();
    ++count;
  }
};
struct OkSuppressed : Base {
  void await_suspend(Coroutine handle) {
    pool.submit([handle] { handle.resume(); });
    ++count; // NOLINT(async-await-suspend-hazard)
  }
};
struct MaybeNests : Base {
  void await_suspend(Coroutine handle) {
    handle.resume();
    // STRICT: [[#@LINE-1]]:12: warning: resuming inside 'await_suspend' nests one stack frame per await
    // STRICT: [[#@LINE-2]]:12: note: return the handle instead: symmetric transfer
  }
};
struct OkTransfer : Base {
  Coroutine await_suspend(Coroutine handle) {
    ++count;
    return handle;
  }
};
template <bool Touch> struct OkIfConstexpr : Base {
  void await_suspend(Coroutine handle) {
    pool.submit([handle] { handle.resume(); });
    if constexpr (Touch)
      ++count;
  }
};
template struct OkIfConstexpr<false>;
void ok_no_awaiter(Coroutine handle, int &count) {
  handle.resume();
  ++count;
}
