// REQUIRES: boost
// RUN: %check-tidy %s async-lost-cancel-handle
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>
#include <memory>

namespace asio = boost::asio;
using namespace std::chrono_literals;

void bad_temporary(asio::io_context &io) {
  asio::steady_timer(io, 1s).async_wait([](boost::system::error_code) {});
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: the '{{.*}}timer{{.*}}' is a temporary: it dies with this statement and cancels the operation [async-lost-cancel-handle]
  // CHECK: [[#@LINE-2]]:{{[0-9]+}}: note: keep it where it outlives the operation: in a member, or in a coroutine that awaits it
}

void bad_local(asio::io_context &io) {
  asio::steady_timer timer(io);
  timer.expires_after(1s);
  timer.async_wait([](boost::system::error_code) { std::cout << "late"; });
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: 'timer' dies at the end of its scope, which cancels this operation at once
  // CHECK: [[#@LINE-4]]:22: note: keep it where it outlives the operation
}

void bad_workGuard(asio::io_context &io) {
  asio::make_work_guard(io);
  // CHECK: [[#@LINE-1]]:3: warning: this '{{.*}}executor_work_guard{{.*}}' dies at once
  io.run();
}

asio::awaitable<void> ok_awaited(asio::io_context &io) {
  co_await asio::steady_timer(io, 1s).async_wait(asio::use_awaitable);
  asio::steady_timer timer(io, 1s);
  timer.async_wait([](boost::system::error_code) {});
  co_await asio::steady_timer(io, 2s).async_wait(asio::use_awaitable);
}

void ok_runsBelow() {
  asio::io_context io;
  asio::steady_timer timer(io, 1s);
  timer.async_wait([](boost::system::error_code) {});
  io.run();
}

void ok_keptByHandler(asio::io_context &io) {
  auto timer = std::make_shared<asio::steady_timer>(io, 1s);
  timer->async_wait([timer](boost::system::error_code) {});
}

struct Session {
  asio::steady_timer timer_;
  void ok_member() {
    timer_.expires_after(1s);
    timer_.async_wait([](boost::system::error_code) {});
  }
};

void run(asio::io_context &io);
void ok_passedOn(asio::io_context &io, std::vector<asio::steady_timer> &all) {
  asio::steady_timer timer(io, 1s);
  timer.async_wait([](boost::system::error_code) {});
  all.push_back(std::move(timer));
}

void ok_blocks(asio::io_context &io) { asio::steady_timer(io, 1s).wait(); }
