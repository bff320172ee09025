// REQUIRES: boost
// RUN: %check-tidy %s async-unbounded-queue
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>

#include <cstdint>
#include <deque>
#include <limits>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using Channel = asio::experimental::channel<void(boost::system::error_code, int)>;

// A timer that never expires is the usual way to wait for a message.
class bad_participant {
public:
  void deliver(const std::string &message) {
    messages_.push_back(message);
    // CHECK: [[#@LINE-1]]:5: warning: 'messages_' grows without a limit when it is filled faster than drained [async-unbounded-queue]
    // CHECK: note: declared here, without a capacity
    // CHECK: note: drained here, by a function that waits on 'timer_'
    // CHECK: note: let the producer wait, or refuse, when it is full: an asio::experimental::channel
    timer_.cancel_one();
  }
  awaitable<void> writer() {
    while (socket_.is_open()) {
      if (messages_.empty()) {
        boost::system::error_code ignored;
        co_await timer_.async_wait(asio::redirect_error(use_awaitable, ignored));
      } else {
        co_await asio::async_write(socket_, asio::buffer(messages_.front()), use_awaitable);
        messages_.pop_front();
      }
    }
  }

private:
  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  std::deque<std::string> messages_;
};

// A completion handler drains what the next turns of the loop fill.
class bad_write_queue {
public:
  void write(std::string message) {
    messages_.push_back(std::move(message));
    // CHECK: [[#@LINE-1]]:5: warning: 'messages_' grows without a limit
    // CHECK: note: drained here, in a function that runs later on an event loop
    if (messages_.size() == 1)
      doWrite();
  }

private:
  void doWrite() {
    asio::async_write(socket_, asio::buffer(messages_.front()),
                      [this](boost::system::error_code, std::size_t) {
                        messages_.pop_front();
                        if (!messages_.empty())
                          doWrite();
                      });
  }
  asio::ip::tcp::socket socket_;
  std::deque<std::string> messages_;
};

void bad_capacity(asio::io_context &context) {
  Channel channel(context, std::numeric_limits<std::size_t>::max());
  // CHECK: [[#@LINE-1]]:28: warning: a capacity of 18446744073709551615 is no limit: the queue takes any number of entries
  channel.close();
}

void ok_capacity(asio::io_context &context, std::size_t capacity) {
  Channel channel(context, 128), other(context, capacity), rendezvous(context);
  channel.close();
}

class ok_channel {
public:
  awaitable<void> fill() { co_await channel_.async_send({}, 1, use_awaitable); }
  awaitable<int> drain() { co_return co_await channel_.async_receive(use_awaitable); }

private:
  Channel channel_;
};
