// Questions to the git program.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>

namespace async_tidy {

/// Standard output of `git ARGUMENTS...`, run in `folder`. The error holds the first line
/// of what git said.
llvm::Expected<std::string> git(llvm::StringRef folder,
                                llvm::ArrayRef<llvm::StringRef> arguments);

} // namespace async_tidy
