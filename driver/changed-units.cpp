#include "driver/changed-units.h"

#include "driver/format.h"
#include "driver/includers.h"
#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"

namespace async_tidy {

llvm::Expected<std::optional<ChangedLines>> changedLines(const CheckRequest &request,
                                                         const Project &project) {
  if (request.changedSince.empty())
    return std::nullopt;
  llvm::Expected<ChangedLines> lines =
      ChangedLines::since(request.changedSince, project.root());
  if (!lines)
    return lines.takeError();
  return std::move(*lines);
}

std::vector<Unit> onlyChanged(std::vector<Unit> plan, const ChangedLines &changed,
                              const Project &project, Log &log) {
  const std::set<std::string> files = changed.files();
  Includers includers(project);
  llvm::erase_if(plan, [&](const Unit &unit) {
    const std::set<std::string> &reach = includers.reach(unit.file);
    return llvm::none_of(files,
                         [&](const std::string &file) { return reach.count(file); });
  });
  for (const std::string &file : files)
    if (project.hasDatabase() && isSourceName(file) && !project.lists(file))
      log.note(fmt::format("'{}' has changed, but '{}' does not list it; configure the "
                           "build again if it should",
                           relativePath(file, currentFolder()),
                           relativePath(project.databasePath(), currentFolder())));
  return plan;
}

void keepChanged(std::vector<Finding> &findings, const ChangedLines &changed, Log &log) {
  const size_t open = llvm::count_if(findings, isOpen);
  llvm::erase_if(findings,
                 [&](const Finding &finding) { return !changed.concern(finding); });
  if (const size_t left = open - llvm::count_if(findings, isOpen))
    log.note(fmt::format("{} {} not on changed lines", left,
                         left == 1 ? "finding is" : "findings are"));
}

} // namespace async_tidy
