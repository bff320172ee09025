// Boost.Asio: a cancellation is one error code among others.
// REQUIRES: boost
// RUN: %check-tidy %s async-swallowed-cancellation
#include <boost/asio.hpp>
#include <boost/asio/spawn.hpp>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Task = asio::awaitable<void>;
Task serve(tcp::socket socket);
void log(const std::string &what);

Task bad_codeOfAccept(tcp::acceptor &acceptor) {
  for (;;) {
    error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    // CHECK: [[#@LINE+3]]:5: warning: 'error' may be a cancellation, and the loop goes on whatever it is [async-swallowed-cancellation]
    // CHECK: [[#@LINE-2]]:{{[0-9]+}}: note: cancelled, or closed by somebody, it ends with 'operation_aborted' here, each time again
    // CHECK: [[#@LINE-6]]:3: note: nothing else ends this loop
    if (error) {
      log(error.message());
      continue;
    }
    // CHECK: [[#@LINE-4]]:5: note: instead, leave the loop where it is operation_aborted
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

Task bad_tuple(tcp::acceptor &acceptor) {
  while (true) {
    auto [error, socket] =
        co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (!error)
      // CHECK: [[#@LINE-1]]:5: warning: 'error' may be a cancellation
      asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

Task bad_handler(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await serve(co_await acceptor.async_accept(asio::use_awaitable));
    } catch (const boost::system::system_error &error) {
      // CHECK: [[#@LINE-1]]:7: warning: this handler swallows the cancellation
      // CHECK: [[#@LINE-2]]:7: note: instead, leave the loop where the code is operation_aborted
      log(error.what());
    }
  }
}

Task ok_handlerKnows(tcp::acceptor &acceptor) {
  for (;;)
    try {
      co_await serve(co_await acceptor.async_accept(asio::use_awaitable));
    } catch (const boost::system::system_error &error) {
      if (error.code() == asio::error::operation_aborted)
        co_return;
    }
}

Task ok_leaves(tcp::acceptor &acceptor) {
  for (;;) {
    error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::bad_descriptor)
      break;
    if (!error)
      co_await serve(std::move(socket));
  }
}

Task ok_open(tcp::acceptor &acceptor) {
  while (acceptor.is_open()) {
    error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error)
      log(error.message());
  }
}

// The pause after a failure is cancelled as well.
Task ok_pauses(tcp::acceptor &acceptor, asio::steady_timer &timer) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (!error) {
      asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
    } else {
      log(error.message());
      co_await timer.async_wait(asio::use_awaitable);
    }
  }
}

Task bad_awaitsAfterSuccess(tcp::acceptor &acceptor) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (error)
      // CHECK: [[#@LINE-1]]:5: warning: 'error' may be a cancellation
      continue;
    co_await serve(std::move(socket));
  }
}

// Nobody else can close or cancel it.
Task ok_ownAcceptor(tcp::acceptor acceptor) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (!error)
      asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

void bad_stackful(tcp::acceptor &acceptor, asio::yield_context yield) {
  for (;;) {
    error_code error;
    tcp::socket socket(acceptor.get_executor());
    acceptor.async_accept(socket, yield[error]);
    if (error)
      // CHECK: [[#@LINE-1]]:5: warning: 'error' may be a cancellation
      log(error.message());
    else
      asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

// Cancelled, a timer wakes its task.
Task ok_timer(asio::steady_timer &timer) {
  for (;;) {
    error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (error)
      log("woken");
  }
}
