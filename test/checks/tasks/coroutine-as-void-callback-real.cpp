// REQUIRES: boost
// RUN: %check-tidy %s async-coroutine-as-void-callback
#include <boost/asio.hpp>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> serve();

void bad_handlers(asio::io_context &io, asio::steady_timer &timer) {
  asio::post(io, []() -> awaitable<void> { co_await serve(); });
  // CHECK: [[#@LINE-1]]:18: warning: the lambda returns a task that 'post' drops, so it never runs [async-coroutine-as-void-callback]
  // CHECK: note: it is a coroutine: it awaits here
  // CHECK: note: instead, pass a plain callable that starts the task: co_await it, or hand it to asio::co_spawn
  asio::post(io, serve);
  // CHECK: [[#@LINE-1]]:18: warning: 'serve' returns a task that 'post' drops
  // CHECK: note: instead
  timer.async_wait([](boost::system::error_code) -> awaitable<void> { co_await serve(); });
  // CHECK: [[#@LINE-1]]:20: warning: the lambda returns a task that 'async_wait' drops
  // CHECK: note: it is a coroutine
  // CHECK: note: instead
  asio::co_spawn(io, serve(), [](std::exception_ptr) -> awaitable<void> { co_return; });
  // CHECK: [[#@LINE-1]]:31: warning: the lambda returns a task that 'co_spawn' drops
  // CHECK: note: instead
}

void ok_handlers(asio::io_context &io, asio::steady_timer &timer) {
  asio::co_spawn(io, serve, asio::detached);
  asio::co_spawn(io, [&io]() -> awaitable<void> { co_await serve(); }, asio::detached);
  asio::co_spawn(io, serve(), [](std::exception_ptr) {});
  timer.async_wait([&io](boost::system::error_code) {
    asio::co_spawn(io, serve(), asio::detached);
  });
  asio::post(io, [&io] { asio::co_spawn(io, serve(), asio::detached); });
}
