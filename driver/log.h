// What the user must know besides findings: standard error now, and SARIF's notifications
// later.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <set>
#include <string>
#include <vector>

namespace async_tidy {

/// Something that kept (part of) the project from being analysed.
struct Failure {
  std::string file; ///< May be empty.
  std::string message;
};

/// Prints one-line messages once each and remembers the errors.
class Log {
public:
  explicit Log(bool quiet = false) : quiet_(quiet) {}

  /// Makes the exit code 2. `file` is what could not be analysed, if it is one file.
  void error(const std::string &message, llvm::StringRef file = "");
  void error(llvm::Error error, llvm::StringRef file = "");

  /// What the user asked for besides the report.
  void info(const std::string &message);

  /// Good to know; silenced by `--quiet`.
  void note(const std::string &message);

  /// Shows the text as the last line of a terminal, in place of the one before; an empty
  /// text takes it away. Elsewhere, and with `--quiet`, nothing is shown.
  void status(const std::string &text);

  const std::vector<Failure> &failures() const { return failures_; }

private:
  bool print(llvm::StringRef level, const std::string &message);

  bool quiet_;
  std::string status_;
  std::vector<Failure> failures_;
  std::set<std::string> printed_;
};

/// An error that is nothing but its one-line message.
llvm::Error failure(const std::string &message);

} // namespace async_tidy
