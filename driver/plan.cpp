// Paths become files, files become units: a folder stands for the files of the database
// below it, a header for a file that includes it.

#include "driver/plan.h"

#include "driver/format.h"
#include "driver/includers.h"
#include "driver/paths.h"
#include "model/model.h"

#include "clang-tidy/ClangTidy.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;

namespace {

/// Main file -> headers asked for through it; no headers: the file itself was asked for.
using Wanted = std::map<std::string, std::vector<std::string>>;

class Planner {
public:
  Planner(const Project &project, Log &log)
      : project_(project), log_(log), includers_(project) {}

  void addEverything() {
    if (!project_.hasDatabase()) {
      if (log_.failures().empty())
        log_.error(
            "no compile_commands.json here, above, or in build*/; name files or folders, "
            "give -p BUILD_DIR, or configure with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON");
      return;
    }
    for (const std::string &file : project_.files())
      if (!project_.isBuildProduct(file))
        wanted_[file].clear();
  }

  void add(llvm::StringRef spelled) {
    const std::string path = absolutePath(spelled);
    if (fs::is_directory(path))
      addFolder(path, spelled);
    else if (!fs::exists(path))
      log_.error(fmt::format("no such file or folder: '{}'", spelled), path);
    else if (isHeaderName(path) && project_.hasDatabase() && !project_.lists(path))
      addHeader(path, spelled);
    else
      addSource(path);
  }

  const Wanted &wanted() const { return wanted_; }

private:
  void addSource(const std::string &file) {
    whole_.insert(file);
    wanted_[file].clear();
    if (!project_.hasDatabase() && !project_.hasFlags())
      log_.note(
          "no compilation database found: files are parsed as C++20 with no further "
          "flags; give -p BUILD_DIR or `-- FLAGS`");
    else if (project_.hasDatabase() && !project_.lists(file))
      log_.note(
          fmt::format("'{}' is not in '{}': parsed with the flags of a similar file",
                      relativePath(file, currentFolder()),
                      relativePath(project_.databasePath(), currentFolder())));
  }

  void addHeader(const std::string &header, llvm::StringRef spelled) {
    const std::string includer = includers_.first(header);
    if (includer.empty())
      log_.error(
          fmt::format("no translation unit includes '{}': no file of '{}' does; name a "
                      "source file, or give flags after `--`",
                      spelled, relativePath(project_.databasePath(), currentFolder())),
          header);
    else if (!whole_.count(includer))
      wanted_[includer].push_back(header);
  }

  void addFolder(const std::string &folder, llvm::StringRef spelled) {
    const std::vector<std::string> files =
        project_.hasDatabase() ? project_.files() : sourcesBelow(folder);
    bool found = false;
    for (const std::string &file : files)
      if (isInside(file, folder)) {
        addSource(file);
        found = true;
      }
    if (!found)
      log_.error(
          project_.hasDatabase()
              ? fmt::format("no file of '{}' is in '{}'; name files, or the build folder "
                            "with -p",
                            project_.databasePath(), spelled)
              : fmt::format("no C++ source file in '{}'", spelled));
  }

  static std::vector<std::string> sourcesBelow(const std::string &folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end;
         !error && entry != end; entry.increment(error)) {
      const llvm::StringRef name = llvm::sys::path::filename(entry->path());
      if (entry->type() == fs::file_type::directory_file &&
          (name.starts_with(".") || name.starts_with("build")))
        entry.no_push();
      else if (entry->type() == fs::file_type::regular_file && isSourceName(name))
        files.push_back(entry->path());
    }
    return files;
  }

  const Project &project_;
  Log &log_;
  Includers includers_;
  Wanted wanted_;
  std::set<std::string> whole_;
};

/// The model files of `async-tidy.Models`. A broken one is logged, once, and left out:
/// most findings need no model.
std::string usableModels(const clang::tidy::ClangTidyOptions &options,
                         llvm::StringRef folder, Log &log) {
  const auto setting = options.CheckOptions.find(modelsOption);
  if (setting == options.CheckOptions.end())
    return "";
  llvm::SmallVector<llvm::StringRef> paths;
  llvm::StringRef(setting->second.Value).split(paths, ';', -1, /*KeepEmpty=*/false);
  std::vector<std::string> usable;
  for (llvm::StringRef path : paths) {
    usable.push_back(
        absolutePath(path.trim(), folder)); // a model may extend one before it
    if (auto models = ModelSet::load(usable); !models) {
      log.error(llvm::toString(models.takeError()) + "; correct the model file");
      usable.pop_back();
    }
  }
  return llvm::join(usable, ";");
}

bool wantsForeignHeaders(const clang::tidy::ClangTidyOptions &options) {
  const auto setting = options.CheckOptions.find(foreignHeadersOption);
  return !options.HeaderFilterRegex.value_or("").empty() ||
         (setting != options.CheckOptions.end() && setting->second.Value == "true");
}

/// The commands of a file that differ in more than what they write.
std::vector<clang::tooling::CompileCommand> configurationsOf(const std::string &file,
                                                             const Project &project) {
  namespace tooling = clang::tooling;
  const auto withoutOutputs =
      tooling::combineAdjusters(tooling::getClangStripOutputAdjuster(),
                                tooling::getClangStripDependencyFileAdjuster());
  std::vector<tooling::CompileCommand> commands;
  for (tooling::CompileCommand &command : project.commandsFor(file)) {
    command.CommandLine = withoutOutputs(command.CommandLine, file);
    command.Output.clear();
    if (!llvm::is_contained(commands, command))
      commands.push_back(std::move(command));
  }
  return commands;
}

} // namespace

std::vector<Unit> makePlan(const CheckRequest &request, const Project &project,
                           const Configuration &configuration, Log &log) {
  Planner planner(project, log);
  if (request.paths.empty())
    planner.addEverything();
  for (const std::string &path : request.paths)
    planner.add(path);

  std::vector<Unit> units;
  bool anyConfigured = false;
  for (const auto &[file, headers] : planner.wanted()) {
    auto options = configuration.optionsFor(file);
    anyConfigured = true;
    if (!options) {
      log.error(options.takeError(), file);
      continue;
    }
    if (clang::tidy::getCheckNames(*options, /*AllowEnablingAnalyzerAlphaCheckers=*/false)
            .empty())
      continue; // `Checks: '-*'` switches a folder off
    for (clang::tooling::CompileCommand &command : configurationsOf(file, project)) {
      Unit unit{file,
                std::move(command),
                headers,
                /*models=*/"",
                clang::tidy::configurationAsText(*options),
                wantsForeignHeaders(*options)};
      if (!unit.hasHeaderFilter)
        project.setForeignHeadersApart(unit.command);
      unit.models = usableModels(*options, unit.command.Directory, log);
      units.push_back(std::move(unit));
    }
  }
  if (units.empty() && anyConfigured && log.failures().empty())
    log.error(
        "no check is enabled for any file; see --checks and the Checks of .clang-tidy");
  return units;
}

} // namespace async_tidy
