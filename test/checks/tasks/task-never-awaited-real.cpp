// REQUIRES: boost
// RUN: %check-tidy %s async-task-never-awaited
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using asio::awaitable;
using asio::use_awaitable;

awaitable<void> serve();

awaitable<void> bad_local(asio::ip::tcp::socket &socket) {
  char data[64];
  auto task = serve();
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'task' is never awaited, so it never runs [async-task-never-awaited]
  // CHECK: [[#@LINE-2]]:15: note: to wait for it here, write 'co_await' before 'serve'
  auto read = socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK: [[#@LINE-1]]:8: warning: the task in 'read' is never awaited
  // CHECK: note: to wait for it here
  std::vector<awaitable<void>> all;
  // CHECK: [[#@LINE-1]]:32: warning: the tasks in 'all' are never awaited
  // CHECK: note: made here; instead, co_await it, or hand it to asio::co_spawn
  all.push_back(serve());
  co_return;
}

awaitable<void> ok_local(asio::io_context &io) {
  auto first = serve(), second = serve();
  co_await (std::move(first) && std::move(second));
  auto third = serve();
  asio::co_spawn(io, std::move(third), asio::detached);
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  auto done = asio::co_spawn(io, serve(), asio::use_future);
  done.get();
}
