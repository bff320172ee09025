// REQUIRES: boost
// RUN: %check-tidy %s async-swallowed-error
#include <boost/asio.hpp>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using boost::system::error_code;

struct Session {
  asio::ip::tcp::socket socket;
  asio::steady_timer timer;
  char data[64];

  void bad_named_and_unused() {
    socket.async_read_some(asio::buffer(data), [this](error_code error, std::size_t size) {
      // CHECK: [[#@LINE-1]]:66: warning: 'error' is never looked at: a failed 'async_read_some' goes on as if it had worked [async-swallowed-error]
      // CHECK: [[#@LINE-2]]:12: note: the operation that may fail
      // CHECK: [[#@LINE-3]]:66: note: instead, test it; leave out its name
      data[size] = 0;
    });
  }
  awaitable<void> bad_redirected() {
    error_code error;
    co_await socket.async_read_some(asio::buffer(data),
                                    asio::redirect_error(use_awaitable, error));
    // CHECK: [[#@LINE-1]]:73: warning: 'error' is never looked at
    // CHECK: note: the operation
    // CHECK: note: instead
  }

  void ok_left_out() {
    socket.async_read_some(asio::buffer(data), [this](error_code, std::size_t) {});
    socket.async_read_some(asio::buffer(data),
                           [this](error_code error, std::size_t) { use(error); });
    socket.async_write_some(asio::buffer(data), [](error_code error, std::size_t) {
      // the read that follows fails as well
    });
    timer.async_wait([this](error_code error) { data[0] = 0; });
    socket.async_write_some(asio::buffer(data), [](auto...) {});
  }
  void use(error_code);
  awaitable<void> ok_redirected() {
    error_code error;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
    co_await socket.async_read_some(asio::buffer(data),
                                    asio::redirect_error(use_awaitable, error));
    if (error)
      co_return;
    error_code ignored;
    co_await socket.async_connect({}, asio::redirect_error(use_awaitable, ignored));
    socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  }
};
