// The first check that asks for a shared analysis pays for it; the sum is what counts.

#include "driver/stats.h"

#include "driver/format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <sys/resource.h>

namespace async_tidy {

void Stats::add(const UnitRun &run) {
  ++units_;
  if (run.isCached) {
    ++cached_;
    return;
  }
  const UnitTimes &times = run.result.times;
  parse_ += times.parse;
  checks_ += times.checks;
  for (const auto &[check, seconds] : times.perCheck)
    perCheck_[check] += seconds;
}

void Stats::print() const {
  const double total =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  rusage self{}, workers{};
  getrusage(RUSAGE_SELF, &self);
  getrusage(RUSAGE_CHILDREN, &workers); // the largest of them
  const double peak = std::max(self.ru_maxrss, workers.ru_maxrss) / 1024.0;
  auto &out = llvm::errs();
  out << fmt::format(
      "files      {:>9}\ncached     {:>9}\nparse      {:>9.3f} s\nchecks     {:>9.3f} s\n"
      "total      {:>9.3f} s\npeak RSS   {:>9.1f} MiB\n",
      units_, cached_, parse_, checks_, total, peak);
  std::vector<std::pair<double, std::string>> slowest;
  constexpr double visible = 0.0005;
  for (const auto &[check, seconds] : perCheck_)
    if (seconds >= visible)
      slowest.emplace_back(-seconds, check);
  llvm::sort(slowest);
  for (const auto &[seconds, check] : slowest)
    out << fmt::format("  {:>9.3f} s  {}\n", -seconds, check);
}

} // namespace async_tidy
