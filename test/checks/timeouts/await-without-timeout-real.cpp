// RUN: %check-tidy %s async-await-without-timeout
// REQUIRES: boost
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/beast.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

// ---- each kind of operation

awaitable<void> bad_session(tcp::socket socket) {
  std::string line;
  for (;;) {
    co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', use_awaitable);
    // CHECK: :[[#@LINE-1]]:14: warning: 'async_read_until' has no deadline: if the peer falls silent, this coroutine never goes on [async-await-without-timeout]
    // CHECK: :[[#@LINE+2]]:14: note: 'async_write' has none either
    // CHECK: :[[#@LINE-3]]:14: note: use instead: operation || timer.async_wait(asio::use_awaitable), with asio::experimental::awaitable_operators
    co_await asio::async_write(socket, asio::buffer(line), use_awaitable);
  }
}

awaitable<tcp::socket> bad_connect(std::string host) {
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  auto endpoints = co_await resolver.async_resolve(host, "80", use_awaitable);
  tcp::socket socket(executor);
  co_await asio::async_connect(socket, endpoints, use_awaitable);
  // CHECK: :[[#@LINE-1]]:12: warning: 'async_connect' has no deadline
  co_return socket;
}

awaitable<void> bad_stream_without_deadline(beast::tcp_stream stream) {
  beast::flat_buffer buffer;
  beast::http::request<beast::http::string_body> request;
  co_await beast::http::async_read(stream, buffer, request, use_awaitable);
  // CHECK: :[[#@LINE-1]]:12: warning: 'async_read' has no deadline
  // CHECK: :[[#@LINE-2]]:12: note: set one before: stream.expires_after(...)
}

awaitable<void> bad_with_other_token(tcp::socket socket, char (&data)[64]) {
  error_code error;
  co_await socket.async_read_some(asio::buffer(data),
                                  asio::redirect_error(use_awaitable, error));
  // CHECK: :[[#@LINE-2]]:19: warning: 'async_read_some' has no deadline
}

// ---- operations that may wait for ever by design

awaitable<void> ok_server(tcp::acceptor acceptor) {
  for (;;)
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
}

awaitable<void> ok_timer() {
  asio::steady_timer timer(co_await asio::this_coro::executor, 5s);
  co_await timer.async_wait(use_awaitable);
}

awaitable<void> ok_terminal(asio::posix::stream_descriptor input) {
  std::string line;
  co_await asio::async_read_until(input, asio::dynamic_buffer(line), '\n', use_awaitable);
}

// ---- a deadline on the object

awaitable<void> ok_stream_with_deadline(beast::tcp_stream stream) {
  beast::flat_buffer buffer;
  beast::http::request<beast::http::string_body> request;
  stream.expires_after(30s);
  co_await beast::http::async_read(stream, buffer, request, use_awaitable);
}

awaitable<void> ok_lowest_layer(beast::websocket::stream<beast::tcp_stream> socket) {
  beast::flat_buffer buffer;
  beast::get_lowest_layer(socket).expires_after(30s);
  co_await socket.async_accept(use_awaitable);
  co_await socket.async_read(buffer, use_awaitable);
}

class Session {
public:
  awaitable<void> ok_member_armed_elsewhere() {
    arm();
    beast::flat_buffer buffer;
    beast::http::request<beast::http::string_body> request;
    co_await beast::http::async_read(stream_, buffer, request, use_awaitable);
  }

  awaitable<void> bad_other_member() {
    char data[64];
    co_await plain_.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK: :[[#@LINE-1]]:21: warning: 'async_read_some' has no deadline
  }

private:
  void arm() { stream().expires_after(10s); }
  beast::tcp_stream &stream() { return stream_; }
  beast::tcp_stream stream_;
  tcp::socket plain_;
};

// The caller may have set it: it cannot be judged here.
awaitable<void> ok_callers_stream(beast::tcp_stream &stream, beast::flat_buffer &buffer) {
  beast::http::request<beast::http::string_body> request;
  co_await beast::http::async_read(stream, buffer, request, use_awaitable);
}

// ---- a timer that closes the object

awaitable<void> ok_timer_cancels(tcp::socket socket, char (&data)[64]) {
  asio::steady_timer timer(socket.get_executor(), 5s);
  timer.async_wait([&](error_code error) {
    if (!error)
      socket.cancel();
  });
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

class Watched {
public:
  awaitable<void> ok_read() {
    char data[64];
    timer_.expires_after(5s);
    co_await socket_.async_read_some(asio::buffer(data), use_awaitable);
  }
  awaitable<void> watchdog() {
    co_await timer_.async_wait(use_awaitable);
    stop();
  }

private:
  void stop() { socket_.close(); }
  tcp::socket socket_;
  asio::steady_timer timer_;
};

// Sleeping between attempts is no watchdog.
awaitable<void> bad_retry(tcp::socket socket, tcp::endpoint peer) {
  asio::steady_timer pause(socket.get_executor());
  for (;;) {
    co_await socket.async_connect(peer, use_awaitable);
    // CHECK: :[[#@LINE-1]]:21: warning: 'async_connect' has no deadline
    socket.close();
    pause.expires_after(1s);
    co_await pause.async_wait(use_awaitable);
  }
}

// A server that pauses after a failed accept watches none of its sessions.
awaitable<void> bad_session_of_pausing_server(tcp::socket client, tcp::endpoint target) {
  tcp::socket server(client.get_executor());
  co_await server.async_connect(target, use_awaitable);
  // CHECK: :[[#@LINE-1]]:19: warning: 'async_connect' has no deadline
  server.shutdown(tcp::socket::shutdown_send);
}
awaitable<void> pausingServer(tcp::acceptor acceptor, tcp::endpoint target) {
  for (;;) {
    auto client = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(),
                   bad_session_of_pausing_server(std::move(client), target), asio::detached);
    asio::steady_timer timer(acceptor.get_executor());
    timer.expires_after(100ms);
    co_await timer.async_wait(use_awaitable);
  }
}

// ---- a combinator around it

awaitable<void> ok_or_timer(tcp::socket socket, char (&data)[64]) {
  asio::steady_timer timer(socket.get_executor(), 5s);
  co_await (socket.async_read_some(asio::buffer(data), use_awaitable) ||
            timer.async_wait(use_awaitable));
}

awaitable<void> expiry(asio::steady_timer &timer) { co_await timer.async_wait(use_awaitable); }
awaitable<void> ok_or_coroutine(tcp::socket socket, char (&data)[64], asio::steady_timer &timer) {
  co_await (socket.async_read_some(asio::buffer(data), use_awaitable) || expiry(timer));
}

awaitable<void> bad_or_another_read(tcp::socket one, tcp::socket two, char (&data)[64]) {
  co_await (one.async_read_some(asio::buffer(data), use_awaitable) ||
            // CHECK: :[[#@LINE-1]]:17: warning: 'async_read_some' has no deadline
            two.async_read_some(asio::buffer(data), use_awaitable));
  // CHECK: :[[#@LINE-1]]:17: warning: 'async_read_some' has no deadline
}

// ---- a token

awaitable<void> ok_cancellable(tcp::socket socket, asio::cancellation_slot slot,
                               char (&data)[64]) {
  co_await socket.async_read_some(asio::buffer(data),
                                  asio::bind_cancellation_slot(slot, use_awaitable));
}

// ---- a caller

awaitable<void> ok_every_caller_bounds(tcp::socket &socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
awaitable<void> between(tcp::socket &socket) { co_await ok_every_caller_bounds(socket); }
awaitable<void> boundingCaller(tcp::socket socket, asio::steady_timer &timer) {
  co_await (between(socket) || expiry(timer));
}
awaitable<void> throwingWatchdog(tcp::socket socket, asio::steady_timer &timer) {
  co_await (between(socket) && expiry(timer));
}

awaitable<void> bad_only_one_caller_bounds(tcp::socket &socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK: :[[#@LINE-1]]:19: warning: 'async_read_some' has no deadline
  // CHECK: :[[#@LINE+3]]:12: note: started here, without a deadline either
}
awaitable<void> carelessCaller(tcp::socket socket) {
  co_await bad_only_one_caller_bounds(socket);
}
awaitable<void> carefulCaller(tcp::socket socket, asio::steady_timer &timer) {
  co_await (bad_only_one_caller_bounds(socket) || expiry(timer));
}

awaitable<void> ok_spawned_with_slot(tcp::socket socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
awaitable<void> bad_spawned_detached(tcp::socket socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK: :[[#@LINE-1]]:19: warning: 'async_read_some' has no deadline
}
void spawnBoth(tcp::socket one, tcp::socket two, asio::cancellation_signal &stop) {
  auto executor = one.get_executor();
  asio::co_spawn(executor, ok_spawned_with_slot(std::move(one)),
                 asio::bind_cancellation_slot(stop.slot(), asio::detached));
  asio::co_spawn(executor, bad_spawned_detached(std::move(two)), asio::detached);
}

void bad_lambda(tcp::socket &socket) {
  asio::co_spawn(
      socket.get_executor(),
      [&socket]() -> awaitable<void> {
        char data[64];
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
        // CHECK: :[[#@LINE-1]]:25: warning: 'async_read_some' has no deadline
      },
      asio::detached);
}

void ok_lambda_with_slot(tcp::socket &socket, asio::cancellation_signal &stop) {
  asio::co_spawn(
      socket.get_executor(),
      [&socket]() -> awaitable<void> {
        char data[64];
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
      },
      asio::bind_cancellation_slot(stop.slot(), asio::detached));
}

awaitable<void> ok_spawned_and_bounded(tcp::socket &socket) {
  char data[64];
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
awaitable<void> spawnsAndBounds(tcp::socket &socket, asio::steady_timer &timer) {
  co_await (asio::co_spawn(socket.get_executor(), ok_spawned_and_bounded(socket), use_awaitable) ||
            expiry(timer));
}

awaitable<void> ok_suppressed(tcp::socket socket, char (&data)[64]) {
  // NOLINTNEXTLINE(async-await-without-timeout): the kernel's keep-alive ends it
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
