// The commands and options as data: shell completion and the manual page are made of it.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace async_tidy {

struct OptionUsage {
  std::string name; ///< Without dashes.
  std::string
      value; ///< What stands after `=`: `file`, or `text|sarif`; empty for a flag.
  std::string help;

  /// The words that it takes, if it takes words.
  std::vector<std::string> words() const;
};

struct CommandUsage {
  std::string name, help;
  std::string operands; ///< `[PATH...]`
  std::vector<OptionUsage> options;
};

/// Sorted by name.
std::vector<CommandUsage> commandUsages();

/// A script for the shell; an unknown shell gives an empty one.
std::string completionScript(llvm::StringRef shell);

/// The manual page, for man(1).
std::string manualPage();

} // namespace async_tidy
