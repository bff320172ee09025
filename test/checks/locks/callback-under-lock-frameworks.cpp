// RUN: %check-tidy %s async-callback-under-lock
#include <folly/futures/Future.h>
#include <mutex>

namespace folly {
template <class T> class Promise {
public:
  SemiFuture<T> getSemiFuture();
  template <class V> void setValue(V &&value);
};
} // namespace folly

struct Request {
  void bad_settle() {
    std::lock_guard guard(mutex_);
    promise_.setValue(1);
    // CHECK: [[#@LINE-1]]:14: warning: 'setValue' runs the continuations of the future with 'guard' locked
    // CHECK: note: locked here
    // CHECK: [[#@LINE-3]]:14: note: take it out under the lock, unlock, then settle it
  }
  void ok_settle() {
    folly::Promise<int> mine;
    {
      std::lock_guard guard(mutex_);
      mine = std::move(promise_);
    }
    mine.setValue(1);
  }
  std::mutex mutex_;
  folly::Promise<int> promise_;
};
