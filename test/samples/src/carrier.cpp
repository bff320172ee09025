#include "gateway.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <istream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <variant>

namespace depot {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::use_awaitable;

constexpr int kAttempts = 4;

} // namespace

awaitable<void> expiry(std::chrono::milliseconds limit) {
  asio::steady_timer timer(co_await asio::this_coro::executor, limit);
  co_await timer.async_wait(use_awaitable); // fine: a timer ends by itself
}

Carrier::Carrier(asio::any_io_executor executor, std::string host, std::string port)
    : host_(std::move(host)), port_(std::move(port)), feed_(std::move(executor)) {}

awaitable<std::string> Carrier::get(std::string target) {
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  beast::tcp_stream stream(executor);
  auto endpoints = co_await resolver.async_resolve( // fine: it gives up by itself
      host_, port_, use_awaitable);
  stream.expires_after(5s);
  co_await stream.async_connect(endpoints,
                                use_awaitable); // fine: the stream has a deadline

  http::request<http::empty_body> request(http::verb::get, target, 11);
  request.set(http::field::host, host_);
  stream.expires_after(10s);
  co_await http::async_write(stream, request, use_awaitable); // fine: and here a new one

  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  co_await http::async_read(stream, buffer, response,
                            use_awaitable); // fine: the same one
  if (response.result() != http::status::ok)
    throw std::runtime_error("the carrier refused " + target);
  co_return std::move(response.body());
}

awaitable<unsigned> Carrier::price(std::string zone) {
  auto known = prices_.find(zone);
  if (known == prices_.end())
    throw std::out_of_range("no such zone: " + zone);
  auto refresh = refreshPrices(); // expect: async-task-never-awaited
  co_return known->second;
}

awaitable<unsigned> Carrier::freshPrice(std::string zone) {
  auto refresh = refreshPrices();
  std::transform(zone.begin(), zone.end(), zone.begin(), ::tolower);
  co_await std::move(refresh); // fine: started late, but awaited
  co_return prices_.at(zone);
}

awaitable<std::string> Carrier::track(std::string parcel) {
  for (int attempt = 1;; ++attempt) {
    try {
      co_return co_await get("/track/" + parcel);
    } catch (const boost::system::system_error &) {
      if (attempt == kAttempts)
        throw;
      std::this_thread::sleep_for(attempt * 200ms); // expect: async-blocking-call
    }
  }
}

awaitable<std::string> Carrier::trackPatiently(std::string parcel) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (int attempt = 1;; ++attempt) {
    try {
      co_return co_await get("/track/" + parcel);
    } catch (const boost::system::system_error &) {
      if (attempt == kAttempts)
        throw;
    }
    pause.expires_after(attempt * 200ms);
    co_await pause.async_wait(use_awaitable); // fine: the loop goes on meanwhile
  }
}

awaitable<void> Carrier::openFeed(tcp::resolver::results_type endpoints) {
  co_await asio::async_connect( // expect: async-await-without-timeout
      feed_, endpoints, use_awaitable);
  feed_.set_option(tcp::no_delay(true));
}

awaitable<std::string> Carrier::nextEvent() {
  auto event = co_await (readEvent() || expiry(60s)); // fine: gives up after a minute
  if (event.index() == 1)
    throw std::runtime_error("the carrier's feed fell silent");
  co_return std::get<0>(std::move(event));
}

awaitable<std::string> Carrier::readEvent() {
  // fine: its only caller sets a limit
  co_await asio::async_read_until(feed_, unread_, '\n', use_awaitable);
  std::istream stream(&unread_);
  std::string line;
  std::getline(stream, line); // fine: reads from memory
  co_return line;
}

awaitable<void> Carrier::refreshPrices() {
  const std::string body = co_await get("/prices");
  for (std::size_t start = 0, end; (end = body.find('\n', start)) != std::string::npos;
       start = end + 1) {
    const std::string line = body.substr(start, end - start);
    if (const std::size_t space = line.find(' '); space != std::string::npos)
      prices_[line.substr(0, space)] =
          static_cast<unsigned>(std::stoul(line.substr(space + 1)));
  }
}

} // namespace depot
