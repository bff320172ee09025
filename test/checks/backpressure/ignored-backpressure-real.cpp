// RUN: %check-tidy %s async-ignored-backpressure
// REQUIRES: boost
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>

#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using Orders = asio::experimental::channel<void(error_code, std::string)>;
using Signals = asio::experimental::concurrent_channel<void(error_code)>;

void bad_channel(Orders &orders, std::string order) {
  orders.try_send(error_code{}, order);
  // CHECK: :[[#@LINE-1]]:10: warning: 'try_send' loses the element when the queue is full; nobody looks at its answer [async-ignored-backpressure]
}
void ok_signal(Signals &signals) { signals.try_send(error_code{}); }
bool ok_looked_at(Orders &orders, std::string order) {
  return orders.try_send(error_code{}, order);
}
void ok_receive(Orders &orders) {
  orders.try_receive([](error_code, std::string) {});
}

struct Capacities {
  explicit Capacities(asio::io_context &loop) : latest(loop, 1), several(loop, 64) {}
  void put(std::string order) {
    latest.try_send(error_code{}, order);
    several.try_send(error_code{}, order);
    // CHECK: :[[#@LINE-1]]:13: warning: 'try_send' loses the element when the queue is full
  }
  Orders latest, several;
};

void lockfree(boost::lockfree::queue<int> &unlimited,
              boost::lockfree::queue<int, boost::lockfree::capacity<8>> &limited,
              boost::lockfree::spsc_queue<int> &ring, int order) {
  unlimited.push(order);
  limited.push(order);
  // CHECK: :[[#@LINE-1]]:11: warning: 'push' loses the element when the queue is full
  ring.push(order);
  // CHECK: :[[#@LINE-1]]:8: warning: 'push' loses the element when the queue is full
  ring.pop(order);
}

awaitable<void> bad_part(tcp::socket &socket, std::string text) {
  co_await socket.async_write_some(asio::buffer(text), use_awaitable);
  // CHECK: :[[#@LINE-1]]:19: warning: 'async_write_some' may do only a part, and nobody looks at how much: the rest is lost
  // CHECK: :[[#@LINE-2]]:19: note: go on with the rest until all is done: co_await asio::async_write(stream, buffer, asio::use_awaitable)
}
awaitable<void> ok_whole(tcp::socket &socket, std::string text) {
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
  std::size_t size = co_await socket.async_write_some(asio::buffer(text), use_awaitable);
  text.erase(0, size);
}
awaitable<void> ok_read(tcp::socket &socket, char (&data)[64]) {
  co_await asio::async_read(socket, asio::buffer(data), use_awaitable);
}
void bad_synchronous(tcp::socket &socket, std::string text) {
  socket.write_some(asio::buffer(text));
  // CHECK: :[[#@LINE-1]]:10: warning: 'write_some' may do only a part
}
void handlers(tcp::socket &socket, const std::string &text) {
  socket.async_write_some(asio::buffer(text), [](error_code, std::size_t) {});
  // CHECK: :[[#@LINE-1]]:73: warning: 'async_write_some' may do only a part
  // CHECK: :[[#@LINE-2]]:10: note: the operation that tells the count starts here
  socket.async_write_some(asio::buffer(text), asio::detached);
  // CHECK: :[[#@LINE-1]]:47: warning: 'async_write_some' may do only a part
  // CHECK: :[[#@LINE-2]]:47: note: this completion token throws the count away
  socket.async_write_some(asio::buffer(text), [&](error_code, std::size_t done) {
    if (done < text.size())
      handlers(socket, text);
  });
  asio::async_write(socket, asio::buffer(text), [](error_code, std::size_t) {});
}
