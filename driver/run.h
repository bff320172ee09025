// All units of a plan: from the cache, or in parallel, each in a process of its own.
#pragma once

#include "driver/analyse.h"
#include "driver/cache.h"
#include "driver/progress.h"
#include "driver/workers.h"

#include <optional>

namespace async_tidy {

/// A unit of the plan, done.
struct UnitRun {
  UnitResult result;
  bool isCached = false;
  std::string why; ///< It ran, or did not need to.
};

/// One per unit of the plan, in its order, whatever the order they ran in. Nothing if the
/// user interrupted. What went wrong in a unit is in its result.
std::optional<std::vector<UnitRun>> runAll(llvm::ArrayRef<Unit> plan,
                                           const Configuration &configuration,
                                           const AnalysisSettings &settings,
                                           const WorkerLimits &limits, Cache &cache,
                                           Progress &progress);

} // namespace async_tidy
