// Workers finish in any order; their results are put in the plan's order, so that nothing
// later can tell how many there were.

#include "driver/run.h"

#include "driver/record.h"
#include "model/model.h"

#include "llvm/Support/FileSystem.h"

namespace async_tidy {
namespace {

/// What a worker sends: a result, and what it rests on.
struct Message {
  std::string result;
  std::vector<Dependency> learnt;
};

template <typename Archive> void visit(Archive &archive, Message &message) {
  archive(message.result, message.learnt);
}

class Run {
public:
  Run(llvm::ArrayRef<Unit> plan, const Configuration &configuration,
      const AnalysisSettings &settings, Cache &cache, Progress &progress)
      : plan_(plan), configuration_(configuration), settings_(settings), cache_(cache),
        progress_(progress), runs_(plan.size()) {}

  /// The units that the cache does not know, those that take longest first: one that
  /// starts last would be waited for alone.
  std::vector<size_t> askCache() {
    std::vector<std::pair<double, size_t>> jobs;
    for (const Unit &unit : plan_)
      ++unitsLeft_[unit.file];
    for (size_t number = 0; number < plan_.size(); ++number) {
      Cache::Answer answer = cache_.find(plan_[number]);
      UnitRun &run = runs_[number];
      run.why = std::move(answer.why);
      run.isCached = answer.result.has_value();
      if (run.isCached)
        setResult(number, std::move(*answer.result));
      else
        jobs.emplace_back(-expectedSeconds(plan_[number].file), number);
    }
    llvm::sort(jobs);
    std::vector<size_t> numbers;
    for (const auto &job : jobs)
      numbers.push_back(job.second);
    return numbers;
  }

  /// In the worker.
  std::string work(size_t number) const {
    DependencyRecorder recorder;
    UnitResult result = analyse(plan_[number], configuration_, settings_, recorder);
    Message message{encode(std::move(result), settings_.root), recorder.take()};
    std::string bytes;
    archive::Writer(bytes, settings_.root)(message);
    return bytes;
  }

  /// Back in the parent.
  void take(size_t number, JobOutcome outcome) {
    Message message;
    archive::Reader reader(outcome.result, settings_.root);
    reader(message);
    std::optional<UnitResult> result = decode(message.result, settings_.root);
    if (!outcome.failure.empty() || !reader.ok() || !result) {
      const std::string reason =
          outcome.failure.empty() ? "its worker sent no result; please report it as a bug"
                                  : std::move(outcome.failure);
      UnitResult none;
      none.failures.push_back({reason, 0, {}, ""});
      setResult(number, std::move(none));
      return;
    }
    cache_.store(plan_[number], message.result, result->times, message.learnt);
    setResult(number, std::move(*result));
  }

  std::vector<UnitRun> takeRuns() { return std::move(runs_); }

private:
  void setResult(size_t number, UnitResult result) {
    runs_[number].result = std::move(result);
    if (--unitsLeft_[plan_[number].file] == 0)
      progress_.step(runs_[number].isCached);
  }

  /// As last time. A new file might take any time, and the larger, the longer.
  double expectedSeconds(const std::string &file) const {
    if (const double seconds = cache_.secondsOf(file); seconds >= 0)
      return seconds;
    constexpr double longerThanAny = 1e6;
    uint64_t size = 0;
    (void)llvm::sys::fs::file_size(file, size);
    return longerThanAny + size;
  }

  llvm::ArrayRef<Unit> plan_;
  const Configuration &configuration_;
  const AnalysisSettings &settings_;
  Cache &cache_;
  Progress &progress_;
  std::vector<UnitRun> runs_;
  llvm::StringMap<unsigned> unitsLeft_; ///< By file: one may have several.
};

} // namespace

std::optional<std::vector<UnitRun>> runAll(llvm::ArrayRef<Unit> plan,
                                           const Configuration &configuration,
                                           const AnalysisSettings &settings,
                                           const WorkerLimits &limits, Cache &cache,
                                           Progress &progress) {
  Run run(plan, configuration, settings, cache, progress);
  const std::vector<size_t> jobs = run.askCache();
  if (!jobs.empty())
    (void)ModelSet::embedded(); // its names are inherited by every worker
  const bool isDone = runInWorkers(
      jobs, [&](size_t number) { return run.work(number); }, limits,
      [&](size_t number, JobOutcome outcome) { run.take(number, std::move(outcome)); });
  cache.save(); // what is done is done, even if the user does not want the rest
  if (!isDone)
    return std::nullopt;
  return run.takeRuns();
}

} // namespace async_tidy
