// Clang's databases do the work; this decides which one, and where the project ends.

#include "driver/project.h"

#include "driver/compile-flags.h"
#include "driver/format.h"
#include "driver/includers.h"
#include "driver/paths.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
namespace tooling = clang::tooling;

namespace {

constexpr llvm::StringLiteral databaseName = "compile_commands.json";

std::string fileIn(llvm::StringRef folder, llvm::StringRef name) {
  llvm::SmallString<128> result(folder);
  path::append(result, name);
  return result.str().str();
}

/// `folder/compile_commands.json` or `folder/build*/compile_commands.json`.
std::string databaseIn(llvm::StringRef folder) {
  if (std::string file = fileIn(folder, databaseName); fs::exists(file))
    return file;
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (path::filename(entry->path()).starts_with("build"))
      if (std::string file = fileIn(entry->path(), databaseName); fs::exists(file))
        found.push_back(std::move(file));
  return found.empty() ? "" : *llvm::min_element(found);
}

bool isRepository(llvm::StringRef folder) { return fs::exists(fileIn(folder, ".git")); }

/// Up to the root of the repository: what lies above belongs to another project.
std::string databaseAbove(llvm::StringRef start) {
  for (llvm::StringRef folder = start; !folder.empty();
       folder = path::parent_path(folder)) {
    if (std::string file = databaseIn(folder); !file.empty())
      return file;
    if (isRepository(folder))
      break;
  }
  return "";
}

std::string commonFolder(llvm::StringRef left, llvm::StringRef right) {
  while (!left.empty() && !isInside(right, left))
    left = path::parent_path(left);
  return left.str();
}

std::string startOf(const CheckRequest &request) {
  if (request.paths.empty())
    return currentFolder();
  const std::string first = absolutePath(request.paths.front());
  return fs::is_directory(first) ? first : path::parent_path(first).str();
}

/// The same command for a file that it includes.
void compileInstead(tooling::CompileCommand &command, llvm::StringRef listed,
                    const std::string &file) {
  command.Filename = file;
  for (std::string &argument : command.CommandLine)
    if (absolutePath(argument, command.Directory) == listed)
      argument = file;
}

} // namespace

Project Project::find(const CheckRequest &request, Log &log) {
  Project project;
  const std::string start = startOf(request);
  if (request.flags) {
    project.database_ = std::make_unique<tooling::FixedCompilationDatabase>(
        currentFolder(), *request.flags);
    project.hasFlags_ = true;
  } else if (request.buildPath.empty()) {
    if (const std::string json = databaseAbove(start); !json.empty())
      project.load(json, log);
  } else {
    std::string json = absolutePath(request.buildPath);
    if (!fs::is_regular_file(json))
      json = fileIn(json, databaseName);
    if (fs::exists(json))
      project.load(json, log);
    else
      log.error(fmt::format("no {} in '{}' (-p); configure with "
                            "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON or name another folder",
                            databaseName, request.buildPath));
  }
  project.findRoot(start);
  return project;
}

void Project::load(llvm::StringRef json, Log &log) {
  std::string message;
  auto read = tooling::JSONCompilationDatabase::loadFromFile(
      json, message, tooling::JSONCommandLineSyntax::AutoDetect);
  if (!read) {
    log.error(
        fmt::format("broken compilation database '{}': {}; configure the build again",
                    json, llvm::StringRef(message).trim().split('\n').first));
    return;
  }
  for (const std::string &file : read->getAllFiles())
    if (isCompiledLanguage(file))
      files_.push_back(absolutePath(file));
  openUnityFiles();
  llvm::sort(files_);
  files_.erase(llvm::unique(files_), files_.end());
  if (files_.empty()) {
    log.error(
        fmt::format("the compilation database '{}' lists no file; build or configure "
                    "the project again",
                    json));
    return;
  }
  databasePath_ = json.str();
  const std::string folder = path::parent_path(json).str();
  if (fs::exists(fileIn(folder, "CMakeCache.txt")) ||
      fs::exists(fileIn(folder, "meson-info")))
    buildFolder_ = folder;
  database_ = tooling::inferMissingCompileCommands(
      tooling::expandResponseFiles(std::move(read), llvm::vfs::getRealFileSystem()));
}

/// A unity build compiles files that include the sources, many at a time. The sources are
/// analysed one by one, with the flags of the file that joins them.
void Project::openUnityFiles() {
  for (const std::string &unity : std::vector<std::string>(files_)) {
    if (!path::filename(unity).contains_insensitive("unity"))
      continue;
    std::vector<std::string> sources;
    for (const std::string &name : includedNames(unity))
      if (isSourceName(name))
        sources.push_back(absolutePath(name, path::parent_path(unity)));
    if (sources.empty())
      continue;
    llvm::erase(files_, unity);
    for (std::string &source : sources) {
      unityOf_[source] = unity;
      files_.push_back(std::move(source));
    }
  }
}

void Project::findRoot(llvm::StringRef start) {
  for (llvm::StringRef folder = start; !folder.empty();
       folder = path::parent_path(folder))
    if (isRepository(folder)) {
      root_ = folder.str();
      return;
    }
  root_ = isInside(start, currentFolder()) ? currentFolder() : start.str();
  if (files_.empty())
    return;
  std::string common = path::parent_path(files_.front()).str();
  for (const std::string &file : files_)
    common = commonFolder(common, file);
  // A build folder beside the sources tells where the project starts; one in /tmp does
  // not.
  root_ = commonFolder(common, databasePath_);
  if (path::relative_path(root_).empty())
    root_ = common;
}

bool Project::lists(llvm::StringRef file) const {
  return llvm::binary_search(files_, file.str());
}

bool Project::isBuildProduct(llvm::StringRef file) const {
  return !buildFolder_.empty() && buildFolder_ != root_ && isInside(file, buildFolder_);
}

void Project::setForeignHeadersApart(tooling::CompileCommand &command) const {
  const auto isForeign = [&](llvm::StringRef argument) {
    const std::string folder = absolutePath(argument, command.Directory);
    // Named again, these would come before the standard library's own folders.
    if (folder == "/usr/include" || folder == "/usr/local/include")
      return false;
    return !isInside(folder, root_) || isBuildProduct(folder);
  };
  std::vector<std::string> &line = command.CommandLine;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == "-I" && i + 1 < line.size()) {
      if (isForeign(line[++i]))
        line[i - 1] = "-isystem";
    } else if (llvm::StringRef folder = line[i];
               folder.consume_front("-I") && !folder.empty() && isForeign(folder)) {
      line[i] = ("-isystem" + folder).str();
    }
  }
}

std::vector<tooling::CompileCommand> Project::commandsFor(const std::string &file) const {
  const auto unity = unityOf_.find(file);
  const std::string listed = unity == unityOf_.end() ? file : unity->second;
  auto commands = database_ ? database_->getCompileCommands(listed)
                            : std::vector<tooling::CompileCommand>();
  if (commands.empty())
    return {{currentFolder(), file, {"clang++", "-xc++", "-std=c++20", file}, ""}};
  for (tooling::CompileCommand &command : commands) {
    command = forClang(std::move(command));
    if (unity != unityOf_.end())
      compileInstead(command, listed, file);
    if (hasFlags_ && isHeaderName(file)) // as a main file, .h would mean C
      command.CommandLine.insert(command.CommandLine.begin() + 1, "-xc++");
  }
  return commands;
}

} // namespace async_tidy
