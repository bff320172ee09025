#include "gateway.h"
#include "office.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <future>
#include <iostream>
#include <thread>

namespace depot {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

constexpr std::uint16_t kLedgerPort = 5433;

/// Looks every few seconds whether the ledger still answers.
class Heartbeat {
public:
  Heartbeat(asio::io_context &loop, EventLog &log) : timer_(loop), log_(log) {
    ledger_.connect("localhost", kLedgerPort); // fine: the loop has not started
  }

  void start() {
    timer_.expires_after(5s);
    timer_.async_wait([this](const error_code &error) {
      if (error)
        return;
      ledger_.query("select 1"); // expect: async-blocking-call
      start();
    });
  }

  /// Counts the rows, once, where waiting hurts nobody.
  void logSize(asio::thread_pool &blocking) {
    asio::post(blocking, [this] {
      Ledger ledger;
      ledger.connect("localhost", kLedgerPort); // fine: this pool is for blocking
      log_.record(std::to_string(ledger.query("select * from parcels").size()) + " rows");
    });
  }

private:
  asio::steady_timer timer_;
  EventLog &log_;
  Ledger ledger_;
};

/// Ends the service on SIGINT and SIGTERM, after a last count.
void stopOnSignal(asio::signal_set &signals, asio::io_context &loop, Reports &reports,
                  EventLog &log) {
  signals.async_wait([&](const error_code &error, int signal) {
    if (error)
      return;
    log.record("stopping on signal " + std::to_string(signal));
    auto last = std::async(std::launch::async, [&] { reports.countNow(); });
    last.wait(); // expect: async-sync-wait-on-loop
    loop.stop();
  });
}

void run(std::uint16_t scannerPort, std::uint16_t kioskPort) {
  LedgerPool ledgers("localhost", kLedgerPort, 4);
  EventLog log("events.log");
  WorkerPool workers(4, 1000); // fine: a thousand jobs, then it refuses
  LabelPress press(workers);
  Reports reports(ledgers);
  asio::thread_pool blocking(2);

  asio::io_context loop;
  Carrier carrier(loop.get_executor(), "carrier.example", "80");
  Server server(loop.get_executor(), carrier, log, scannerPort, kioskPort);
  Heartbeat heartbeat(loop, log);
  asio::signal_set signals(loop, SIGINT, SIGTERM);
  stopOnSignal(signals, loop, reports, log);

  press.startDay();
  server.start();
  heartbeat.start();
  heartbeat.logSize(blocking);

  std::thread second([&loop] { loop.run(); });
  loop.run();
  second.join(); // fine: main waits, the loop has ended
  blocking.join();
}

} // namespace
} // namespace depot

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: depot SCANNER-PORT KIOSK-PORT\n";
    return 2;
  }
  try {
    depot::run(static_cast<std::uint16_t>(std::stoul(argv[1])),
               static_cast<std::uint16_t>(std::stoul(argv[2])));
  } catch (const std::exception &error) {
    std::cerr << "depot: " << error.what() << '\n';
    return 1;
  }
}
