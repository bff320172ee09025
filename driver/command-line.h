// What the user asked for, as plain data.
#pragma once

#include "driver/cache-settings.h"
#include "driver/workers.h"

#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace async_tidy {

enum class ReportFormat { Text, Sarif, Github, Gitlab, Junit, Json, Html };
enum class FailOn { Error, Warning, Never };
enum class Color { Auto, Always, Never };

/// A report that goes to a file.
struct Output {
  ReportFormat format;
  std::string path;
};

/// `async-tidy check`.
struct CheckRequest {
  std::vector<std::string> paths;
  std::string buildPath;
  std::optional<std::vector<std::string>> flags; ///< What follows `--`.
  std::string checks;
  std::string config;
  std::string configFile;
  std::string resourceDir;
  std::vector<std::string> models;
  std::string baseline;
  std::string writeBaseline;
  std::string changedSince;
  bool pruneBaseline = false;
  bool unusedNolint = false;
  std::vector<ReportFormat> formats; ///< On standard output, one after the other.
  std::vector<Output> outputs;
  WorkerLimits limits;
  CacheSettings cache;
  FailOn failOn = FailOn::Warning;
  Color color = Color::Auto;
  bool fix = false;
  bool stats = false;
  bool explainRun = false;
  bool quiet = false;
};

/// `async-tidy list`.
struct ListRequest {
  bool json = false;
};

/// `async-tidy explain`.
struct ExplainRequest {
  std::string check;
  Color color = Color::Auto;
};

/// `async-tidy models`.
struct ModelsRequest {
  CheckRequest in; ///< How files are found and parsed, and with which models.
  std::string why; ///< `FILE[:LINE[:COLUMN]]`, or empty for the list.
};

/// `async-tidy init`.
struct InitRequest {};

/// `async-tidy completion`.
struct CompletionRequest {
  std::string shell;
};

/// `async-tidy manual`.
struct ManualRequest {};

using Request = std::variant<CheckRequest, ListRequest, ExplainRequest, InitRequest,
                             CompletionRequest, ManualRequest, ModelsRequest>;

/// Answers `--help` and `--version` itself, by exiting. The error is one line.
llvm::Expected<Request> parseCommandLine(int argc, const char *const *argv);

} // namespace async_tidy
