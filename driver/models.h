// `models`: which frameworks are known, and why a line of code means what it means.
#pragma once

#include "driver/command-line.h"
#include "driver/log.h"

#include <string>

namespace async_tidy {

/// The table of frameworks, or with `--why` the roles of a place. What cannot be read is
/// logged.
llvm::Expected<std::string> describeModels(const ModelsRequest &request, Log &log);

} // namespace async_tidy
