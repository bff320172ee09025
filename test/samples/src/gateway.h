// The network side: scanners and kiosks that connect to the depot, and the carrier that
// the depot asks. Asio coroutines on one io_context.
#pragma once

#include "workers.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/streambuf.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace depot {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

/// Ends after `limit`; the other half of `operation || expiry(limit)`.
awaitable<void> expiry(std::chrono::milliseconds limit);

/// The carrier's price and tracking service, over HTTP, and its feed of events.
class Carrier {
public:
  Carrier(asio::any_io_executor executor, std::string host, std::string port);

  awaitable<std::string> get(std::string target);

  /// The price of a zone in cents, as last heard.
  awaitable<unsigned> price(std::string zone);
  /// The price of a zone in cents, asked for anew.
  awaitable<unsigned> freshPrice(std::string zone);

  awaitable<std::string> track(std::string parcel);
  awaitable<std::string> trackPatiently(std::string parcel);

  awaitable<void> openFeed(tcp::resolver::results_type endpoints);
  awaitable<std::string> nextEvent();

private:
  awaitable<void> refreshPrices();
  awaitable<std::string> readEvent();

  std::string host_, port_;
  tcp::socket feed_;
  asio::streambuf unread_;
  std::map<std::string, unsigned> prices_;
};

/// What a scanner saw.
struct Scan {
  std::string parcel;
  std::string gate;
};

class Session;

/// Serves scanners, which stay connected, and kiosks, which ask one thing and go.
class Server {
public:
  Server(asio::any_io_executor executor, Carrier &carrier, EventLog &log,
         std::uint16_t scannerPort, std::uint16_t kioskPort);

  /// Starts accepting.
  void start();

  awaitable<void> broadcast(std::string line);
  awaitable<void> announce(std::string line);

private:
  using Sessions = std::map<unsigned, std::shared_ptr<Session>>;

  awaitable<void> acceptScanners();
  awaitable<void> acceptKiosks();
  awaitable<void> serve(std::shared_ptr<Session> session);
  awaitable<void> serveKiosk(tcp::socket socket);
  awaitable<void> handle(std::shared_ptr<Session> session, Scan scan);
  awaitable<void> audit(Scan scan);
  awaitable<void> printReceipt(std::string parcel);

  void welcome(std::shared_ptr<Session> session);
  void join(unsigned id, std::shared_ptr<Session> session);
  void leave(unsigned id);

  asio::any_io_executor executor_;
  Carrier &carrier_;
  EventLog &log_;
  tcp::acceptor scanners_, kiosks_;
  asio::experimental::channel<void(boost::system::error_code)> kioskSlots_;
  std::mutex mutex_;
  Sessions sessions_;
  unsigned nextId_ = 1;
};

} // namespace depot
