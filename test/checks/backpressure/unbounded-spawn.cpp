// RUN: %check-tidy %s async-unbounded-spawn
// RUN: %check-tidy %s async-unbounded-spawn --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <functional>
#include <semaphore>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

using home::Detached;
using home::Task;
using home::tick;

void serve(int client);
Detached session(int client);
Task<int> next();
bool open();

// ---- threads

void bad_thread_per_connection(int listener) {
  for (;;) {
    int client = accept(listener, nullptr, nullptr);
    std::thread(serve, client).detach();
    // CHECK: [[#@LINE-1]]:5: warning: a thread is started on every turn of an endless loop, without a limit [async-unbounded-spawn]
    // CHECK: [[#@LINE-3]]:18: note: each turn takes new work here, as fast as it arrives
    // CHECK: [[#@LINE-3]]:5: note: take a permit before it starts and release it at its end: a semaphore with as many permits as may run at once
  }
}

void bad_named_thread(int listener) {
  while (open()) {
    std::thread worker(serve, accept(listener, nullptr, nullptr));
    worker.detach();
    // CHECK: [[#@LINE-1]]:5: warning: a thread is started
  }
}

// One limit is missing, not two.
void bad_two_per_connection(int listener) {
  for (;;) {
    int client = accept(listener, nullptr, nullptr);
    std::thread(serve, client).detach();
    std::thread(serve, client).detach();
    // CHECK: [[#@LINE-2]]:5: warning: a thread is started
    // CHECK: [[#@LINE-2]]:5: note: so is a thread
  }
}

void ok_joined(int listener) {
  for (;;) {
    std::thread worker(serve, accept(listener, nullptr, nullptr));
    worker.join();
  }
}

void ok_counted_loop(int listener) {
  for (int i = 0; i < 4; ++i)
    std::thread(serve, accept(listener, nullptr, nullptr)).detach();
}

void ok_limit_tested(int listener, int &active) {
  for (;;) {
    int client = accept(listener, nullptr, nullptr);
    if (active >= 100)
      continue;
    ++active;
    std::thread(serve, client).detach();
  }
}

std::counting_semaphore<100> permits(100);
void ok_permit(int listener) {
  for (;;) {
    permits.acquire();
    std::thread(serve, accept(listener, nullptr, nullptr)).detach();
  }
}

void ok_no_loop(int listener) {
  std::thread(serve, accept(listener, nullptr, nullptr)).detach();
}

void ok_over_a_list(const std::vector<int> &clients) {
  for (int client : clients)
    std::thread(serve, client).detach();
}

// ---- tasks that are made to be dropped

void bad_fire_and_forget(int listener) {
  while (true)
    session(accept(listener, nullptr, nullptr));
  // CHECK: [[#@LINE-1]]:5: warning: 'session' is started on every turn
}

class Limiter {
public:
  home::Event &acquire();
  void release();
};

Task<> ok_home_made_semaphore(Limiter &limiter, int listener) {
  for (;;) {
    co_await limiter.acquire();
    session(accept(listener, nullptr, nullptr));
  }
}

// What the loop waits for may be the limit.
Task<> maybe_unknown_wait(home::Event &space, int listener) {
  for (;;) {
    co_await space;
    session(accept(listener, nullptr, nullptr));
    // STRICT: [[#@LINE-1]]:5: warning: 'session' is started on every turn
  }
}

// No model knows what feeds this loop.
Task<> maybe_unknown_source() {
  for (;;) {
    int client = co_await next();
    session(client);
    // STRICT: [[#@LINE-1]]:5: warning: 'session' is started on every turn
  }
}

// ---- a home-made pool

class Pool {
public:
  void submit(std::function<void()> job) { jobs_.push_back(std::move(job)); }

private:
  std::vector<std::function<void()>> jobs_;
  std::vector<std::thread> workers_;
};

void bad_pool(Pool &pool, int listener) {
  for (;;) {
    int client = accept(listener, nullptr, nullptr);
    pool.submit([client] { serve(client); });
    // CHECK: [[#@LINE-1]]:5: warning: a lambda is started on every turn
  }
}

void ok_pool_once(Pool &pool, int listener) {
  pool.submit([listener] { serve(listener); });
}

// ---- templates, lambdas, macros, if constexpr, suppression

template <class Handler> void bad_template(int listener, Handler handler) {
  for (;;)
    std::thread(handler, accept(listener, nullptr, nullptr)).detach();
  // CHECK: [[#@LINE-1]]:5: warning: a thread is started
}
template void bad_template(int, void (*)(int));
template void bad_template(int, std::function<void(int)>);

template <bool Detach> void if_constexpr(int listener) {
  for (;;) {
    std::thread worker(serve, accept(listener, nullptr, nullptr));
    if constexpr (Detach)
      worker.detach();
    // CHECK: [[#@LINE-1]]:7: warning: a thread is started
    else
      worker.join();
  }
}
template void if_constexpr<true>(int);
template void if_constexpr<false>(int);

auto bad_in_lambda = [](int listener) {
  for (;;)
    std::thread(serve, accept(listener, nullptr, nullptr)).detach();
  // CHECK: [[#@LINE-1]]:5: warning: a thread is started
};

// The lambda is no part of the loop that defines it.
void ok_defined_in_loop(int listener) {
  for (;;) {
    auto start = [](int client) { std::thread(serve, client).detach(); };
    accept(listener, nullptr, nullptr);
  }
}

#define FOREVER for (;;)
void bad_macro(int listener) {
  FOREVER std::thread(serve, accept(listener, nullptr, nullptr)).detach();
  // CHECK: [[#@LINE-1]]:11: warning: a thread is started
}

void ok_suppressed(int listener) {
  for (;;)
    std::thread(serve, accept(listener, nullptr, nullptr)).detach(); // NOLINT(async-unbounded-spawn)
}
