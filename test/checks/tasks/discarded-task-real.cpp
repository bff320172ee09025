// REQUIRES: boost
// RUN: %check-tidy %s async-discarded-task
#include <boost/asio.hpp>
#include <boost/asio/experimental/deferred.hpp>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

awaitable<void> serve();

awaitable<void> bad_coroutine(asio::ip::tcp::socket &socket, asio::steady_timer &timer) {
  char data[64];
  serve();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'serve' is dropped here, so it never runs [async-discarded-task]
  // CHECK: [[#@LINE-2]]:3: note: write 'co_await' before it
  socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK: [[#@LINE-1]]:10: warning: the task of 'async_read_some'
  // CHECK: note: write 'co_await' before it
  timer.async_wait(asio::experimental::deferred);
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'async_wait' is dropped here, so it never runs
  // CHECK: note: write 'co_await' before it
  co_await serve();
}

void bad_function(asio::io_context &io, asio::steady_timer &timer) {
  (void)asio::co_spawn(io, serve(), use_awaitable);
  // CHECK: [[#@LINE-1]]:9: warning: the task of 'co_spawn' is dropped here, so it never runs
  // CHECK: note: instead, co_await it, or hand it to asio::co_spawn
  asio::co_spawn(io, serve(), asio::use_future);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'co_spawn' is dropped here, so an error in it goes unseen
  // CHECK: note: instead, keep the future
}

void ok_function(asio::io_context &io, asio::steady_timer &timer) {
  asio::co_spawn(io, serve(), asio::detached);
  asio::co_spawn(io, serve, asio::detached);
  timer.async_wait([](boost::system::error_code) {});
  timer.expires_after(std::chrono::seconds(1));
  timer.cancel();
  asio::post(io, [] {});
  co_spawn(io, serve(), asio::use_future).get();
}
