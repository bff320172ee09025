// REQUIRES: boost
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-discarded-task
// Boost.Asio and Beast as their models know them, against the installed headers.

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>

#include <cstddef>
#include <string>
#include <unistd.h>

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using asio::use_awaitable;

asio::awaitable<void> session(tcp::socket socket);

asio::awaitable<void> bad_drop(tcp::socket socket) {
  session(std::move(socket));
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-discarded-task]
  co_return;
}

asio::awaitable<void> bad_connect(tcp::socket socket, tcp::endpoint peer) {
  socket.connect(peer); // declared in basic_socket
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the peer acts
  co_await session(std::move(socket));
}

asio::awaitable<void> bad_read_some(tcp::socket socket) {
  char data[16];
  socket.read_some(asio::buffer(data));
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the peer acts
  // CHECK: note: {{.*}}co_await {{.*}}async_read_some
  co_await session(std::move(socket));
}

asio::awaitable<void> ok_non_blocking(tcp::socket socket) {
  char data[16];
  boost::system::error_code ec;
  socket.non_blocking(true);
  socket.read_some(asio::buffer(data), ec);
  co_await session(std::move(socket));
}

asio::awaitable<void> bad_free_read(tcp::socket socket, std::string &text) {
  asio::read_until(socket, asio::dynamic_buffer(text), '\n');
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the peer acts
  co_await session(std::move(socket));
}

asio::awaitable<void> bad_resolve(tcp::resolver resolver) {
  resolver.resolve("example.org", "80");
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the name is resolved
  co_await resolver.async_resolve("example.org", "80", use_awaitable);
}

asio::awaitable<void> bad_timer() {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::seconds(1));
  timer.wait();
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread for the whole delay
  co_await timer.async_wait(use_awaitable);
}

void bad_handler(asio::io_context &io) {
  asio::post(io, [] { usleep(10); });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'usleep' blocks its thread
}

void ok_on_a_pool(asio::thread_pool &pool) {
  asio::post(pool, [] { usleep(10); });
  asio::post(pool.get_executor(), [] { usleep(10); });
}

void bad_nested_loop(asio::io_context &io) {
  asio::dispatch(io, [&io] { io.run(); });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the inner loop ends
}

void bad_completion_handler(tcp::socket &socket, char (&data)[16]) {
  socket.async_read_some(asio::buffer(data), [&socket](auto ec, std::size_t) {
    if (!ec)
      asio::write(socket, asio::buffer("ok", 2));
    // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the peer acts
  });
}

asio::awaitable<void> bad_http(beast::tcp_stream stream) {
  beast::flat_buffer buffer;
  beast::http::request<beast::http::string_body> request;
  beast::http::read(stream, buffer, request);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the peer acts
  co_await beast::http::async_read(stream, buffer, request, use_awaitable);
}

asio::awaitable<void> bad_websocket(beast::websocket::stream<beast::tcp_stream> socket) {
  beast::flat_buffer buffer;
  socket.read(buffer);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} blocks its thread until the peer acts
  co_await socket.async_read(buffer, use_awaitable);
}
