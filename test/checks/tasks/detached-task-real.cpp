// REQUIRES: boost
// RUN: %check-tidy %s async-detached-task --prefixes=CHECK,STRICT -o Strict=true
// RUN: %check-tidy %s async-detached-task --prefixes=CHECK
#include <boost/asio.hpp>
#include <boost/asio/experimental/as_tuple.hpp>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using asio::use_awaitable;

awaitable<void> session(tcp::socket socket) {
  char data[64];
  try {
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  } catch (const std::exception &) {
  }
}

awaitable<void> listener(tcp::acceptor &acceptor) {
  for (;;)
    asio::co_spawn(acceptor.get_executor(),
                   session(co_await acceptor.async_accept(use_awaitable)),
                   asio::detached);
}

awaitable<void> ok_codes(tcp::socket &socket, asio::steady_timer &timer) {
  char data[64];
  boost::system::error_code error;
  co_await socket.async_read_some(asio::buffer(data),
                                  asio::redirect_error(use_awaitable, error));
  auto [failed, size] = co_await socket.async_read_some(
      asio::buffer(data), asio::experimental::as_tuple(use_awaitable));
  co_await timer.async_wait(use_awaitable);
}

awaitable<void> thrower() {
  throw 1;
  co_return;
}

void spawn(asio::io_context &io, tcp::acceptor &acceptor, tcp::socket &socket,
           asio::steady_timer &timer) {
  asio::co_spawn(io, listener(acceptor), asio::detached);
  // CHECK: [[#@LINE-1]]:3: warning: if 'listener' fails nobody learns of it
  // CHECK: [[#@LINE-23]]:28: note: this operation may fail
  // CHECK: note: instead, catch it in there, or use a completion handler that takes a std::exception_ptr
  asio::co_spawn(io, thrower(), asio::detached);
  // CHECK: [[#@LINE-1]]:3: warning: if 'thrower' fails nobody learns of it
  // CHECK: note: thrown here
  // CHECK: note: instead
  asio::co_spawn(io, [&]() -> awaitable<void> {
    co_await socket.async_connect({}, use_awaitable);
  }, asio::detached);
  // STRICT: [[#@LINE-3]]:3: warning: if this coroutine fails nobody learns of it
  // STRICT: note: this operation may fail
  // STRICT: note: instead
  asio::co_spawn(io, ok_codes(socket, timer), asio::detached);
  asio::co_spawn(io, session(std::move(socket)), asio::detached);
  asio::co_spawn(io, listener(acceptor), [](std::exception_ptr) {});
  asio::co_spawn(io, listener(acceptor), asio::use_future).get();
}
