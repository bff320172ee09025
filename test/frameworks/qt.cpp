// REQUIRES: qt
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-lock-across-suspend,async-unnamed-guard,async-cv-wait-no-predicate,async-discarded-task -- %qt
// Qt as its model knows it, against the installed headers.

#include "home/task.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QEventLoop>
#include <QtCore/QFuture>
#include <QtCore/QMutex>
#include <QtCore/QProcess>
#include <QtCore/QReadWriteLock>
#include <QtCore/QSemaphore>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>
#include <QtCore/QWaitCondition>
#include <QtNetwork/QHostInfo>
#include <QtNetwork/QTcpSocket>

class Window : public QObject {
public:
  void bad_slot() {
    process_.waitForFinished();
    // CHECK: [[#@LINE-1]]:14: warning: 'waitForFinished' blocks its thread until the process is
    // CHECK: [[#@LINE+22]]:5: note: handed to 'connect' here, to run on an event loop
    // CHECK: note: use instead: QProcess::finished
    process_.waitForFinished(0);
  }

  bool event(QEvent *next) override {
    QThread::msleep(20);
    // CHECK: [[#@LINE-1]]:5: warning: 'msleep' blocks its thread for the whole delay
    // CHECK: [[#@LINE-3]]:8: note: 'event' is called by the event loop
    // CHECK: note: use instead: QTimer::singleShot
    return QObject::event(next);
  }

  void bad_lambdas(QTcpSocket *socket, QFuture<int> &future) {
    connect(socket, &QTcpSocket::readyRead, this, [this, &future] {
      result_ = future.result();
      // CHECK: [[#@LINE-1]]:24: warning: 'result' blocks its thread {{.*}} [async-sync-wait-on-loop]
      // CHECK: note: handed to 'connect' here
      // CHECK: note: use instead
      if (future.isFinished())
        result_ = future.result();
    });
    connect(&process_, &QProcess::started, this, &Window::bad_slot);
    QTimer::singleShot(100, this, [socket] {
      socket->waitForReadyRead();
      // CHECK: [[#@LINE-1]]:15: warning: 'waitForReadyRead' blocks its thread until the peer acts
      // CHECK: note: handed to 'singleShot' here
      // CHECK: note: use instead: the signals of the socket
      QHostInfo::fromName("example.org");
      // CHECK: [[#@LINE-1]]:7: warning: 'fromName' blocks its thread until the name is resolved
      // CHECK: note: handed to 'singleShot' here
      // CHECK: note: use instead: QHostInfo::lookupHost
      QEventLoop inner;
      inner.exec(); // serves the others meanwhile
    });
  }

private:
  QProcess process_;
  int result_ = 0;
};

class Worker : public QObject {
public:
  void work() { QThread::sleep(1); }
};

void ok_worker_object(QThread *thread, QTimer *timer) {
  auto *worker = new Worker;
  worker->moveToThread(thread);
  QObject::connect(timer, &QTimer::timeout, worker, &Worker::work);
  QObject::connect(thread, &QThread::started, [] { QThread::sleep(1); });
}

class Thread : public QThread {
  void run() override { sleep(1); }
};

class Job : public QRunnable {
  void run() override { QThread::sleep(1); }
};

void ok_pool(QThreadPool *pool) {
  QFuture<void> done = QtConcurrent::run([] { QThread::sleep(1); });
  QFuture<void> other = QtConcurrent::run(pool, [] { QThread::sleep(1); });
  pool->start([] { QThread::sleep(1); });
  done.then([] {}).onFailed([] {}); // a chain may end like this
  done.waitForFinished();
  other.waitForFinished();
}

home::Task<> bad_locker(QMutex &mutex, QReadWriteLock &table) {
  QMutexLocker guard(&mutex);
  QReadLocker reader(&table);
  co_await home::tick();
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked
  // CHECK: note: locked here
  // CHECK: note: so is 'reader', locked here
}

home::Task<> ok_locker(QMutex &mutex) {
  QMutexLocker guard(&mutex);
  guard.unlock();
  co_await home::tick();
}

void bad_unnamed(QMutex &mutex, int &counter) {
  QMutexLocker<QMutex>{&mutex};
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-unnamed-guard]
  // CHECK: note:
  ++counter;
}

void bad_wait(QWaitCondition &changed, QMutex &mutex) {
  mutex.lock();
  changed.wait(&mutex);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-cv-wait-no-predicate]
  // CHECK: note:
  mutex.unlock();
}

void ok_wait(QWaitCondition &changed, QMutex &mutex, const bool &ready) {
  mutex.lock();
  while (!ready)
    changed.wait(&mutex);
  mutex.unlock();
}
