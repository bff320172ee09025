// REQUIRES: qcoro
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-discarded-task,async-coroutine-as-void-callback -- %qcoro
// QCoro as its model knows it, against the installed headers.

#include <QtCore/QMutex>
#include <QtCore/QProcess>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <qcorocore.h>
#include <qcorotask.h>

QCoro::Task<int> answer();

QCoro::Task<> bad_sleep() {
  QThread::sleep(1);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleep' blocks its thread for the whole delay
  // CHECK: note: 'bad_sleep' is a coroutine
  // CHECK: note: use instead: co_await QCoro::sleepFor(d)
  co_await answer();
}

QCoro::Task<> bad_process(QProcess &process) {
  process.waitForFinished();
  // CHECK: [[#@LINE-1]]:11: warning: 'waitForFinished' blocks its thread until the process is
  // CHECK: note:
  // CHECK: note: use instead: co_await qCoro(process).waitForFinished()
  co_await qCoro(process).waitForFinished();
}

QCoro::Task<int> bad_wait_inside() {
  co_await answer();
  co_return QCoro::waitFor(answer());
  // CHECK: [[#@LINE-1]]:13: warning: {{.*}} [async-sync-wait-on-loop]
  // CHECK: note:
  // CHECK: note: use instead: co_await
}

QCoro::Task<> bad_forgotten() {
  answer();
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-discarded-task]
  // CHECK: note:
  co_await answer();
}

// A slot may be a coroutine: its task keeps itself alive.
void ok_slot(QTimer &timer, QObject *context) {
  QObject::connect(&timer, &QTimer::timeout, context, []() -> QCoro::Task<> {
    co_await answer();
  });
}
