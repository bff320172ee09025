// Whether a unit still compiles when some of its files have another text.
#pragma once

#include "driver/plan.h"

#include <map>

namespace async_tidy {

/// The first compile error, or an empty string. Nothing is written. Call it in a worker:
/// Clang may crash.
std::string firstError(const Unit &unit, const Configuration &configuration,
                       const std::string &resourceDir,
                       const std::map<std::string, std::string> &texts);

} // namespace async_tidy
