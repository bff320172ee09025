// RUN: %check-tidy %s async-lock-order
#include "home/task.h"

#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <thread>

bool coin();
void work();

// ---- members of one class

class Service {
public:
  void add() {
    std::lock_guard users(users_);
    std::lock_guard orders(orders_);
    work();
  }
  void bad_remove() {
    std::lock_guard orders(orders_);
    std::lock_guard users(users_);
    // CHECK: [[#@LINE-1]]:21: warning: 'users_' is taken while 'orders_' is held, elsewhere the other way round: a deadlock [async-lock-order]
    // CHECK: [[#@LINE-3]]:21: note: here 'orders_' is locked first
    // CHECK: [[#@LINE-3]]:21: note: then 'users_'
    // CHECK: [[#@LINE-10]]:21: note: elsewhere 'users_' is locked first
    // CHECK: [[#@LINE-10]]:21: note: then 'orders_'
    // CHECK: [[#@LINE-6]]:21: note: take both at once, as std::scoped_lock does, or in the same order everywhere
  }
  void bad_onceForAPair() {
    orders_.lock();
    users_.lock();
    users_.unlock();
    orders_.unlock();
  }

private:
  std::mutex users_, orders_;
};

// ---- over calls

class Bank {
public:
  void book() {
    std::lock_guard guard(books_);
    logIt();
  }
  void bad_rotate() {
    std::lock_guard guard(log_);
    archive();
    // CHECK: [[#@LINE-1]]:5: warning: 'books_' is taken while 'log_' is held, elsewhere the other way round: a deadlock
    // CHECK: note: here 'log_' is locked first
    // CHECK: [[#@LINE-3]]:5: note: then 'archive' is called
    // CHECK: note: which locks 'books_'
    // CHECK: note: elsewhere 'books_' is locked first
    // CHECK: note: then 'logIt' is called
    // CHECK: note: which locks 'log_'
    // CHECK: note: take both at once
  }

private:
  void logIt() { std::lock_guard guard(log_); }
  void archive() { std::lock_guard guard(books_); }
  std::mutex books_, log_;
};

// ---- globals, C

// infer#1582: the inversion of two C mutexes.
pthread_mutex_t first, second;
void one() {
  pthread_mutex_lock(&first);
  pthread_mutex_lock(&second);
  pthread_mutex_unlock(&second);
  pthread_mutex_unlock(&first);
}
void bad_other() {
  pthread_mutex_lock(&second);
  pthread_mutex_lock(&first);
  // CHECK: [[#@LINE-1]]:3: warning: 'first' is taken while 'second' is held
  pthread_mutex_unlock(&first);
  pthread_mutex_unlock(&second);
}

struct Pair {
  std::mutex left, right;
};
void oneWay(Pair &pair) {
  std::scoped_lock guard(pair.left);
  pair.right.lock();
  pair.right.unlock();
}
void bad_otherWay(Pair *pair) {
  std::unique_lock guard(pair->right);
  std::unique_lock inner(pair->left);
  // CHECK: [[#@LINE-1]]:20: warning: 'left' is taken while 'right' is held
}

template <class Mutex> struct Cache {
  Mutex table, stats;
  void find() {
    std::lock_guard outer(table);
    std::lock_guard inner(stats);
  }
  void bad_dump() {
    std::lock_guard outer(stats);
    std::lock_guard inner(table);
    // CHECK: [[#@LINE-1]]:21: warning: 'table' is taken while 'stats' is held
  }
};
template struct Cache<std::mutex>;
template struct Cache<std::timed_mutex>;

std::mutex a, b;
#define BOTH(x, y) std::lock_guard outer(x); std::lock_guard inner(y)
void macroOne() { BOTH(a, b); }
void bad_macroTwo() {
  BOTH(b, a);
  // CHECK: [[#@LINE-1]]:3: warning: 'a' is taken while 'b' is held
}
auto again = [](auto &) { BOTH(b, a); };
void useLambda(int &x) { again(x); }

// ---- what is no inversion

class Fine {
public:
  void ok_atOnce() { std::scoped_lock both(a_, b_); }
  void ok_atOnceOther() { std::scoped_lock both(b_, a_); }
  void ok_stdLock() { // llvm#154078
    std::unique_lock x(b_, std::defer_lock), y(a_, std::defer_lock);
    std::lock(x, y);
  }
  void ok_order() {
    std::lock_guard outer(a_);
    std::lock_guard inner(b_);
  }
  void ok_sameOrder() { // hyrise#2750: nested, but in the same order
    std::scoped_lock outer(a_);
    std::scoped_lock inner(b_);
  }
  void ok_try() {
    std::lock_guard outer(b_);
    if (a_.try_lock())
      a_.unlock();
  }
  void ok_oneAfterTheOther() {
    { std::lock_guard guard(b_); }
    { std::lock_guard guard(a_); }
  }
  ~Fine() { // nobody else is left
    std::lock_guard outer(b_);
    std::lock_guard inner(a_);
  }

private:
  std::mutex a_, b_;
};

class Gated { // a third lock keeps both apart
public:
  void ok_one() {
    std::lock_guard gate(gate_);
    std::lock_guard outer(a_);
    std::lock_guard inner(b_);
  }
  void ok_two() {
    std::lock_guard gate(gate_);
    std::lock_guard outer(b_);
    std::lock_guard inner(a_);
  }

private:
  std::mutex gate_, a_, b_;
};

class Readers {
public:
  void ok_one() {
    std::shared_lock outer(a_);
    std::shared_lock inner(b_);
  }
  void ok_two() {
    std::shared_lock outer(b_);
    std::shared_lock inner(a_);
  }

private:
  std::shared_mutex a_, b_;
};

// Two objects of one class: the order goes by address, or by a rule that is not written.
struct Account {
  std::mutex lock;
};
void ok_hand_over_hand(Account &from, Account &to) {
  std::lock_guard outer(from.lock);
  std::lock_guard inner(to.lock);
}
void ok_by_address(Account &from, Account &to) {
  if (&from < &to) {
    std::lock_guard outer(from.lock);
    std::lock_guard inner(to.lock);
  } else {
    std::lock_guard outer(to.lock);
    std::lock_guard inner(from.lock);
  }
}

class Suppressed {
public:
  void one() {
    std::lock_guard outer(a_);
    std::lock_guard inner(b_);
  }
  void two() {
    std::lock_guard outer(b_);
    std::lock_guard inner(a_); // NOLINT(async-lock-order)
  }

private:
  std::mutex a_, b_;
};

// ---- tasks' locks

class AsyncService {
public:
  home::Task<> add() {
    auto users = co_await users_.scoped_lock();
    auto orders = co_await orders_.scoped_lock();
  }
  home::Task<> bad_remove() {
    auto orders = co_await orders_.scoped_lock();
    auto users = co_await users_.scoped_lock();
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'users_' is taken while 'orders_' is held
  }

private:
  home::AsyncMutex users_, orders_;
};
