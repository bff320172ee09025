// RUN: %check-tidy %s async-sync-wait-on-loop
// REQUIRES: boost
#include <boost/asio.hpp>

#include <future>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using boost::system::error_code;
using namespace std::chrono_literals;

awaitable<int> compute();

awaitable<int> bad_future(asio::io_context &loop) {
  auto answer = asio::co_spawn(loop, compute(), asio::use_future);
  co_return answer.get();
  // CHECK: :[[#@LINE-1]]:20: warning: 'get' blocks its thread until the result is there; no other task on it can run [async-sync-wait-on-loop]
  // CHECK: note: use instead: co_await asio::co_spawn(executor, task(), asio::use_awaitable)
}

void bad_own_loop(asio::io_context &loop) {
  asio::post(loop, [&] {
    auto answer = asio::co_spawn(loop, compute(), asio::use_future);
    answer.wait();
    // CHECK: :[[#@LINE-1]]:12: warning: 'wait' waits for work that may need this very thread: a deadlock
    // CHECK: :[[#@LINE-4]]:3: note: handed to 'post' here, to run on an event loop
    // CHECK: :[[#@LINE-4]]:19: note: the work is given to the same executor here
  });
}

void bad_handler(asio::steady_timer &timer) {
  timer.async_wait([](error_code) {
    auto answer = std::async(std::launch::async, [] { return 1; });
    answer.wait();
    // CHECK: :[[#@LINE-1]]:12: warning: 'wait' blocks its thread
  });
}

int ok_main(asio::io_context &loop) {
  auto answer = asio::co_spawn(loop, compute(), asio::use_future);
  loop.run();
  return answer.get();
}

void ok_on_pool(asio::thread_pool &pool, asio::io_context &loop) {
  asio::post(pool, [&] {
    auto answer = asio::co_spawn(loop, compute(), asio::use_future);
    answer.wait();
  });
}

awaitable<void> bad_pool_join(asio::thread_pool &pool) {
  pool.join();
  // CHECK: :[[#@LINE-1]]:8: warning: 'join' blocks its thread
  co_return;
}
