// RUN: %check-tidy %s async-blocking-transitive
// REQUIRES: boost
#include <boost/asio.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

class Directory {
public:
  explicit Directory(asio::io_context &loop) : resolver_(loop) {}
  tcp::endpoint find(const std::string &host) { return lookUp(host).begin()->endpoint(); }
  std::string ask(tcp::socket &socket) {
    std::string answer(16, ' ');
    asio::read(socket, asio::buffer(answer));
    return answer;
  }

private:
  tcp::resolver::results_type lookUp(const std::string &host) {
    return resolver_.resolve(host, "80");
  }
  tcp::resolver resolver_;
};

awaitable<void> bad_resolves(std::shared_ptr<Directory> directory, tcp::socket &socket) {
  tcp::endpoint peer = directory->find("carrier.example");
  // CHECK: :[[#@LINE-1]]:35: warning: 'find' leads to 'resolve', which blocks the thread until the name is resolved; no other task on it can run [async-blocking-transitive]
  // CHECK: note: 'bad_resolves' is a coroutine
  // CHECK: :21:56: note: calls 'lookUp' here
  // CHECK: :30:22: note: 'resolve' blocks here
  // CHECK: :29:31: note: if 'lookUp' does not block, annotate it with "async::none", or say so in a model
  // CHECK: :30:22: note: use instead: co_await resolver_.async_resolve(host, service, asio::use_awaitable)
  co_await socket.async_connect(peer, use_awaitable);
}

void bad_handler(asio::steady_timer &timer, Directory &directory, tcp::socket &socket) {
  timer.async_wait([&](error_code) { directory.ask(socket); });
  // CHECK: :[[#@LINE-1]]:48: warning: 'ask' leads to 'read', which blocks the thread until the peer acts
  // CHECK: :[[#@LINE-2]]:9: note: handed to 'async_wait' here, to run on an event loop
}

// The future is there as soon as it is asked for, or the work is elsewhere.
void ok_elsewhere(asio::thread_pool &pool, Directory &directory, tcp::socket &socket) {
  asio::post(pool, [&] { directory.ask(socket); });
  std::thread([&] { directory.ask(socket); }).join();
}
awaitable<void> ok_hop(asio::thread_pool &pool, Directory &directory, tcp::socket &socket) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  directory.ask(socket);
}

int compute() {
  auto result = std::async(std::launch::async, [] { return 1; });
  return result.get();
}
awaitable<int> bad_waits_for_future() {
  co_return compute();
  // CHECK: :[[#@LINE-1]]:13: warning: 'compute' leads to 'get', which blocks the thread until it returns
}
int ready(std::future<int> &result) {
  return result.wait_for(0s) == std::future_status::ready ? result.get() : 0;
}
awaitable<int> ok_proven_ready(std::future<int> &result) { co_return ready(result); }

// The owner of the socket has made it non-blocking; Boost's example nonblocking/third_party_lib.
class Protocol {
public:
  explicit Protocol(tcp::socket &socket) : socket_(socket) {}
  void doRead(error_code &error) { socket_.read_some(asio::buffer(data_), error); }

private:
  tcp::socket &socket_;
  char data_[64];
};
struct Owner {
  tcp::socket socket;
  Protocol protocol{socket};
  void start() {
    socket.non_blocking(true);
    socket.async_wait(tcp::socket::wait_read,
                      [this](error_code error) { protocol.doRead(error); });
  }
};
