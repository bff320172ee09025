// REQUIRES: abseil
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-lock-across-suspend,async-unnamed-guard,async-cv-wait-no-predicate
// Abseil as its model knows it, against the installed headers.

#include "home/task.h"

#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>

using home::Task;

Task<> bad_guards(absl::Mutex &mutex) {
  absl::MutexLock lock(&mutex);
  absl::ReaderMutexLock reader(&mutex);
  co_await home::tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'lock' stays locked
  // CHECK: note: locked here
  // CHECK: note: so is 'reader', locked here
}

Task<> bad_manual(absl::Mutex &mutex) {
  mutex.Lock();
  co_await home::tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'mutex' stays locked
  // CHECK: note:
  // CHECK: note:
  mutex.Unlock();
}

Task<> ok_released(absl::Mutex &mutex) {
  absl::ReleasableMutexLock lock(&mutex);
  lock.Release();
  co_await home::tick();
}

Task<> bad_sleep() {
  absl::SleepFor(absl::Milliseconds(10));
  // CHECK: [[#@LINE-1]]:3: warning: 'SleepFor' blocks its thread for the whole delay
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

Task<> bad_notification(absl::Notification &done, absl::BlockingCounter &parts) {
  done.WaitForNotification();
  // CHECK: [[#@LINE-1]]:8: warning: {{.*}} [async-sync-wait-on-loop]
  // CHECK: note:
  // CHECK: note: use instead: an awaitable event
  parts.Wait();
  // CHECK: [[#@LINE-1]]:9: warning: {{.*}} [async-sync-wait-on-loop]
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

Task<> ok_notified(absl::Notification &done) {
  if (done.HasBeenNotified())
    done.WaitForNotification();
  co_await home::tick();
}

void bad_unnamed(absl::Mutex &mutex, int &counter) {
  absl::MutexLock{&mutex};
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-unnamed-guard]
  // CHECK: note:
  ++counter;
}

void bad_wait(absl::CondVar &changed, absl::Mutex &mutex) {
  mutex.Lock();
  changed.Wait(&mutex);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-cv-wait-no-predicate]
  // CHECK: note:
  mutex.Unlock();
}

void ok_wait(absl::Mutex &mutex, bool &ready) {
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&ready));
}
