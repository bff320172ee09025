// One translation unit: parse it, run the checks, take the findings. A crash inside
// becomes a failure that names the file.
#pragma once

#include "driver/finding.h"
#include "driver/plan.h"

#include <map>

namespace async_tidy {

/// Seconds.
struct UnitTimes {
  double parse = 0;
  double checks = 0;
  std::map<std::string, double> perCheck; ///< Filled when profiling.
};

/// What came out of a unit.
struct UnitResult {
  std::vector<Finding> findings;
  std::vector<std::string> failures;
  UnitTimes times;
};

/// What is the same for all units of a run.
struct AnalysisSettings {
  std::string resourceDir;
  std::string root; ///< Headers below it belong to the project.
  bool profile = false;
};

/// Runs the checks over a unit.
UnitResult analyse(const Unit &unit, const Configuration &configuration,
                   const AnalysisSettings &settings);

} // namespace async_tidy
