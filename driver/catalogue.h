// What can be asked without analysing anything: the list of checks and the page of one.
#pragma once

#include "core/check-info.h"
#include "driver/command-line.h"

#include <string>

namespace async_tidy {

/// The text of `list`.
std::string listChecks(const ListRequest &request);

/// The text of `explain`; an unknown check is an error that names similar ones.
llvm::Expected<std::string> explainCheck(const ExplainRequest &request);

/// The documentation page of a check without `async-` in front, or an empty string.
llvm::StringRef documentationPage(llvm::StringRef check);

/// Words for the enumerators of CheckInfo.
llvm::StringRef name(Severity severity);
llvm::StringRef name(Tier tier);
llvm::StringRef name(Fix fix);

} // namespace async_tidy
