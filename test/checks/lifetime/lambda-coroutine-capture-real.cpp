// REQUIRES: boost
// RUN: %check-tidy %s async-lambda-coroutine-capture
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <functional>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using namespace asio::experimental::awaitable_operators;

void use(int);
awaitable<void> tick();

void bad_spawned(asio::io_context &context, int value) {
  asio::co_spawn(context, [value]() -> awaitable<void> { co_await tick(); use(value); }(),
                 asio::detached);
  // CHECK: [[#@LINE-2]]:27: warning: captured 'value' dangles
  // CHECK: note: its task is started on its own
}

// co_spawn keeps a callable until its coroutine is done; only the call in the user's code loses it.
void ok_spawned_callable(asio::io_context &context, int value) {
  asio::co_spawn(context, [value]() -> awaitable<void> { co_await tick(); use(value); },
                 asio::detached);
}

awaitable<void> ok_spawned_and_awaited(int value) {
  auto executor = co_await asio::this_coro::executor;
  co_await asio::co_spawn(executor, [value]() -> awaitable<void> { co_await tick(); use(value); }(),
                          use_awaitable);
}

awaitable<void> ok_combined(int value) {
  co_await ([value]() -> awaitable<void> { co_await tick(); use(value); }() || tick());
}

awaitable<void> bad_combined(int value) {
  auto both = [value]() -> awaitable<void> { co_await tick(); use(value); }() && tick();
  // CHECK: [[#@LINE-1]]:15: warning: captured 'value' dangles
  co_await std::move(both);
}

awaitable<void> ok_named(int value) {
  auto step = [&]() -> awaitable<void> { co_await tick(); use(value); };
  co_await step();
}

int ok_main() {
  asio::io_context context;
  auto session = [&]() -> awaitable<void> { co_await tick(); context.stop(); };
  asio::co_spawn(context, session(), asio::detached);
  context.run();
  return 0;
}

awaitable<void> bad_local_spawned(asio::io_context &context, int value) {
  auto session = [value]() -> awaitable<void> { co_await tick(); use(value); };
  // CHECK: [[#@LINE-1]]:18: warning: captured 'value' dangles
  // CHECK: note: its task outlives 'session', which holds the closure
  asio::co_spawn(context, session(), asio::detached);
  co_return;
}
