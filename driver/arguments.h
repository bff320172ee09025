// What every parse adds to a unit's own command line.
#pragma once

#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"

namespace async_tidy {

/// The extra arguments of the configuration, no compiler warnings, and Clang's headers.
clang::tooling::ArgumentsAdjuster
adjustArguments(const std::string &resourceDir,
                const clang::tidy::ClangTidyOptions &options);

} // namespace async_tidy
