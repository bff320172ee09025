// What must run: the translation units that the request's paths stand for.
#pragma once

#include "driver/configuration.h"
#include "driver/project.h"

namespace async_tidy {

/// One analysis to do.
struct Unit {
  std::string file; ///< The main file, absolute.
  clang::tooling::CompileCommand command;
  /// Headers that were asked for by name; if not empty, only findings in them are wanted.
  std::vector<std::string> onlyFiles;
  /// Model files that load, absolute, separated by `;`.
  std::string models;
  std::string configuration; ///< All options that are in force, as text.
  /// `.clang-tidy` says which headers matter, or that all do; otherwise those of the
  /// project.
  bool hasHeaderFilter = false;
};

/// Sorted by file. What cannot run is logged; the rest still does.
std::vector<Unit> makePlan(const CheckRequest &request, const Project &project,
                           const Configuration &configuration, Log &log);

} // namespace async_tidy
