// `async-tidy init`: what a project needs to begin, written once and never again.
#pragma once

#include "llvm/Support/Error.h"

#include <string>

namespace async_tidy {

/// Writes the configuration, the commit hook and the CI job that are missing, into the
/// repository around the current folder. Returns what to tell the user.
llvm::Expected<std::string> initProject();

} // namespace async_tidy
