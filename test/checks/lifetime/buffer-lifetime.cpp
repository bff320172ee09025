// REQUIRES: boost
// RUN: %check-tidy %s async-buffer-lifetime
#include <boost/asio.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using boost::system::error_code;
using Socket = asio::ip::tcp::socket;

std::string greeting();
void done(error_code, std::size_t);

// ---- operations with a handler (asio#1229, luminousmining/miner#132, goby3#177)

void bad_local(Socket &socket) {
  std::string text = "hello";
  asio::async_write(socket, asio::buffer(text), [](error_code, std::size_t) {});
  // CHECK: [[#@LINE-1]]:29: warning: 'text' dies before 'async_write' is done with its memory [async-buffer-lifetime]
  // CHECK: [[#@LINE-3]]:15: note: 'text' dies at the end of its scope, where nothing waits for the operation
  // CHECK: [[#@LINE-3]]:3: note: keep the memory in the object or in the handler, behind a shared pointer
}
void bad_array(Socket &socket) {
  char data[128];
  socket.async_read_some(asio::buffer(data), done);
  // CHECK: [[#@LINE-1]]:26: warning: 'data' dies before 'async_read_some' is done with its memory
}
void bad_temporary(Socket &socket) {
  asio::async_write(socket, asio::buffer(greeting()), asio::detached);
  // CHECK: [[#@LINE-1]]:29: warning: this temporary dies before 'async_write' is done with its memory
}
void bad_parameter(Socket &socket, std::vector<char> data) {
  asio::async_read(socket, asio::buffer(data.data(), data.size()), done);
  // CHECK: [[#@LINE-1]]:28: warning: 'data' dies
}
void bad_dynamic(Socket &socket) {
  std::string line;
  asio::async_read_until(socket, asio::dynamic_buffer(line), '\n', done);
  // CHECK: [[#@LINE-1]]:34: warning: 'line' dies
}
void bad_streambuf(Socket &socket) {
  asio::streambuf input;
  asio::async_read_until(socket, input, '\n', done);
  // CHECK: [[#@LINE-1]]:34: warning: 'input' dies
}
void bad_named_buffer(Socket &socket) {
  std::string text = "hello";
  auto buffer = asio::buffer(text);
  asio::async_write(socket, buffer, done);
  // CHECK: [[#@LINE-1]]:29: warning: 'text' dies
}
// Right for a vector, wrong for a short string.
void fn_moved_into_handler(Socket &socket) {
  std::string text = "hello";
  asio::async_write(socket, asio::buffer(text), [text = std::move(text)](error_code, std::size_t) {});
}
template <class Stream> void bad_template(Stream &stream) {
  std::string text = "hello";
  asio::async_write(stream, asio::buffer(text), done);
  // CHECK: [[#@LINE-1]]:29: warning: 'text' dies
}
template void bad_template(Socket &);
#define WRITE(text) asio::async_write(socket, asio::buffer(text), done)
void bad_macro(Socket &socket) {
  std::string text = "hello";
  WRITE(text);
  // CHECK: [[#@LINE-1]]:3: warning: 'text' dies
}
void bad_lambda(Socket &socket) {
  auto start = [&](auto) {
    std::string text = "hello";
    asio::async_write(socket, asio::buffer(text), done);
    // CHECK: [[#@LINE-1]]:31: warning: 'text' dies
  };
  start(1);
}
awaitable<std::size_t> bad_task_is_returned(Socket &socket) {
  std::string text = "hello";
  return asio::async_write(socket, asio::buffer(text), use_awaitable);
  // CHECK: [[#@LINE-1]]:36: warning: 'text' dies
}

class Session : public std::enable_shared_from_this<Session> {
public:
  void ok_member() {
    auto self = shared_from_this();
    asio::async_write(socket_, asio::buffer(data_), [this, self](error_code, std::size_t) {});
    socket_.async_read_some(asio::buffer(array_), done);
  }

private:
  Socket socket_;
  std::string data_;
  std::array<char, 128> array_;
};
void ok_shared(Socket &socket) {
  auto data = std::make_shared<std::string>("hello");
  asio::async_write(socket, asio::buffer(*data), [data](error_code, std::size_t) {});
}
void ok_literal(Socket &socket) { asio::async_write(socket, asio::buffer("hello", 5), done); }
void ok_static(Socket &socket) {
  static const std::string text = "hello";
  asio::async_write(socket, asio::buffer(text), done);
}
void ok_reference(Socket &socket, const std::string &text) { asio::async_write(socket, asio::buffer(text), done); }
void ok_loop_runs(asio::io_context &loop, Socket &socket) {
  std::string text = "hello";
  asio::async_write(socket, asio::buffer(text), done);
  loop.run();
}
void ok_blocking(Socket &socket) {
  std::string text = "hello";
  asio::write(socket, asio::buffer(text));
}
// The operation copies the list; what its buffers refer to is not known here.
void ok_list_of_buffers(Socket &socket, const std::string &head, const std::string &body) {
  std::vector<asio::const_buffer> buffers{asio::buffer(head), asio::buffer(body)};
  asio::async_write(socket, buffers, done);
  std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
  asio::async_write(socket, both, done);
}
void ok_suppressed(Socket &socket) {
  std::string text = "hello";
  asio::async_write(socket, asio::buffer(text), done); // NOLINT(async-buffer-lifetime)
}
template <bool Async> void ok_if_constexpr(Socket &socket) {
  std::string text = "hello";
  if constexpr (Async)
    asio::async_write(socket, asio::buffer(text), done);
  else
    asio::write(socket, asio::buffer(text));
}
template void ok_if_constexpr<false>(Socket &);

// ---- awaited operations

awaitable<void> ok_awaited(Socket &socket) {
  std::string text = "hello";
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
  co_await asio::async_write(socket, asio::buffer(greeting()), use_awaitable);
}
awaitable<void> ok_kept_and_awaited(Socket &socket) {
  std::string text = "hello";
  auto write = asio::async_write(socket, asio::buffer(text), use_awaitable);
  co_await std::move(write);
}
void ok_future(Socket &socket) {
  std::string text = "hello";
  asio::async_write(socket, asio::buffer(text), asio::use_future).get();
}

// A list of buffers of the user's own is copied; what it refers to is shared.
class SharedBuffer {
public:
  using value_type = asio::const_buffer;
  explicit SharedBuffer(std::string text)
      : text_(std::make_shared<std::string>(std::move(text))), buffer_(asio::buffer(*text_)) {}
  const asio::const_buffer *begin() const { return &buffer_; }
  const asio::const_buffer *end() const { return &buffer_ + 1; }

private:
  std::shared_ptr<std::string> text_;
  asio::const_buffer buffer_;
};
void ok_sharedBuffer(Socket &socket) {
  SharedBuffer buffer(greeting());
  asio::async_write(socket, buffer, [](error_code, std::size_t) {});
}
