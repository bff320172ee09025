// RUN: %check-tidy %s async-discarded-task,async-sync-wait-on-loop,async-lock-across-suspend
// C++/WinRT and PPL as the models know them, against the stubs.

#include "ppltasks.h"
#include "winrt/base.h"

using winrt::Windows::Foundation::IAsyncAction;

IAsyncAction save();
winrt::fire_and_forget report();
concurrency::task<int> query();

IAsyncAction bad_get() {
  save().get();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'get' blocks its thread
  query().wait();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'wait' blocks its thread
  co_await save();
}

IAsyncAction ok_ready(concurrency::task<int> answer) {
  if (answer.is_done())
    answer.get();
  co_await save();
}

IAsyncAction bad_drops() {
  save();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save' is dropped here
  query().then([](int) {});
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: the task of 'then' is dropped here
  report(); // made to be dropped
  co_await winrt::resume_background();
}

IAsyncAction bad_lock(winrt::slim_mutex &mutex) {
  winrt::slim_lock_guard guard(mutex);
  co_await save();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
}
