// RUN: %check-tidy %s async-blocking-call
// REQUIRES: boost
#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <thread>

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

awaitable<void> bad_sleep() {
  std::this_thread::sleep_for(1s);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep_for' blocks its thread for the whole delay; no other task on it can run [async-blocking-call]
  // CHECK: :[[#@LINE-3]]:17: note: 'bad_sleep' is a coroutine: it shares its thread with other tasks
  // CHECK: :[[#@LINE-3]]:3: note: use instead: co_await timer.async_wait(asio::use_awaitable) on an asio::steady_timer
  co_return;
}

awaitable<void> bad_network(tcp::socket &socket, tcp::endpoint peer, char (&data)[64]) {
  socket.connect(peer);
  // CHECK: :[[#@LINE-1]]:10: warning: 'connect' blocks its thread until the peer acts
  // CHECK: note: use instead: co_await socket.async_connect(endpoint, asio::use_awaitable)
  asio::write(socket, asio::buffer(data));
  // CHECK: :[[#@LINE-1]]:3: warning: 'write' blocks its thread until the peer acts
  co_return;
}

awaitable<void> bad_resolve(std::unique_ptr<tcp::resolver> resolver) {
  resolver->resolve("carrier.example", "80");
  // CHECK: :[[#@LINE-1]]:13: warning: 'resolve' blocks its thread until the name is resolved
  // CHECK: note: use instead: co_await resolver->async_resolve(host, service, asio::use_awaitable)
  co_return;
}

awaitable<void> ok_async(tcp::socket &socket, char (&data)[64]) {
  co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
}

awaitable<void> ok_non_blocking(tcp::socket &socket, char (&data)[64]) {
  error_code error;
  socket.non_blocking(true);
  socket.read_some(asio::buffer(data), error);
  co_return;
}

void bad_handler(asio::steady_timer &timer, tcp::socket &socket, char (&data)[64]) {
  timer.async_wait([&](error_code) {
    asio::read(socket, asio::buffer(data));
    // CHECK: :[[#@LINE-1]]:5: warning: 'read' blocks its thread until the peer acts
    // CHECK: :[[#@LINE-3]]:9: note: handed to 'async_wait' here, to run on an event loop
  });
}

struct Session : std::enable_shared_from_this<Session> {
  tcp::socket socket;
  char data[64];
  void start() {
    socket.async_read_some(asio::buffer(data), std::bind(&Session::bad_bound_method,
                                                         shared_from_this(),
                                                         std::placeholders::_1));
  }
  void bad_bound_method(error_code) {
    std::this_thread::sleep_for(1s);
    // CHECK: :[[#@LINE-1]]:5: warning: 'sleep_for' blocks its thread
  }
};

void bad_posted(asio::io_context &loop) {
  asio::post(loop, [] { std::this_thread::sleep_for(1s); });
  // CHECK: :[[#@LINE-1]]:25: warning: 'sleep_for' blocks its thread
}

void ok_posted_to_pool(asio::thread_pool &pool, asio::io_context &loop) {
  asio::post(pool, [] { std::this_thread::sleep_for(1s); });
  asio::post(pool, [&loop] { loop.run(); });
}

awaitable<void> ok_spawned_on_pool() {
  std::this_thread::sleep_for(1s);
  co_return;
}
awaitable<void> offload(asio::thread_pool &pool) {
  co_await asio::co_spawn(pool, ok_spawned_on_pool(), use_awaitable);
}

awaitable<void> ok_after_hop(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  std::this_thread::sleep_for(1s);
}

// This goes to the pool and straight back.
awaitable<void> bad_after_round_trip(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  std::this_thread::sleep_for(1s);
  // CHECK: :[[#@LINE-1]]:3: warning: 'sleep_for' blocks its thread
}

int ok_main(asio::io_context &loop, tcp::socket &socket, tcp::endpoint peer) {
  socket.connect(peer);
  std::thread second([&] { loop.run(); });
  loop.run();
  second.join();
  return 0;
}
