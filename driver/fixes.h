// `--fix`: each safe fix of the merged findings, applied once.
#pragma once

#include "driver/plan.h"
#include "driver/report/report.h"
#include "driver/workers.h"

namespace async_tidy {

/// What it takes to compile the repaired files before they are written.
struct Recompile {
  llvm::ArrayRef<Unit> plan;
  const Project &project;
  const Configuration &configuration;
  std::string resourceDir;
  WorkerLimits limits;
};

/// Writes the repaired files. Left out, and named, are a fix that overlaps an earlier one
/// and the fixes of a unit that would not compile with them.
void applyFixes(const Results &results, const Recompile &recompile, Log &log);

} // namespace async_tidy
