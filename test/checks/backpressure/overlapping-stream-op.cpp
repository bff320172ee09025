// RUN: %check-tidy %s async-overlapping-stream-op
// REQUIRES: boost
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using asio::awaitable;
using asio::buffer;
using asio::use_awaitable;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

struct Log {
  void operator()(error_code, std::size_t) const {}
};

// ---- two in one function

void bad_two_writes(tcp::socket &socket, std::string &header, std::string &body) {
  asio::async_write(socket, buffer(header), Log{});
  asio::async_write(socket, buffer(body), Log{});
  // CHECK: :[[#@LINE-1]]:3: warning: 'async_write' starts on 'socket' before 'async_write' is done; a stream takes one write at a time [async-overlapping-stream-op]
  // CHECK: :[[#@LINE-3]]:3: note: 'async_write' starts here, and nothing waits for its end
  // CHECK: :[[#@LINE-3]]:3: note: start it from the handler of the first, or await the first; several senders share a queue
}
void bad_detached(tcp::socket &socket, std::string &header, std::string &body) {
  asio::async_write(socket, buffer(header), asio::detached);
  asio::async_write(socket, buffer(body), [](error_code, std::size_t) {});
  // CHECK: :[[#@LINE-1]]:3: warning: 'async_write' starts on 'socket' before
}
void bad_some(tcp::socket &socket, std::string &header, std::string &body) {
  socket.async_write_some(buffer(header), Log{});
  socket.async_write_some(buffer(body), Log{});
  // CHECK: :[[#@LINE-1]]:10: warning: 'async_write_some' starts on 'socket' before
}
void bad_reads(tcp::socket &socket, asio::streambuf &head, std::string &body) {
  asio::async_read_until(socket, head, '\n', Log{});
  asio::async_read(socket, buffer(body), Log{});
  // CHECK: :[[#@LINE-1]]:3: warning: 'async_read' starts on 'socket' before 'async_read_until' is done; a stream takes one read at a time
}
void bad_conditional_first(tcp::socket &socket, std::string &text, bool greets) {
  if (greets)
    asio::async_write(socket, buffer(text), Log{});
  asio::async_write(socket, buffer(text), Log{});
  // CHECK: :[[#@LINE-1]]:3: warning: 'async_write' starts on 'socket' before
}
void bad_future(tcp::socket &socket, std::string &text) {
  auto first = asio::async_write(socket, buffer(text), asio::use_future);
  auto second = asio::async_write(socket, buffer(text), asio::use_future);
  // CHECK: :[[#@LINE-1]]:17: warning: 'async_write' starts on 'socket' before
}
void ok_future_in_sequence(tcp::socket &socket, std::string &text) {
  asio::async_write(socket, buffer(text), asio::use_future).get();
  auto first = asio::async_write(socket, buffer(text), asio::use_future);
  first.wait();
  auto second = asio::async_write(socket, buffer(text), asio::use_future);
}

// ---- again in a loop

void bad_loop(tcp::socket &socket, const std::vector<std::string> &messages) {
  for (const std::string &message : messages)
    asio::async_write(socket, buffer(message), Log{});
  // CHECK: :[[#@LINE-1]]:5: warning: 'async_write' starts on 'socket' again before it is done; a stream takes one write at a time
}
void ok_many_streams(std::vector<tcp::socket> &sockets, std::string &text,
                     std::vector<std::shared_ptr<tcp::socket>> &shared) {
  for (tcp::socket &socket : sockets)
    asio::async_write(socket, buffer(text), Log{});
  for (std::size_t i = 0; i < sockets.size(); ++i)
    asio::async_write(sockets[i], buffer(text), Log{});
  for (auto it = shared.begin(); it != shared.end(); ++it)
    asio::async_write(**it, buffer(text), Log{});
  for (auto &one : shared) {
    tcp::socket &socket = *one;
    asio::async_write(socket, buffer(text), Log{});
  }
}
void ok_loop_that_leaves(tcp::socket &socket, const std::vector<std::string> &messages) {
  for (const std::string &message : messages)
    if (!message.empty()) {
      asio::async_write(socket, buffer(message), Log{});
      break;
    }
}

// ---- in sequence

awaitable<void> ok_awaited(tcp::socket &socket, std::string &text) {
  co_await asio::async_write(socket, buffer(text), use_awaitable);
  co_await asio::async_write(socket, buffer(text), use_awaitable);
  for (;;)
    co_await asio::async_write(socket, buffer(text), asio::deferred);
}
awaitable<void> ok_waits_in_between(tcp::socket &socket, std::string &text,
                                    asio::steady_timer &done) {
  asio::async_write(socket, buffer(text), Log{});
  co_await done.async_wait(use_awaitable); // whatever that is
  asio::async_write(socket, buffer(text), Log{});
}
void ok_stackful(tcp::socket &socket, std::string &text, asio::io_context &loop) {
  asio::async_write(socket, buffer(text), Log{});
  loop.run();
  asio::async_write(socket, buffer(text), Log{});
}
void ok_from_handler(tcp::socket &socket, std::string &text) {
  asio::async_write(socket, buffer(text), [&](error_code, std::size_t) {
    asio::async_write(socket, buffer(text), Log{});
  });
}
void ok_either(tcp::socket &socket, std::string &text, bool first, int kind) {
  if (first)
    asio::async_write(socket, buffer(text), Log{});
  else
    asio::async_write(socket, buffer(text), Log{});
}
void ok_either_by_return(tcp::socket &socket, std::string &text, bool first, int kind) {
  if (first) {
    asio::async_write(socket, buffer(text), Log{});
    return;
  }
  switch (kind) {
  case 1:
    asio::async_write(socket, buffer(text), Log{});
    break;
  default:
    asio::async_write(socket, buffer(text), Log{});
  }
}
// Two conditions may exclude each other.
void ok_own_conditions(tcp::socket &socket, std::string &text, bool one, bool other) {
  if (one)
    asio::async_write(socket, buffer(text), Log{});
  if (other)
    asio::async_write(socket, buffer(text), Log{});
}

// ---- different streams, directions, datagrams

void ok_different(tcp::socket &one, tcp::socket &other, std::string &text) {
  asio::async_write(one, buffer(text), Log{});
  asio::async_write(other, buffer(text), Log{});
  asio::async_read(one, buffer(text), Log{});
}
void ok_datagrams(udp::socket &socket, std::string &text) {
  socket.async_send(buffer(text), Log{});
  socket.async_send(buffer(text), Log{});
}
// Each takes what is there; legal, if odd.
void ok_partial_reads(tcp::socket &socket, std::string &one, std::string &other) {
  socket.async_read_some(buffer(one), Log{});
  socket.async_read_some(buffer(other), Log{});
}
void bad_partial_read_in_whole(tcp::socket &socket, std::string &one, std::string &other) {
  asio::async_read(socket, buffer(one), Log{});
  socket.async_read_some(buffer(other), Log{});
  // CHECK: :[[#@LINE-1]]:10: warning: 'async_read_some' starts on 'socket' before 'async_read' is done
}
void ok_reassigned(tcp::socket *socket, tcp::socket *next, std::string &text) {
  asio::async_write(*socket, buffer(text), Log{});
  socket = next;
  asio::async_write(*socket, buffer(text), Log{});
}

// ---- the queue of a chat server

class Session : public std::enable_shared_from_this<Session> {
public:
  void ok_deliver(std::string message) {
    const bool writing = !queue_.empty();
    queue_.push_back(std::move(message));
    if (!writing)
      ok_write();
  }
  void bad_both(std::string &text) {
    asio::async_write(socket_, buffer(text), Log{});
    asio::async_write(this->socket_, buffer(text), Log{});
    // CHECK: :[[#@LINE-1]]:5: warning: 'async_write' starts on 'socket_' before
    asio::async_read(socket_, buffer(text), Log{});
    asio::async_write(peer_->socket_, buffer(text), Log{});
  }
  void bad_tasks() {
    asio::co_spawn(socket_.get_executor(), heartbeat(), asio::detached);
    asio::co_spawn(socket_.get_executor(), echo(), asio::detached);
    // CHECK: :[[#@LINE-1]]:{{[0-9]+}}: warning: 'async_write' starts on 'socket_' before 'async_write' is done
    // CHECK: note: the task that runs 'async_write' is started, and nothing waits for its end
    // CHECK: note: 'async_write' runs in the task that is started
  }
  void ok_tasks() {
    asio::co_spawn(socket_.get_executor(), heartbeat(), asio::detached);
    asio::co_spawn(socket_.get_executor(), reader(), asio::detached);
    asio::co_spawn(socket_.get_executor(), peer_->heartbeat(), asio::detached);
    asio::co_spawn(socket_.get_executor(), polite(), asio::detached);
    asio::co_spawn(socket_.get_executor(), queued(), asio::detached);
  }
  void bad_lambdas() {
    auto executor = socket_.get_executor();
    asio::co_spawn(executor, [this]() -> awaitable<void> {
      co_await asio::async_write(socket_, buffer(text_), use_awaitable);
    }, asio::detached);
    asio::co_spawn(executor, [this]() -> awaitable<void> {
    // CHECK: :[[#@LINE-1]]:5: warning: 'async_write' starts on 'socket_' before
      co_await asio::async_write(socket_, buffer(text_), use_awaitable);
    }, asio::detached);
  }

private:
  void ok_write() {
    asio::async_write(socket_, buffer(queue_.front()),
                      [this, self = shared_from_this()](error_code, std::size_t) {
                        queue_.pop_front();
                        if (!queue_.empty())
                          ok_write();
                      });
  }
  awaitable<void> heartbeat() {
    for (;;) {
      co_await timer_.async_wait(use_awaitable);
      co_await asio::async_write(socket_, buffer(text_), use_awaitable);
    }
  }
  awaitable<void> echo() {
    for (;;) {
      co_await socket_.async_read_some(buffer(text_), use_awaitable);
      co_await asio::async_write(socket_, buffer(text_), use_awaitable);
    }
  }
  awaitable<void> reader() {
    co_await asio::async_read(socket_, buffer(text_), use_awaitable);
  }
  awaitable<void> polite() {
    if (writing_)
      co_return;
    co_await asio::async_write(socket_, buffer(text_), use_awaitable);
  }
  awaitable<void> nextMessage();
  awaitable<void> queued() {
    co_await nextMessage();
    co_await asio::async_write(socket_, buffer(text_), use_awaitable);
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  std::shared_ptr<Session> peer_;
  std::deque<std::string> queue_;
  std::string text_;
  bool writing_ = false;
};

awaitable<void> writer(tcp::socket &socket, std::string &text) {
  co_await asio::async_write(socket, buffer(text), use_awaitable);
}
awaitable<void> owner(tcp::socket socket, std::string &text) {
  co_await asio::async_write(socket, buffer(text), use_awaitable);
}
awaitable<void> bad_combined(tcp::socket &socket, tcp::socket &other, std::string &text) {
  co_await (asio::async_write(socket, buffer(text), use_awaitable) &&
            asio::async_write(socket, buffer(text), use_awaitable));
  // CHECK: :[[#@LINE-2]]:{{[0-9]+}}: warning: 'async_write' starts on 'socket' before 'async_write' is done
  co_await (writer(socket, text) && writer(socket, text));
  // CHECK: :[[#@LINE-1]]:{{[0-9]+}}: warning: 'async_write' starts on 'socket' before 'async_write' is done
  co_await (writer(socket, text) && writer(other, text));
  co_await (asio::async_write(socket, buffer(text), use_awaitable) &&
            asio::async_read(socket, buffer(text), use_awaitable));
}
void bad_spawned_in_loop(tcp::socket &socket, tcp::acceptor &acceptor, std::string &text) {
  auto executor = socket.get_executor();
  for (int i = 0; i < 2; ++i)
    asio::co_spawn(executor, writer(socket, text), asio::detached);
  // CHECK: :[[#@LINE-1]]:5: warning: 'async_write' starts on 'socket' again before it is done
  for (int i = 0; i < 2; ++i)
    asio::co_spawn(executor, owner(acceptor.accept(), text), asio::detached);
}

template <class Stream> void bad_template(Stream &stream, std::string &text) {
  asio::async_write(stream, buffer(text), Log{});
  asio::async_write(stream, buffer(text), Log{});
  // CHECK: :[[#@LINE-1]]:3: warning: 'async_write' starts on 'stream' before
}
template void bad_template(tcp::socket &, std::string &);

#define SEND(text) asio::async_write(socket, buffer(text), Log{})
void bad_macro(tcp::socket &socket, std::string &text, bool twice) {
  SEND(text);
  if constexpr (sizeof(int) == 1)
    SEND(text);
  SEND(text);
  // CHECK: :[[#@LINE-1]]:3: warning: 'async_write' starts on 'socket' before
}
void bad_in_generic_lambda(tcp::socket &socket, std::string &text) {
  auto send = [&](auto &stream) {
    asio::async_write(stream, buffer(text), Log{});
    asio::async_write(stream, buffer(text), Log{});
    // CHECK: :[[#@LINE-1]]:5: warning: 'async_write' starts on 'stream' before
  };
  send(socket);
}
void ok_suppressed(tcp::socket &socket, std::string &text) {
  asio::async_write(socket, buffer(text), Log{});
  asio::async_write(socket, buffer(text), Log{}); // NOLINT(async-overlapping-stream-op)
}

// A coroutine made of a switch: it returns after each operation. Beast's example echo-op.
#include <boost/asio/yield.hpp>
struct Stackless : asio::coroutine {
  tcp::socket &socket;
  std::string &text;
  void operator()(error_code = {}, std::size_t = 0) {
    reenter(*this) {
      for (;;) {
        yield asio::async_read(socket, buffer(text), *this);
        yield asio::async_write(socket, buffer(text), *this);
        yield asio::async_write(socket, buffer(text), *this);
      }
    }
  }
};
#include <boost/asio/unyield.hpp>
