// Workers finish in any order; their results are put in the plan's order, so that nothing
// later can tell how many there were.

#include "driver/run.h"

#include "driver/record.h"
#include "model/model.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Support/FileSystem.h"

namespace async_tidy {
namespace {

/// The largest main files first: a long one that starts last would be waited for alone.
std::vector<size_t> longestFirst(llvm::ArrayRef<Unit> plan) {
  std::vector<uint64_t> sizes(plan.size());
  for (size_t i = 0; i < plan.size(); ++i)
    if (llvm::sys::fs::file_size(plan[i].file, sizes[i]))
      sizes[i] = 0;
  auto order = llvm::to_vector(llvm::seq<size_t>(0, plan.size()));
  llvm::sort(order, [&](size_t a, size_t b) {
    return std::pair(sizes[b], a) < std::pair(sizes[a], b);
  });
  return {order.begin(), order.end()};
}

UnitResult failed(std::string message) {
  UnitResult result;
  result.failures.push_back({std::move(message), 0, {}, ""});
  return result;
}

} // namespace

std::optional<std::vector<UnitResult>> analyseAll(llvm::ArrayRef<Unit> plan,
                                                  const Configuration &configuration,
                                                  const AnalysisSettings &settings,
                                                  const WorkerLimits &limits,
                                                  Progress &progress) {
  (void)ModelSet::embedded(); // read once, inherited by every worker
  std::vector<UnitResult> results(plan.size());
  const auto job = [&](size_t number) {
    return encode(analyse(plan[number], configuration, settings), settings.root);
  };
  const auto finished = [&](size_t number, JobOutcome outcome) {
    if (!outcome.failure.empty())
      results[number] = failed(std::move(outcome.failure));
    else if (std::optional<UnitResult> result = decode(outcome.result, settings.root))
      results[number] = std::move(*result);
    else
      results[number] = failed("its worker sent no result; please report it as a bug");
    progress.step();
  };
  if (!runInWorkers(longestFirst(plan), job, limits, finished))
    return std::nullopt;
  return results;
}

} // namespace async_tidy
