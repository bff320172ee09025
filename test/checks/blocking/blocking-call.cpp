// RUN: %check-tidy %s async-blocking-call
#include "home/task.h"
#include "home/loop.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <semaphore>
#include <sstream>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using home::Task;

// ---- every kind

Task<> bad_sleep() {
  std::this_thread::sleep_for(10ms);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep_for' blocks its thread for the whole delay; no other task on it can run [async-blocking-call]
  // CHECK: :[[#@LINE-3]]:8: note: 'bad_sleep' is a coroutine: it shares its thread with other tasks
  // CHECK: :[[#@LINE-3]]:3: note: use instead: an awaitable timer of your event loop
  co_await home::tick();
}

Task<> bad_dns(addrinfo *hints, addrinfo **found) {
  ::getaddrinfo("carrier.example", "80", hints, found);
  // CHECK: :[[#@LINE-1]]:3: warning: 'getaddrinfo' blocks its thread until the name is resolved; no other task on it can run
  // CHECK: note: use instead: an asynchronous resolver
  co_return;
}

Task<> bad_process() {
  std::system("true");
  // CHECK: :[[#@LINE-1]]:3: warning: 'system' blocks its thread until the process is done; no other
  co_return;
}

Task<> bad_poll(pollfd *set, int timeout) {
  ::poll(set, 1, timeout);
  // CHECK: :[[#@LINE-1]]:3: warning: 'poll' blocks its thread until a descriptor is ready; no other
  co_return;
}

Task<std::string> bad_stdin() {
  std::string line;
  std::getline(std::cin, line);
  // CHECK: :[[#@LINE-1]]:3: warning: 'getline' blocks its thread until somebody types; no other
  co_return line;
}

Task<int> bad_stdin_operator() {
  int number = 0;
  std::cin >> number;
  // CHECK: :[[#@LINE-1]]:12: warning: 'operator>>' blocks its thread until somebody types; no other
  co_return number;
}

Task<> bad_condition_variable(std::mutex &mutex, std::condition_variable &changed, bool &ready) {
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return ready; });
  // CHECK: :[[#@LINE-1]]:11: warning: 'wait' blocks its thread until it returns; no other
  co_return;
}

Task<> bad_semaphore(std::counting_semaphore<8> &slots) {
  slots.acquire();
  // CHECK: :[[#@LINE-1]]:9: warning: 'acquire' blocks its thread until it returns; no other
  co_return;
}

// ---- what is known not to block

Task<> ok_zero_sleep() {
  std::this_thread::sleep_for(0s);
  co_return;
}

Task<> ok_zero_timeout(pollfd *set, int queue, epoll_event *events) {
  ::poll(set, 1, 0);
  ::epoll_wait(queue, events, 8, 0);
  co_return;
}

Task<> ok_no_hang(int child) {
  int status = 0;
  ::waitpid(child, &status, WNOHANG);
  co_return;
}

// The Kotlin plugin of another tool keyed on the exception type and flagged parsing from
// memory (jackson-module-kotlin#221).
Task<int> ok_in_memory() {
  std::istringstream stream("1 2");
  std::string line;
  std::getline(stream, line);
  int number = 0;
  stream >> number;
  co_return number;
}

// Off by default: the page cache answers most of the time.
Task<> ok_file() {
  std::ofstream log("events.log");
  log << "started\n";
  co_return;
}

Task<> ok_lock(std::mutex &mutex) {
  mutex.lock();
  mutex.unlock();
  co_return;
}

// ---- descriptors (llvm#104241, kotlinx.coroutines#1707)

Task<> bad_descriptor_opened_here(sockaddr *peer, socklen_t size) {
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  ::connect(fd, peer, size);
  // CHECK: :[[#@LINE-1]]:3: warning: 'connect' blocks its thread until the peer acts; no other
  char byte = 0;
  ::send(fd, &byte, 1, MSG_DONTWAIT);
  co_return;
}

Task<> ok_descriptor_opened_non_blocking(sockaddr *peer, socklen_t size) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::connect(fd, peer, size);
  co_return;
}

Task<> ok_descriptor_made_non_blocking(sockaddr *peer, socklen_t size) {
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
  ::connect(fd, peer, size);
  co_return;
}

void setUp(int fd);

Task<> ok_descriptor_set_up_elsewhere(sockaddr *peer, socklen_t size) {
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  setUp(fd);
  ::connect(fd, peer, size);
  co_return;
}

Task<> ok_unknown_descriptor(int fd, char *buffer) {
  ::recv(fd, buffer, 1, 0);
  co_return;
}

// ---- contexts

void ok_plain() { std::this_thread::sleep_for(10ms); }

home::Generator<int> ok_synchronous_generator() {
  std::this_thread::sleep_for(10ms);
  co_yield 1;
}

void bad_on_home_made_loop(home::Loop &loop) {
  loop.post([] { ::sleep(1); });
  // CHECK: :[[#@LINE-1]]:18: warning: 'sleep' blocks its thread for the whole delay; no other
  // CHECK: :[[#@LINE-2]]:8: note: handed to 'post' here, to run on an event loop
}

void ok_on_home_made_pool(home::Pool &pool) {
  pool.submit([] { ::sleep(1); });
}

void ok_on_thread() {
  std::thread worker([] { ::sleep(1); });
  worker.join();
}

// ruff fired inside lambdas that are handed to a thread (ruff#23425), detekt inside plain
// lambdas of a suspending function (detekt#5659, #6176).
Task<> ok_offloaded_from_coroutine(home::Pool &pool) {
  pool.submit([] { ::sleep(1); });
  std::thread([] { ::sleep(1); }).detach();
  co_await home::tick();
}

Task<> ok_nested_plain_lambda() {
  auto pause = [] { ::sleep(1); };
  (void)pause;
  co_return;
}

// A local function is no part of the coroutine (vs-threading#1003).
Task<> ok_local_class() {
  struct Clock {
    void pause() { ::sleep(1); }
  };
  co_return;
}

Task<> bad_lambda_called_in_place() {
  [] { ::sleep(1); }();
  // CHECK: :[[#@LINE-1]]:8: warning: 'sleep' blocks its thread
  // CHECK: :[[#@LINE-3]]:8: note: 'bad_lambda_called_in_place' is a coroutine
  co_return;
}

void bad_lambda_coroutine() {
  auto work = []() -> Task<> {
    ::sleep(1);
    // CHECK: :[[#@LINE-1]]:5: warning: 'sleep' blocks its thread
    // CHECK: :[[#@LINE-3]]:15: note: this lambda is a coroutine: it shares its thread with other tasks
    co_return;
  };
  home::spawn(work());
}

// The custom dispatcher (kotlinx.coroutines#1664): threads made for it, so blocking is fine.
Task<> ok_after_hop_to_pool(home::CoroutinePool &pool) {
  co_await pool.schedule();
  ::sleep(1);
}

Task<> bad_before_hop(home::CoroutinePool &pool) {
  ::sleep(1);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread
  co_await pool.schedule();
}

Task<> bad_after_hop_back(home::CoroutinePool &pool, home::CoroutineLoop &loop) {
  co_await pool.schedule();
  ::sleep(1);
  co_await loop.schedule();
  ::sleep(1);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread
}

// ---- functions of our own whose names libraries use too

namespace {
void connect(int) {}
} // namespace
struct Peer {
  void wait();
  void send(int);
};
void read(Peer &);
namespace app {
void sleep(int);
}

Task<> ok_same_name_but_ours(Peer &peer) {
  connect(1);
  read(peer);
  peer.wait();
  peer.send(1);
  app::sleep(1);
  co_return;
}

// ---- teaching by annotation

struct Client {
  [[clang::annotate("async::blocking")]] int query(const char *statement);
  int cached();
};

Task<int> bad_annotated(Client &client) {
  int sum = client.cached();
  sum += client.query("select 1");
  // CHECK: :[[#@LINE-1]]:17: warning: 'query' blocks its thread until it returns; no other
  co_return sum;
}

// ---- templates, macros, branches

template <class T> Task<T> bad_in_template(T value) {
  ::sleep(1);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread
  co_return value;
}
template Task<int> bad_in_template(int);
template Task<char> bad_in_template(char);

template <class T> Task<T> bad_in_template_never_used(T value) {
  ::sleep(1);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread
  co_return value;
}

// Local classes of templates are found while templates are gone through.
template <class T> Task<T> bad_in_class_in_template(T value) {
  struct One {
    Task<T> pause(T value) {
      struct Two {
        Task<T> pause(T value) {
          ::sleep(1);
          // CHECK: :[[#@LINE-1]]:11: warning: 'sleep' blocks its thread
          co_return value;
        }
      };
      co_return co_await Two().pause(value);
    }
  };
  co_return co_await One().pause(value);
}

template <bool Blocking> Task<> ok_if_constexpr() {
  if constexpr (Blocking)
    ::sleep(1);
  else
    co_await home::tick();
}
template Task<> ok_if_constexpr<false>();

auto bad_generic_lambda = [](auto seconds) -> Task<> {
  ::sleep(seconds);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread
  co_return;
};
void callGenericLambda() { home::spawn(bad_generic_lambda(1)); }

#define PAUSE() ::sleep(1)
Task<> bad_macro() {
  PAUSE();
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep' blocks its thread
  // CHECK: :[[#@LINE-4]]:17: note: expanded from macro 'PAUSE'
  co_return;
}

Task<> ok_unevaluated() {
  using Result = decltype(::sleep(1));
  static_assert(sizeof(Result) == sizeof(unsigned));
  co_return;
}

Task<> ok_suppressed() {
  ::sleep(1); // NOLINT(async-blocking-call): the only task of this tool
  co_return;
}

// Without an executor there is nobody to hold up.
Task<> ok_noExecutor(home::Pool *pool) {
  if (!pool) {
    ::sleep(1);
    co_return;
  }
  co_await home::tick();
}
Task<> bad_onExecutor(home::Pool *pool) {
  if (pool)
    ::sleep(1);
  // CHECK: :[[#@LINE-1]]:5: warning: 'sleep' blocks its thread
  co_return;
}
