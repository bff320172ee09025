// Where Clang's builtin headers are (stddef.h, intrinsics).
#pragma once

#include "llvm/Support/Error.h"

#include <string>

namespace async_tidy {

/// `fromCommandLine` wins over the environment variable ASYNC_TIDY_RESOURCE_DIR, which
/// wins over the folder known at build time. A folder without headers is an error.
llvm::Expected<std::string> findResourceDir(llvm::StringRef fromCommandLine);

} // namespace async_tidy
