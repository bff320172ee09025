// RUN: %check-tidy %s async-captured-race
#include "home/loop.h"

#include <atomic>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

int work(int);

void bad_loop() {
  int total = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&total, i] { total += work(i); });
  // CHECK: [[#@LINE-1]]:40: warning: 'total' is written by every thread that the loop starts, with no lock [async-captured-race]
  // CHECK: [[#@LINE-2]]:13: note: the threads are started here
  // CHECK: [[#@LINE-3]]:40: note: give each thread a variable of its own and join before you read, or guard 'total' by an atomic or a mutex
  for (auto &thread : threads)
    thread.join();
}

std::vector<int> bad_container() {
  std::vector<int> results;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.push_back(std::jthread([&, i] { results.push_back(work(i)); }));
  // CHECK: [[#@LINE-1]]:45: warning: 'results' is written by every thread
  return results;
}

int bad_twoThreads() {
  int value = 0;
  std::thread writer([&] { value = 1; });
  // CHECK: [[#@LINE-1]]:28: warning: 'value' is written here while others use it, with no lock
  // CHECK: [[#@LINE-2]]:15: note: this runs on a thread that is started here
  // CHECK: [[#@LINE+1]]:33: note: another thread uses it here
  std::thread reader([&] { work(value); });
  writer.join();
  reader.join();
  return value;
}

int bad_spawner() {
  int value = 0;
  auto result = std::async(std::launch::async, [&value] { ++value; });
  // CHECK: [[#@LINE-1]]:61: warning: 'value' is written here while others use it, with no lock
  // CHECK: [[#@LINE+1]]:8: note: meanwhile this thread uses it here
  work(value);
  result.get();
  return value;
}

template <class T> T bad_template(T start) {
  T sum = start;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] { sum += 1; });
  // CHECK: [[#@LINE-1]]:32: warning: 'sum' is written by every thread
  for (auto &thread : threads)
    thread.join();
  return sum;
}
template int bad_template(int);
template long bad_template(long);

#define START(code) std::thread([&] { code; })
void bad_macro() {
  int count = 0;
  std::vector<std::thread> threads;
  while (work(1))
    threads.push_back(START(count++));
  // CHECK: [[#@LINE-1]]:29: warning: 'count' is written by every thread
}

auto bad_lambda = [](auto n) {
  if constexpr (sizeof(n) > 1) {
    int sum = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < n; ++i)
      threads.emplace_back([&] { sum += i; });
    // CHECK: [[#@LINE-1]]:34: warning: 'sum' is written by every thread
  }
};
void useLambda() { bad_lambda(2); }

int ok_joinedFirst() {
  int value = 0;
  std::thread writer([&] { value = 1; });
  writer.join();
  return value;
}
void ok_oneAfterTheOther() {
  int value = 0;
  std::thread first([&] { value = 1; });
  first.join();
  std::thread second([&] { value = 2; });
  second.join();
}
void ok_turnWaits() {
  int total = 0;
  for (int i = 0; i < 4; ++i) {
    std::thread thread([&] { total += i; });
    thread.join();
  }
}
void ok_ownElement() {
  std::vector<int> results(4);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] { results[i] = work(i); });
}
void ok_locked() {
  int total = 0;
  std::mutex mutex;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      std::lock_guard guard(mutex);
      total += work(i);
    });
}
void ok_atomic() {
  std::atomic<int> total = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] { total += work(i); });
}
void ok_readOnly(const std::string &text) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { work(text.size()); });
}
void ok_byValue() {
  int value = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([value]() mutable { ++value; });
}
void ok_perTurn() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    int mine = i;
    std::jthread thread([&mine] { ++mine; });
  }
}
void ok_ordered() {
  int value = 0;
  std::promise<void> ready;
  std::thread writer([&] {
    value = 1;
    ready.set_value();
  });
  ready.get_future().wait();
  work(value);
  writer.join();
}
void ok_sequentialLoop(home::Loop &loop) { // one thread runs the callbacks
  static int total = 0;
  for (int i = 0; i < 4; ++i)
    loop.post([&] { total += work(0); });
}
void ok_suppressed() {
  int total = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { total += 1; }); // NOLINT(async-captured-race)
}
