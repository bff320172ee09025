// One translation unit: parse it, run the checks, take the findings.
#pragma once

#include "driver/dependencies.h"
#include "driver/plan.h"
#include "driver/unit-result.h"

namespace async_tidy {

/// What is the same for all units of a run.
struct AnalysisSettings {
  std::string resourceDir;
  std::string root; ///< Headers below it belong to the project.
  bool profile = false;
};

/// Runs the checks over a unit, in a process that does nothing else: its memory is not
/// given back. All that is read is read through `recorder`.
UnitResult analyse(const Unit &unit, const Configuration &configuration,
                   const AnalysisSettings &settings, DependencyRecorder &recorder);

} // namespace async_tidy
