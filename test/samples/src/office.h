// What the depot does away from the network: labels for parcels, and reports on the day.
#pragma once

#include "ledger.h"
#include "task.h"
#include "workers.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace depot {

struct Parcel {
  std::string id;
  std::string zone;
  unsigned grams = 0;
};

struct Label {
  std::string parcel;
  std::string text;
};

/// Renders labels and feeds them to the printer. Its coroutines run on the workers.
class LabelPress {
public:
  explicit LabelPress(WorkerPool &pool) : pool_(pool) {}

  /// Reads the templates anew before the first shift.
  void startDay();
  /// Renders and prints one label some time from now.
  void printSoon(Parcel parcel);
  void printReturnSoon(Parcel parcel);

  Task<Label> render(Parcel parcel);
  Task<Label> renderReturn(Parcel parcel);
  Task<Label> renderExpress(Parcel parcel);
  Task<Label> renderWeighed(Parcel parcel);
  Task<Label> renderSample();
  Task<std::vector<Label>> renderAll(std::vector<Parcel> parcels);
  Task<> print(Label label);

private:
  Task<std::string> loadTemplate(std::string zone);
  Task<> reloadTemplates();
  Task<> warmUp(std::string zone);
  Task<> spool(const Label &label);

  WorkerPool &pool_;
  std::mutex mutex_;
  std::map<std::string, std::string> templates_;
  AsyncMutex printer_;
  std::string spooled_;
};

struct Totals {
  unsigned parcels = 0;
  unsigned returns = 0;
};

/// Counts the day's parcels. Runs on a thread of its own, which may block.
class Reports {
public:
  explicit Reports(LedgerPool &ledgers);
  ~Reports();

  Totals totals();
  void archive(std::string day);
  /// Asks the reporting thread to count now.
  void countNow();
  /// Waits until the next count is done.
  Totals awaitCount();
  /// The last few counts, newest last.
  std::deque<Totals> history();

private:
  void run();
  void pause();
  unsigned count(const std::string &table);

  LedgerPool &ledgers_;
  std::mutex mutex_;
  std::condition_variable wake_, counted_;
  std::deque<Totals> history_;
  unsigned counts_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace depot
