// Many jobs, each in a process of its own, a few at a time.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <chrono>
#include <string>

namespace async_tidy {

/// What a job may take.
struct WorkerLimits {
  unsigned jobs = 1;                 ///< At a time.
  std::chrono::seconds timeout{300}; ///< 0: no limit.
  unsigned memoryMiB = 0;            ///< 0: no limit.
};

/// What became of a job.
struct JobOutcome {
  std::string result;  ///< What the job returned.
  std::string failure; ///< If it died: one sentence, and no result.
};

/// Runs `job` for each number, in that order as far as workers are free, and hands over
/// each outcome when it is there. False if the user interrupted; then no process is left.
bool runInWorkers(llvm::ArrayRef<size_t> numbers,
                  llvm::function_ref<std::string(size_t)> job, const WorkerLimits &limits,
                  llvm::function_ref<void(size_t, JobOutcome)> finished);

} // namespace async_tidy
