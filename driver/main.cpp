// The driver: one run over a project, from the command line to the exit code.

#include "driver/analyse.h"
#include "driver/catalogue.h"
#include "driver/fixes.h"
#include "driver/merge.h"
#include "driver/models.h"
#include "driver/paths.h"
#include "driver/report/report.h"
#include "driver/resource-dir.h"
#include "driver/stats.h"

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
  for (const Unit &unit : plan) {
    UnitResult result = analyse(unit, configuration, settings);
    for (const std::string &message : result.failures)
      log.error(relativePath(unit.file, currentFolder()) + ": " + message, unit.file);
    merge.add(std::move(result.findings));
    stats.add(result.times);
  }
  results.findings = merge.take(project.root());
  results.analysed = plan.size();
  results.root = project.root();
  if (request.stats)
    stats.print();
  return results;
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
  const std::vector<Unit> plan = makePlan(request, project, *configuration, log);
  Results results = run(request, project, *configuration, plan,
                        {*resourceDir, project.root(), request.stats}, log);
  if (request.fix)
    applyFixes(results.findings, log);
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
