// `--stats`: where the time went.
#pragma once

#include "driver/run.h"

#include <chrono>

namespace async_tidy {

class Stats {
public:
  void add(const UnitRun &run);

  /// To standard error.
  void print() const;

private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  unsigned units_ = 0, cached_ = 0;
  double parse_ = 0, checks_ = 0;
  std::map<std::string, double> perCheck_;
};

} // namespace async_tidy
