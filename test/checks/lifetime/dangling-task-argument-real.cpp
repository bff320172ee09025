// REQUIRES: boost
// RUN: %check-tidy %s async-dangling-task-argument
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using namespace asio::experimental::awaitable_operators;
using Socket = asio::ip::tcp::socket;

awaitable<void> send(Socket &socket, const std::string &text) {
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
}
awaitable<void> serve(Socket socket, std::string_view greeting) {
  co_await asio::async_write(socket, asio::buffer(greeting), use_awaitable);
}
awaitable<void> listen(asio::ip::tcp::acceptor &acceptor) {
  for (;;)
    asio::co_spawn(acceptor.get_executor(),
                   serve(co_await acceptor.async_accept(use_awaitable), "hello"),
                   asio::detached);
}

void bad_started(asio::io_context &loop, Socket &socket) {
  asio::co_spawn(loop, send(socket, "hello"), asio::detached);
  // CHECK: [[#@LINE-1]]:37: warning: this temporary dies before the task of 'send' reads it
  // CHECK: [[#@LINE-2]]:3: note: its task is started on its own
}
void bad_view_started(asio::io_context &loop, Socket socket, std::string name) {
  asio::co_spawn(loop, serve(std::move(socket), name), asio::detached);
  // CHECK: [[#@LINE-1]]:49: warning: 'name' dies before the task of 'serve' reads it
}
void bad_socket(asio::io_context &loop, std::string text) {
  Socket socket(loop);
  asio::co_spawn(loop, send(socket, text), asio::detached);
  // CHECK: [[#@LINE-1]]:29: warning: 'socket' dies before the task of 'send' reads it
}
awaitable<void> bad_returned(Socket &socket, std::string text) {
  return send(socket, text);
  // CHECK: [[#@LINE-1]]:23: warning: 'text' dies
}

awaitable<void> ok_awaited(Socket &socket, asio::steady_timer &timer) {
  co_await send(socket, "hello");
  co_await (send(socket, "hello") || timer.async_wait(use_awaitable));
  std::string text = "hello";
  co_await asio::co_spawn(socket.get_executor(), send(socket, text), use_awaitable);
}
int main() {
  asio::io_context loop;
  Socket socket(loop);
  asio::ip::tcp::acceptor acceptor(loop);
  asio::co_spawn(loop, listen(acceptor), asio::detached);
  asio::co_spawn(loop, send(socket, "a literal is a temporary string"), asio::use_future).get();
  loop.run();
}
