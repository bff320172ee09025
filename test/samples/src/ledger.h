// Client of the ledger, the depot's database. Its calls block until the server answers.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace depot {

using Row = std::vector<std::string>;

/// One connection. Not for use by two threads at once.
class Ledger {
public:
  Ledger() = default;
  ~Ledger();
  Ledger(const Ledger &) = delete;
  Ledger &operator=(const Ledger &) = delete;

  /// Throws std::system_error or std::runtime_error.
  [[clang::annotate("async::blocking")]] void connect(const std::string &host,
                                                      std::uint16_t port);

  /// Runs one statement. Throws as `connect` does.
  [[clang::annotate("async::blocking")]] std::vector<Row>
  query(std::string_view statement);

private:
  void sendAll(std::string_view bytes);
  std::string receiveLine();

  int socket_ = -1;
  std::string unread_;
};

/// A fixed set of connections that threads borrow.
class LedgerPool {
public:
  LedgerPool(std::string host, std::uint16_t port, unsigned connections);

  /// Waits for a free connection; null after two seconds.
  std::unique_ptr<Ledger> borrow();
  void giveBack(std::unique_ptr<Ledger> connection);

  /// How many queries failed since the start.
  unsigned failures() const;
  void countFailure();

private:
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Ledger>> idle_;
  unsigned failures_ = 0;
};

} // namespace depot
