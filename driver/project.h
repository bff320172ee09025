// How each file is compiled, and what belongs to the project.
#pragma once

#include "driver/command-line.h"
#include "driver/log.h"

#include "clang/Tooling/CompilationDatabase.h"

#include <map>
#include <memory>

namespace async_tidy {

class Project {
public:
  /// Finds the compilation database: `--` flags, `-p`, or a walk upwards from the first
  /// path (or the current folder) that also looks into `build*/`. A broken one is logged
  /// and not used.
  static Project find(const CheckRequest &request, Log &log);

  /// The nearest folder above with `.git`; without one, what encloses all files.
  const std::string &root() const { return root_; }

  bool hasDatabase() const { return !files_.empty(); }
  bool hasFlags() const { return hasFlags_; }
  /// Where the database was read from, for messages.
  const std::string &databasePath() const { return databasePath_; }

  /// Every file of the database, absolute and sorted.
  const std::vector<std::string> &files() const { return files_; }
  bool lists(llvm::StringRef file) const;

  /// Generated or downloaded by the build; nobody wants findings there.
  bool isBuildProduct(llvm::StringRef file) const;

  /// Never empty: for an unlisted file the most similar entry's, or plain C++20.
  /// Several if the file is built in several configurations.
  std::vector<clang::tooling::CompileCommand> commandsFor(const std::string &file) const;

  /// Folders outside of the project, or of build products, are searched as system folders
  /// are: Clang skips the bodies in their headers, and nothing in them is reported.
  void setForeignHeadersApart(clang::tooling::CompileCommand &command) const;

private:
  void load(llvm::StringRef json, Log &log);
  void findRoot(llvm::StringRef start);
  void openUnityFiles();

  std::unique_ptr<clang::tooling::CompilationDatabase> database_;
  std::vector<std::string> files_;
  std::map<std::string, std::string> unityOf_; ///< Source -> the file that joins it.
  std::string root_, databasePath_, buildFolder_;
  bool hasFlags_ = false;
};

} // namespace async_tidy
