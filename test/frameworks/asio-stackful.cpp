// REQUIRES: boost
// RUN: %check-tidy %s async-await-without-timeout,async-lock-across-suspend,async-blocking-call
// Boost.Asio's stackful coroutines: an operation that is given the yield context parks its caller.

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <mutex>
#include <unistd.h>

namespace asio = boost::asio;
using asio::ip::tcp;

std::mutex m;
char data[16];

void bad_session(asio::io_context &io, tcp::socket &socket) {
  asio::spawn(io, [&socket](asio::yield_context yield) {
    socket.async_read_some(asio::buffer(data), yield);
    // CHECK: [[#@LINE-1]]:12: warning: 'async_read_some' has no deadline: if the peer falls silent, this coroutine never goes on
    // CHECK: note: use instead
  }, asio::detached);
}

void bad_error_code(asio::yield_context yield, tcp::socket socket) {
  boost::system::error_code ec;
  asio::async_read(socket, asio::buffer(data), yield[ec]);
  // CHECK: [[#@LINE-1]]:3: warning: 'async_read' has no deadline
  // CHECK: [[#@LINE+1]]:3: note: 'async_write' has none either
  asio::async_write(socket, asio::buffer(data), asio::redirect_error(yield, ec));
  // CHECK: note: use instead
}

void ok_timer_closes(asio::yield_context yield, tcp::socket socket, asio::steady_timer &timer) {
  timer.async_wait([&socket](boost::system::error_code) { socket.close(); });
  socket.async_read_some(asio::buffer(data), yield);
}

void ok_handler_parks_nobody(tcp::socket &socket) {
  std::lock_guard guard(m);
  socket.async_read_some(asio::buffer(data), [](boost::system::error_code, std::size_t) {});
}

void bad_lock(asio::yield_context yield, asio::steady_timer &timer) {
  std::lock_guard guard(m);
  timer.async_wait(yield);
  // CHECK: [[#@LINE-1]]:9: warning: 'guard' stays locked while the coroutine is suspended
  // CHECK: note: locked here
  // CHECK: note: end the guard's scope before the suspension
}

void ok_released(asio::yield_context yield, asio::steady_timer &timer) {
  {
    std::lock_guard guard(m);
    data[0] = 1;
  }
  timer.async_wait(yield);
}

// Wrapping the token waits for nobody.
void ok_only_wrapped(asio::yield_context yield, asio::io_context &io) {
  std::lock_guard guard(m);
  auto token = asio::bind_executor(io, yield);
  (void)token;
}

void bad_blocks(asio::io_context &io) {
  asio::spawn(io, [](asio::yield_context) { usleep(10); }, asio::detached);
  // CHECK: [[#@LINE-1]]:45: warning: 'usleep' blocks its thread
}
