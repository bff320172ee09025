#include "gateway.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <istream>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

namespace depot {
namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;
using asio::use_awaitable;

constexpr std::size_t kKiosks = 32;

Scan parseScan(const std::string &line) {
  const std::size_t space = line.find(' ');
  if (space == std::string::npos)
    throw std::invalid_argument("a scan is a parcel and a gate: " + line);
  return {line.substr(0, space), line.substr(space + 1)};
}

} // namespace

/// A connected scanner.
class Session {
public:
  using ScanHandler = std::function<void(const Scan &)>;
  using CloseHandler = std::function<void(unsigned)>;

  Session(unsigned id, tcp::socket socket) : id_(id), socket_(std::move(socket)) {}

  unsigned id() const { return id_; }
  void onScan(ScanHandler handler) { scanned_ = std::move(handler); }
  void onClose(CloseHandler handler) { closed_ = std::move(handler); }

  void scanned(const Scan &scan) const {
    if (scanned_)
      scanned_(scan);
  }
  void closed() const {
    if (closed_)
      closed_(id_);
  }

  awaitable<std::string> readLine() {
    // fine: every caller sets a limit
    co_await asio::async_read_until(socket_, unread_, '\n', use_awaitable);
    std::istream stream(&unread_);
    std::string line;
    std::getline(stream, line);
    co_return line;
  }

  awaitable<void> send(std::string line) {
    line += '\n';
    auto sent = co_await (asio::async_write(socket_, asio::buffer(line), use_awaitable) ||
                          expiry(5s)); // fine: a slow reader is dropped
    if (sent.index() == 1)
      socket_.close();
  }

private:
  unsigned id_;
  tcp::socket socket_;
  asio::streambuf unread_;
  ScanHandler scanned_;
  CloseHandler closed_;
};

Server::Server(asio::any_io_executor executor, Carrier &carrier, EventLog &log,
               std::uint16_t scannerPort, std::uint16_t kioskPort)
    : executor_(executor), carrier_(carrier), log_(log),
      scanners_(executor, {tcp::v4(), scannerPort}),
      kiosks_(executor, {tcp::v4(), kioskPort}), kioskSlots_(executor, kKiosks) {}

void Server::start() {
  // fine: one, for good, and its end is no secret
  asio::co_spawn(executor_, acceptScanners(), [this](std::exception_ptr failure) {
    log_.record(failure ? "no more scanners: accepting failed" : "no more scanners");
  });
  asio::co_spawn(executor_, acceptKiosks(), asio::detached); // expect: async-detached-task
}

awaitable<void> Server::acceptScanners() {
  for (;;) {
    // fine: to wait is an acceptor's work
    tcp::socket socket = co_await scanners_.async_accept(use_awaitable);
    auto session = std::make_shared<Session>(nextId_++, std::move(socket));
    join(session->id(), session);
    welcome(session);
    asio::co_spawn(executor_, serve(session), // expect: async-unbounded-spawn, async-detached-task
                   asio::detached);
  }
}

awaitable<void> Server::acceptKiosks() {
  for (;;) {
    co_await kioskSlots_.async_send(boost::system::error_code(), use_awaitable);
    tcp::socket socket = co_await kiosks_.async_accept(use_awaitable);
    // fine: a slot was taken, and serveKiosk gives it back
    asio::co_spawn(executor_, serveKiosk(std::move(socket)), asio::detached);
  }
}

awaitable<void> Server::serve(std::shared_ptr<Session> session) {
  for (;;) {
    auto read = co_await (session->readLine() || expiry(90s)); // fine: silence ends it
    if (read.index() == 1)
      break;
    Scan scan = parseScan(std::get<0>(read));
    audit(scan); // expect: async-discarded-task
    session->scanned(scan);
    asio::co_spawn(executor_, handle(session, scan), // missed: async-unbounded-spawn
                   asio::detached);
  }
  session->closed();
}

awaitable<void> Server::serveKiosk(tcp::socket socket) {
  Session kiosk(0, std::move(socket));
  auto asked = co_await (kiosk.readLine() || expiry(10s));
  if (asked.index() == 0) {
    const std::string parcel = std::get<0>(std::move(asked));
    co_await kiosk.send(co_await carrier_.trackPatiently(parcel));
    co_await printReceipt(parcel); // fine: one after the other, awaited
  }
  kioskSlots_.try_receive([](boost::system::error_code) {});
}

awaitable<void> Server::handle(std::shared_ptr<Session> session, Scan scan) {
  const std::string state = co_await carrier_.track(scan.parcel);
  co_await audit(scan); // fine: awaited
  co_await session->send(scan.parcel + ' ' + state);
}

awaitable<void> Server::audit(Scan scan) {
  log_.record(scan.parcel + " at " + scan.gate);
  co_await announce("seen " + scan.parcel);
}

awaitable<void> Server::printReceipt(std::string parcel) {
  log_.record("receipt for " + parcel);
  std::system("lp -d kiosk /var/spool/depot/receipt.txt"); // expect: async-blocking-call
  co_await announce("printed " + parcel);
}

awaitable<void> Server::broadcast(std::string line) {
  std::lock_guard<std::mutex> guard(mutex_);
  for (auto &[id, session] : sessions_)
    co_await session->send(line); // expect: async-lock-across-suspend
}

awaitable<void> Server::announce(std::string line) {
  std::vector<std::shared_ptr<Session>> listeners;
  {
    std::lock_guard<std::mutex> guard(mutex_);
    for (auto &[id, session] : sessions_)
      listeners.push_back(session);
  }
  for (auto &session : listeners)
    co_await session->send(line); // fine: the lock is gone, the list is our own
}

void Server::welcome(std::shared_ptr<Session> session) {
  auto echo = [this](const Scan &scan) -> awaitable<void> {
    co_await announce("scanned " + scan.parcel);
  };
  session->onScan(echo); // expect: async-coroutine-as-void-callback
  session->onClose([this](unsigned id) {
    leave(id);
    // fine: spawned, so somebody runs it
    asio::co_spawn(executor_, announce("a scanner left"), asio::detached);
  });
  asio::co_spawn(
      executor_,
      [session]() -> awaitable<void> { // expect: async-lambda-coroutine-capture
        co_await session->send("welcome to the depot");
      }(),
      asio::detached);
  asio::co_spawn(
      executor_,
      [this,
       id = session->id()]() -> awaitable<void> { // fine: co_spawn keeps the closure
        co_await announce("scanner " + std::to_string(id) + " is here");
      },
      asio::detached);
}

void Server::join(unsigned id, std::shared_ptr<Session> session) {
  std::scoped_lock guard(mutex_); // fine: named
  sessions_.emplace(id, std::move(session));
}

void Server::leave(unsigned id) {
  std::scoped_lock{mutex_}; // expect: async-unnamed-guard
  sessions_.erase(id);
}

} // namespace depot
