// All units of a plan: in parallel, each in a process of its own.
#pragma once

#include "driver/analyse.h"
#include "driver/progress.h"
#include "driver/workers.h"

#include <optional>

namespace async_tidy {

/// One result per unit of the plan, in its order, whatever the order they ran in. Nothing
/// if the user interrupted. What went wrong in a unit is in its result.
std::optional<std::vector<UnitResult>> analyseAll(llvm::ArrayRef<Unit> plan,
                                                  const Configuration &configuration,
                                                  const AnalysisSettings &settings,
                                                  const WorkerLimits &limits,
                                                  Progress &progress);

} // namespace async_tidy
