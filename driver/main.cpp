// The driver: one run over a project, from the command line to the exit code.

#include "driver/analyse.h"
#include "driver/baseline.h"
#include "driver/catalogue.h"
#include "driver/changed-units.h"
#include "driver/fixes.h"
#include "driver/init.h"
#include "driver/merge.h"
#include "driver/nolint.h"
#include "driver/paths.h"
#include "driver/progress.h"
#include "driver/report/report.h"
#include "driver/resource-dir.h"
#include "driver/stats.h"
#include "driver/usage.h"

#include "clang-tidy/ClangTidyForceLinker.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {
namespace {

/// Documented; scripts rely on them.
enum ExitCode { Clean = 0, HasFindings = 1, Incomplete = 2 };

Results run(const CheckRequest &request, const Project &project,
            const Configuration &configuration, llvm::ArrayRef<Unit> plan,
            const AnalysisSettings &settings, Log &log) {
  Results results;
  Merge merge;
  Stats stats;
  Progress progress(plan.size(), log);
  for (const Unit &unit : plan) {
    UnitResult result = analyse(unit, configuration, settings);
    for (const std::string &message : result.failures)
      log.error(relativePath(unit.file, currentFolder()) + ": " + message, unit.file);
    merge.add(std::move(result.findings));
    stats.add(result.times);
    progress.step();
  }
  progress.finish();
  results.findings = merge.take(project.root());
  for (const Unit &unit : plan)
    results.files.push_back(unit.file);
  results.root = project.root();
  if (request.stats)
    stats.print();
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
  std::optional<ChangedLines> changed;
  if (!request.changedSince.empty()) {
    auto lines = ChangedLines::since(request.changedSince, project.root());
    if (!lines) {
      log.error(lines.takeError());
      return Incomplete;
    }
    changed = std::move(*lines);
    plan = onlyChanged(std::move(plan), *changed, project, log);
  }
  Results results = run(request, project, *configuration, plan,
                        {*resourceDir, project.root(), request.stats}, log);
  addReasons(results.findings);
  if (request.unusedNolint)
    addUnused(request, project, *configuration, results, log);
  if (changed)
    keepChanged(results.findings, *changed, log);
  applyBaseline(request, *configuration, results, log);
  if (request.fix)
    applyFixes(results, {plan, project, *configuration, *resourceDir}, log);
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
  llvm::CrashRecoveryContext::Enable();
  llvm::Expected<Request> request = parseCommandLine(argc, argv);
  if (!request) {
    Log().error(request.takeError());
    return Incomplete;
  }
  return std::visit([](const auto &asked) { return execute(asked); }, *request);
}
