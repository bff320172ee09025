// The driver: one run over a project, from the command line to the exit code.

#include "driver/baseline.h"
#include "driver/catalogue.h"
#include "driver/changed-units.h"
#include "driver/fixes.h"
#include "driver/format.h"
#include "driver/init.h"
#include "driver/merge.h"
#include "driver/models.h"
#include "driver/nolint.h"
#include "driver/paths.h"
#include "driver/progress.h"
#include "driver/report/report.h"
#include "driver/resource-dir.h"
#include "driver/run.h"
#include "driver/stats.h"
#include "driver/usage.h"

#include "clang-tidy/ClangTidyForceLinker.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {
namespace {

/// Documented; scripts rely on them.
enum ExitCode { Clean = 0, HasFindings = 1, Incomplete = 2, Interrupted = 130 };

/// What the cache did for the run, and on request why each unit ran or did not need to.
void explainRun(const CheckRequest &request, llvm::ArrayRef<Unit> plan,
                llvm::ArrayRef<UnitRun> runs, const Cache &cache, Log &log) {
  if (const std::string folder = cache.brokenFolder(); !folder.empty())
    log.note(
        fmt::format("the cache {} cannot be written; every file will run again", folder));
  if (!request.explainRun)
    return;
  for (auto [unit, run] : llvm::zip_equal(plan, runs))
    log.info(fmt::format("{}: {}: {}", relativePath(unit.file, currentFolder()),
                         run.isCached ? "from the cache" : "analysed", run.why));
}

/// A file may have several units, one for each of its commands.
size_t countFiles(llvm::ArrayRef<Unit> plan) {
  std::set<llvm::StringRef> files;
  for (const Unit &unit : plan)
    files.insert(unit.file);
  return files.size();
}

/// What all units say together.
Results gather(llvm::ArrayRef<Unit> plan, std::vector<UnitRun> runs,
               const std::string &root, Stats &stats, Log &log) {
  Results results;
  Merge merge;
  std::set<llvm::StringRef> files;
  for (auto [unit, run] : llvm::zip_equal(plan, runs)) {
    for (const UnitFailure &failure : run.result.failures)
      log.error(describe(failure, unit.file), unit.file);
    merge.add(std::move(run.result.findings));
    stats.add(run);
    files.insert(unit.file);
  }
  results.findings = merge.take(root);
  results.files.assign(files.begin(), files.end());
  results.root = root;
  return results;
}

/// Sorted in among the others, with fingerprints of their own.
void addUnused(const CheckRequest &request, const Project &project,
               const Configuration &configuration, Results &results, const Log &log) {
  const Scope scope(request, configuration, results, log);
  std::vector<Finding> unused = unusedComments(results, project, scope);
  Merge merge;
  merge.add(std::move(results.findings));
  merge.add(std::move(unused));
  results.findings = merge.take(results.root);
}

/// Which findings count, and why the others do not.
void judge(const CheckRequest &request, const Project &project,
           const Configuration &configuration, const std::optional<ChangedLines> &changed,
           Results &results, Log &log) {
  addReasons(results.findings);
  if (request.unusedNolint)
    addUnused(request, project, configuration, results, log);
  if (changed)
    keepChanged(results.findings, *changed, log);
  applyBaseline(request, configuration, results, log);
}

ExitCode exitCode(const CheckRequest &request, const Results &results, const Log &log) {
  if (!log.failures().empty())
    return Incomplete;
  const bool found = llvm::any_of(results.findings, [&](const Finding &finding) {
    return counts(finding, request.failOn);
  });
  return found ? HasFindings : Clean;
}

ExitCode execute(const CheckRequest &request) {
  Log log(request.quiet);
  llvm::Expected<Configuration> configuration = Configuration::load(request);
  llvm::Expected<std::string> resourceDir = findResourceDir(request.resourceDir);
  if (!configuration || !resourceDir) {
    log.error(llvm::joinErrors(configuration.takeError(), resourceDir.takeError()));
    return Incomplete;
  }
  const Project project = Project::find(request, log);
  std::vector<Unit> plan = makePlan(request, project, *configuration, log);
  auto changed = changedLines(request, project);
  if (!changed) {
    log.error(changed.takeError());
    return Incomplete;
  }
  if (*changed)
    plan = onlyChanged(std::move(plan), **changed, project, log);
  Stats stats;
  Progress progress(countFiles(plan), log);
  Cache cache(request.cache, project.root(), *resourceDir);
  auto runs = runAll(plan, *configuration, {*resourceDir, project.root(), request.stats},
                     request.limits, cache, progress);
  if (!runs) {
    log.error("interrupted; nothing is reported");
    return Interrupted;
  }
  explainRun(request, plan, *runs, cache, log);
  Results results = gather(plan, std::move(*runs), project.root(), stats, log);
  progress.finish(results.files.size());
  if (request.stats)
    stats.print();
  judge(request, project, *configuration, *changed, results, log);
  if (request.fix)
    applyFixes(results, {plan, project, *configuration, *resourceDir, request.limits},
               log);
  writeReports(request, results, log);
  return exitCode(request, results, log);
}

ExitCode print(llvm::Expected<std::string> text) {
  if (!text) {
    Log().error(text.takeError());
    return Incomplete;
  }
  llvm::outs() << *text;
  return Clean;
}

ExitCode execute(const ListRequest &request) { return print(listChecks(request)); }
ExitCode execute(const ExplainRequest &request) { return print(explainCheck(request)); }

ExitCode execute(const ModelsRequest &request) {
  Log log(/*quiet=*/true);
  const ExitCode code = print(describeModels(request, log));
  return log.failures().empty() ? code : Incomplete;
}

ExitCode execute(const InitRequest &) { return print(initProject()); }
ExitCode execute(const ManualRequest &) { return print(manualPage()); }
ExitCode execute(const CompletionRequest &request) {
  std::string script = completionScript(request.shell);
  if (script.empty())
    return print(failure("completion: name the shell: bash, zsh or fish"));
  return print(std::move(script));
}

} // namespace
} // namespace async_tidy

int main(int argc, char **argv) {
  using namespace async_tidy;
  llvm::Expected<Request> request = parseCommandLine(argc, argv);
  if (!request) {
    Log().error(request.takeError());
    return Incomplete;
  }
  return std::visit([](const auto &asked) { return execute(asked); }, *request);
}
