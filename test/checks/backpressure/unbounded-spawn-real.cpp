// REQUIRES: boost
// RUN: %check-tidy %s async-unbounded-spawn
// RUN: %check-tidy %s async-unbounded-spawn --prefixes=CHECK,STRICT -o Strict=true
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>

#include <exception>
#include <memory>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> session(tcp::socket socket);

// The accept loop of most examples: every connection is a task, and nothing says how many.
awaitable<void> bad_accept(tcp::acceptor &acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), session(std::move(socket)), asio::detached);
    // CHECK: [[#@LINE-1]]:5: warning: 'session' is started on every turn of an endless loop, without a limit [async-unbounded-spawn]
    // CHECK: [[#@LINE-3]]:35: note: each turn takes new work here, as fast as it arrives
    // CHECK: [[#@LINE-3]]:5: note: take a permit before it starts and release it at its end: an asio::experimental::channel with as many slots as may run at once
  }
}

awaitable<void> bad_while_open(tcp::acceptor &acceptor) {
  while (acceptor.is_open()) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(
        acceptor.get_executor(),
        [socket = std::move(socket)]() mutable { return session(std::move(socket)); },
        asio::detached);
    // CHECK: [[#@LINE-4]]:5: warning: a lambda is started on every turn
  }
}

awaitable<void> ok_slots(tcp::acceptor &acceptor,
                         asio::experimental::channel<void(boost::system::error_code)> &slots) {
  for (;;) {
    co_await slots.async_send({}, use_awaitable);
    auto socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), session(std::move(socket)), asio::detached);
  }
}

awaitable<void> ok_awaited(tcp::acceptor &acceptor) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    co_await asio::co_spawn(acceptor.get_executor(), session(std::move(socket)), use_awaitable);
  }
}

awaitable<void> ok_limit(tcp::acceptor &acceptor, int &active) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    if (active < 100)
      asio::co_spawn(acceptor.get_executor(), session(std::move(socket)), asio::detached);
  }
}

// Its handler may count.
awaitable<void> maybe_handler(tcp::acceptor &acceptor) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), session(std::move(socket)), [](std::exception_ptr) {});
    // STRICT: [[#@LINE-1]]:5: warning: 'session' is started on every turn
  }
}

void bad_blocking_accept(tcp::acceptor &acceptor, asio::thread_pool &pool) {
  for (;;) {
    tcp::socket socket = acceptor.accept();
    asio::post(pool, [socket = std::move(socket)] {});
    // CHECK: [[#@LINE-1]]:5: warning: a lambda is started on every turn
  }
}

// The session starts itself.
class Session : public std::enable_shared_from_this<Session> {
public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}
  void start() {
    asio::co_spawn(
        socket_.get_executor(), [self = shared_from_this()] { return self->run(); },
        asio::detached);
  }

private:
  awaitable<void> run();
  tcp::socket socket_;
};

awaitable<void> bad_started_by_method(tcp::acceptor &acceptor) {
  for (;;)
    std::make_shared<Session>(co_await acceptor.async_accept(use_awaitable))->start();
  // CHECK: [[#@LINE-1]]:5: warning: 'start' is started on every turn
}
