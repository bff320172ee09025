// How far the run is, on one line of the terminal that is always the last.
#pragma once

#include "driver/log.h"

#include <chrono>

namespace async_tidy {

class Progress {
public:
  Progress(size_t total, Log &log) : total_(total), log_(log) {}

  /// One more file is done; `fromCache` if nothing had to run for it.
  void step(bool fromCache = false);

  /// Takes the line away and says how long the files took. A file that is built in two
  /// configurations is one file.
  void finish(size_t files);

private:
  using Clock = std::chrono::steady_clock;

  size_t total_, done_ = 0, cached_ = 0;
  Log &log_;
  Clock::time_point start_ = Clock::now(), shown_ = start_;
};

/// `[#######.....] 120/300 files, 35.2/s, 5 s left`
std::string progressLine(size_t done, size_t total, double seconds);

} // namespace async_tidy
