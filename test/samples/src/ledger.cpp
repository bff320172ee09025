#include "ledger.h"

#include <cerrno>
#include <chrono>
#include <netdb.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace depot {
namespace {

using namespace std::chrono_literals;

[[noreturn]] void fail(const char *what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::vector<std::string> splitTabs(const std::string &line) {
  std::vector<std::string> cells;
  std::size_t start = 0;
  for (std::size_t tab; (tab = line.find('\t', start)) != std::string::npos;
       start = tab + 1)
    cells.push_back(line.substr(start, tab - start));
  cells.push_back(line.substr(start));
  return cells;
}

} // namespace

Ledger::~Ledger() {
  if (socket_ >= 0)
    ::close(socket_);
}

void Ledger::connect(const std::string &host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo *found = nullptr;
  const std::string service = std::to_string(port);
  // fine: a blocking client may block; who calls it from a loop is to blame
  if (int error = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &found))
    throw std::runtime_error(::gai_strerror(error));
  std::unique_ptr<addrinfo, void (*)(addrinfo *)> addresses(found, ::freeaddrinfo);

  for (const addrinfo *address = found; address; address = address->ai_next) {
    const int candidate = ::socket(address->ai_family, address->ai_socktype, 0);
    if (candidate < 0)
      continue;
    if (::connect(candidate, address->ai_addr, address->ai_addrlen) == 0) {
      socket_ = candidate;
      return;
    }
    ::close(candidate);
  }
  fail("connect to the ledger");
}

std::vector<Row> Ledger::query(std::string_view statement) {
  sendAll(statement);
  sendAll("\n");
  std::vector<Row> rows;
  for (std::string line = receiveLine(); !line.empty(); line = receiveLine())
    rows.push_back(splitTabs(line));
  return rows;
}

void Ledger::sendAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR)
      fail("send to the ledger");
    if (sent > 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string Ledger::receiveLine() {
  std::size_t end;
  while ((end = unread_.find('\n')) == std::string::npos) {
    char chunk[4096];
    const ssize_t got = ::recv(socket_, chunk, sizeof chunk, 0); // fine: plain code
    if (got == 0)
      throw std::runtime_error("the ledger closed the connection");
    if (got < 0 && errno != EINTR)
      fail("receive from the ledger");
    if (got > 0)
      unread_.append(chunk, static_cast<std::size_t>(got));
  }
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return line;
}

LedgerPool::LedgerPool(std::string host, std::uint16_t port, unsigned connections) {
  for (unsigned i = 0; i != connections; ++i) {
    auto connection = std::make_unique<Ledger>();
    connection->connect(host, port); // fine: start-up, before any loop runs
    idle_.push_back(std::move(connection));
  }
}

std::unique_ptr<Ledger> LedgerPool::borrow() {
  std::unique_lock lock(mutex_);
  const auto anyIdle = [this] { return !idle_.empty(); };
  if (!returned_.wait_for(lock, 2s, anyIdle)) // fine: a predicate, and the result is used
    return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void LedgerPool::giveBack(std::unique_ptr<Ledger> connection) {
  {
    std::lock_guard<std::mutex> guard(mutex_); // fine: named, lives to the brace
    idle_.push_back(std::move(connection));    // fine: only what was borrowed comes back
  }
  returned_.notify_one();
}

unsigned LedgerPool::failures() const {
  std::scoped_lock guard(mutex_);
  return failures_;
}

void LedgerPool::countFailure() {
  std::lock_guard<std::mutex>{mutex_}; // expect: async-unnamed-guard
  ++failures_;
}

} // namespace depot
