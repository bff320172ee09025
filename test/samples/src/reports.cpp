#include "office.h"

#include <chrono>
#include <fstream>
#include <future>
#include <stdexcept>

namespace depot {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kHistory = 48;

} // namespace

Reports::Reports(LedgerPool &ledgers) : ledgers_(ledgers), thread_([this] { run(); }) {}

Reports::~Reports() {
  {
    std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join(); // fine: main destroys the reports after the loop has ended
}

Totals Reports::totals() {
  auto parcels = std::async(std::launch::async, [this] { return count("parcels"); });
  auto returns = std::async(std::launch::async, [this] { return count("returns"); });
  return {parcels.get(), returns.get()}; // fine: the reporting thread may wait
}

void Reports::archive(std::string day) {
  const Totals sums = totals();
  auto write = [day = std::move(day), sums] {
    std::ofstream file("reports/" + day + ".txt");
    file << sums.parcels << ' ' << sums.returns << '\n';
  };
  std::async(std::launch::async, std::move(write)); // expect: async-discarded-task
}

void Reports::countNow() {
  auto counting = std::async(std::launch::async, [this] { return totals(); });
  const Totals sums = counting.get(); // fine: asked for by a plain caller
  std::lock_guard guard(mutex_);
  if (history_.size() == kHistory)
    history_.pop_front();
  history_.push_back(sums); // fine: the oldest makes room
  ++counts_;
  counted_.notify_all();
}

Totals Reports::awaitCount() {
  std::unique_lock lock(mutex_);
  const unsigned before = counts_;
  while (counts_ == before && !stopping_)
    counted_.wait(lock); // fine: the loop tests again
  return history_.empty() ? Totals{} : history_.back();
}

std::deque<Totals> Reports::history() {
  std::lock_guard guard(mutex_);
  return history_;
}

void Reports::run() {
  for (;;) {
    pause();
    {
      std::lock_guard guard(mutex_);
      if (stopping_)
        return;
    }
    countNow();
  }
}

void Reports::pause() {
  std::unique_lock lock(mutex_);
  if (!stopping_)
    wake_.wait_for(lock, 30min); // expect: async-cv-wait-no-predicate
}

unsigned Reports::count(const std::string &table) {
  auto ledger = ledgers_.borrow();
  if (!ledger)
    throw std::runtime_error("no ledger connection is free");
  auto rows = ledger->query("select count(*) from " + table); // fine: not on a loop
  ledgers_.giveBack(std::move(ledger));
  return rows.empty() ? 0 : static_cast<unsigned>(std::stoul(rows.front().front()));
}

} // namespace depot
