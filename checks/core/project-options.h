// Settings of a whole project. They live in `.clang-tidy` as `async-tidy.<Name>`, the one
// file that every host reads.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace async_tidy {

/// A project-wide option.
struct ProjectOption {
  llvm::StringLiteral name;
  llvm::StringLiteral doc;
};

/// All of them, sorted by name.
inline llvm::ArrayRef<ProjectOption> projectOptions() {
  static constexpr ProjectOption all[] = {
      {"ForeignHeaders",
       "`true` analyses headers outside of the project like its own. Otherwise they "
       "count as system headers, as long as HeaderFilterRegex is not set."},
      {"Models",
       "Model files of the project's own, separated by `;`. Relative paths start "
       "at the working folder of the compile command."},
  };
  return all;
}

} // namespace async_tidy
