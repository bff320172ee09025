// REQUIRES: boost
// RUN: %check-tidy %s async-lock-across-suspend
#include <boost/asio.hpp>
#include <mutex>

namespace asio = boost::asio;
std::mutex m;

asio::awaitable<void> bad_timer(asio::steady_timer &timer) {
  std::lock_guard guard(m);
  co_await timer.async_wait(asio::use_awaitable);
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
  // CHECK: [[#@LINE-3]]:19: note: locked here
  // CHECK: [[#@LINE-3]]:3: note: end the guard's scope before the suspension, or use
}

asio::awaitable<void> bad_read(asio::ip::tcp::socket &socket, std::string &data) {
  std::unique_lock lock(m);
  while (data.size() < 100)
    co_await asio::async_read(socket, asio::dynamic_buffer(data), asio::use_awaitable);
  // CHECK: [[#@LINE-1]]:5: warning: 'lock' stays locked
}

// `this_coro` answers at once.
asio::awaitable<void> ok_executorOnly() {
  std::lock_guard guard(m);
  auto executor = co_await asio::this_coro::executor;
  (void)executor;
}

asio::awaitable<void> ok_unlocked(asio::steady_timer &timer) {
  std::unique_lock lock(m);
  lock.unlock();
  co_await timer.async_wait(asio::use_awaitable);
}

void ok_handlerIsNoSuspension(asio::steady_timer &timer) {
  std::lock_guard guard(m);
  timer.async_wait([](boost::system::error_code) {});
}
