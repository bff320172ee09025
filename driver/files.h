// Files that people own: replaced whole or not at all, and otherwise left as they are.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>

namespace async_tidy {

/// Writes beside the file and renames. Permissions stay, and a symbolic link still points
/// to the file. A special file, such as /dev/stdout, is written directly.
llvm::Error writeFile(const std::string &path, llvm::StringRef text);

} // namespace async_tidy
