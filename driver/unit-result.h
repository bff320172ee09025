// What the analysis of one unit yields: what a worker sends to its parent, and what the
// cache keeps.
#pragma once

#include "driver/finding.h"

#include <map>

namespace async_tidy {

/// Seconds.
struct UnitTimes {
  double parse = 0;
  double checks = 0;
  std::map<std::string, double> perCheck; ///< Filled when profiling.
};

/// Why a unit gave not all of its findings.
struct UnitFailure {
  std::string message;
  /// Compile errors only: how many, and the first of them.
  unsigned errors = 0;
  Place firstAt;
  std::string first;
};

/// What came out of a unit.
struct UnitResult {
  std::vector<Finding> findings;
  std::vector<UnitFailure> failures;
  UnitTimes times;
};

/// One line for the user.
std::string describe(const UnitFailure &failure, const std::string &file);

} // namespace async_tidy
