// RUN: %check-tidy %s async-thread-not-joined
// RUN: %check-tidy %s async-thread-not-joined --prefixes=CHECK,STRICT -o Strict=true
#include <array>
#include <future>
#include <list>
#include <stdexcept>
#include <thread>
#include <vector>

void work();
void workOn(int &value);
bool coin();
void keep(std::thread thread);
void look(const std::thread &thread);
std::thread makeThread();

// ---- one thread in a variable

void bad_never() {
  std::thread worker(work);
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'worker', and its destructor ends the program [async-thread-not-joined]
  // CHECK: [[#@LINE-2]]:15: note: the thread is started here
  // CHECK: [[#@LINE-3]]:15: note: instead, use std::jthread, which joins where it dies, or join it on every way out
  work();
}

int bad_earlyReturn() {
  auto worker = std::thread(work);
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'worker' is not joined on this way out, and its destructor ends the program
  // CHECK: [[#@LINE-4]]:17: note: the thread is started here
  worker.join();
  return 0;
}

void bad_throw(int value) {
  std::thread worker{[] { work(); }};
  if (value < 0)
    throw std::runtime_error("negative");
  // CHECK: [[#@LINE-1]]:5: warning: 'worker' is not joined on this way out
  worker.join();
}

void bad_startedLater() {
  std::thread worker;
  worker = std::thread(work);
  if (coin()) {
    worker.join();
    return;
  }
  if (!worker.joinable())
    return;
  return;
  // CHECK: [[#@LINE-1]]:3: warning: 'worker' is not joined on this way out
}

void bad_overwritten() {
  std::thread worker(work);
  worker = std::thread(work);
  // CHECK: [[#@LINE-1]]:3: warning: 'worker' still has a thread that nobody joined: to assign to it ends the program
  worker.join();
}

void bad_inLoop() {
  for (int i = 0; i < 3; ++i) {
    std::thread worker(work);
    if (coin())
      continue;
    // CHECK: [[#@LINE-1]]:7: warning: 'worker' is not joined on this way out
    worker.join();
    break;
  }
}

void bad_temporary() {
  std::thread{work};
  // CHECK: [[#@LINE-1]]:3: warning: nobody joins this thread, and its destructor ends the program
  // CHECK: [[#@LINE-2]]:3: note: instead, give it a name and join it
  new std::thread(work);
  // CHECK: [[#@LINE-1]]:3: warning: nobody can join this thread: its object is lost here
}

void bad_sometimesStarted() {
  std::thread worker;
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'worker'
  if (coin())
    worker = std::thread(work);
}

#define START(name) std::thread name(work)
void bad_macro() {
  START(worker);
  // CHECK: [[#@LINE-1]]:9: warning: nobody joins 'worker'
}

template <class Work> void bad_template(Work job) {
  std::thread worker(job);
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'worker'
  job();
}
template void bad_template(void (*)());

auto bad_lambda = [](auto job) {
  std::thread worker(job);
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'worker'
  job();
};
void useLambda() { bad_lambda(work); }

template <bool Join> void onlyIfAsked() {
  std::thread worker(work);
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'worker'
  if constexpr (Join)
    worker.join();
}
template void onlyIfAsked<true>();
template void onlyIfAsked<false>();

void ok_joined() {
  std::thread worker(work);
  work();
  worker.join();
}

int ok_everyWay() {
  std::thread worker(work);
  if (coin()) {
    worker.join();
    return 1;
  }
  worker.detach();
  return 0;
}

void ok_joinable(bool parallel) {
  std::thread worker;
  if (parallel)
    worker = std::thread(work);
  if (!worker.joinable())
    return;
  worker.join();
}

void ok_correlated(bool parallel) {
  std::thread worker;
  if (parallel)
    worker = std::thread(work);
  if (coin() && !parallel)
    return;
  if (parallel)
    worker.join();
}

void ok_caughtInScope() {
  std::thread worker(work);
  try {
    if (coin())
      throw 1;
  } catch (int) {
  }
  worker.join();
}

std::thread ok_returned() {
  std::thread worker(work);
  return worker;
}

void ok_movedAway(std::vector<std::thread> &all) {
  std::thread one(work), two(work), three(work);
  keep(std::move(one));
  all.push_back(std::move(two));
  std::thread other = std::move(three);
  other.join();
}

struct Joiner {
  std::thread &thread;
  ~Joiner() { thread.join(); }
};
void ok_guarded() {
  std::thread worker(work);
  Joiner joiner{worker};
  if (coin())
    return;
}

template <class F> struct Finally {
  F f;
  ~Finally() { f(); }
};
void ok_finally() {
  std::thread worker(work);
  Finally finally{[&] { worker.join(); }};
  if (coin())
    return;
}

void ok_unknownStart() {
  auto worker = makeThread();
  std::thread empty;
  if (coin())
    return;
  worker.join();
}

void ok_endsProgram() {
  std::thread worker(work);
  if (coin())
    std::terminate();
  worker.join();
}

void ok_jthread() { std::jthread worker(work); }
void ok_atOnce() {
  std::thread(work).join();
  std::thread{work}.detach();
}
void ok_suppressed() {
  std::thread worker(work); // NOLINT(async-thread-not-joined)
}

// A home-made thread whose destructor is not seen here.
class Worker {
public:
  explicit Worker(void (*job)());
  ~Worker();

private:
  std::thread thread_;
};
void ok_homeMade() { Worker worker(work); }

void fn_calleeThrows() {
  std::thread worker(work);
  workOn(*new int); // may throw, which nobody sees
  worker.join();
}

// ---- several

void bad_container(int count) {
  std::vector<std::thread> workers;
  // CHECK: [[#@LINE-1]]:28: warning: nobody joins 'workers'
  workers.reserve(count);
  for (int i = 0; i < count; ++i)
    workers.emplace_back(work);
}

int bad_containerEarly(int count) {
  std::list<std::thread> workers;
  for (int i = 0; i < count; ++i)
    workers.push_back(std::thread(work));
  if (coin())
    return 1;
  // CHECK: [[#@LINE-1]]:5: warning: 'workers' is not joined on this way out
  for (std::thread &worker : workers)
    worker.join();
  return 0;
}

void bad_array() {
  std::thread workers[2];
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'workers'
  for (int i = 0; i < 2; ++i)
    workers[i] = std::thread(work);
}

int ok_container(bool parallel, int count) {
  std::vector<std::thread> workers;
  if (parallel)
    for (int i = 0; i < count; ++i)
      workers.emplace_back(work);
  if (!parallel)
    return 1;
  if (workers.empty())
    return 2;
  for (auto &worker : workers)
    worker.join();
  return 0;
}

void ok_indexed() {
  std::array<std::thread, 2> workers;
  workers[0] = std::thread(work);
  workers[1] = std::thread(work);
  workers[0].join();
  workers[1].join();
}

// ---- members

class bad_Member {
public:
  bad_Member() : thread_([this] { run(); }) {}
  ~bad_Member() { stop_ = true; }

private:
  void run() {}
  bool stop_ = false;
  std::thread thread_;
  // CHECK: [[#@LINE-1]]:15: warning: nobody joins 'thread_', and destroying its object ends the program
  // CHECK: [[#@LINE-8]]:18: note: the thread is started here
};

class maybe_StoppedByHand {
public:
  void start() { thread_ = std::thread(work); }
  void stop() { thread_.join(); }

private:
  std::thread thread_;
  // STRICT: [[#@LINE-1]]:15: warning: the destructor does not join 'thread_': if nobody did, it ends the program
};

class ok_Member {
public:
  ok_Member() : thread_(work) {}
  ~ok_Member() { stop(); }

private:
  void stop() {
    if (thread_.joinable())
      thread_.join();
  }
  std::thread thread_;
};

class ok_ElsewhereDefined {
public:
  ok_ElsewhereDefined() : thread_(work) {}
  ~ok_ElsewhereDefined();

private:
  std::thread thread_;
};

class ok_HandedOut {
public:
  ok_HandedOut() : thread_(work) {}
  std::thread &thread() { return thread_; }

private:
  std::thread thread_;
};

// ---- detached

void bad_detached() {
  int sum = 0;
  std::thread worker([&] { workOn(sum); });
  worker.detach();
  // CHECK: [[#@LINE-1]]:10: warning: the detached thread uses 'sum' when it is gone
  // CHECK: [[#@LINE-3]]:22: note: the thread refers to 'sum' here
  // CHECK: [[#@LINE-3]]:10: note: instead, join the thread, or give it a copy
}

void bad_detachedArgument(int sum) {
  std::thread(workOn, std::ref(sum)).detach();
  // CHECK: [[#@LINE-1]]:38: warning: the detached thread uses 'sum' when it is gone
}

// A lambda given to a temporary is async-callback-capture-escapes's matter.
void ok_detachedTemporary() {
  int sum = 0;
  std::thread([&] { workOn(sum); }).detach();
}

void ok_detachedCopy() {
  int sum = 0;
  std::thread worker([sum]() mutable { workOn(sum); });
  worker.detach();
}

void ok_detachedWaitedFor() {
  std::promise<void> done;
  std::thread worker([&] { done.set_value(); });
  worker.detach();
  done.get_future().wait();
}
