// Which units a change concerns: those whose files changed, headers included.
#pragma once

#include "driver/changed-lines.h"
#include "driver/plan.h"

namespace async_tidy {

/// What `--changed-since` asks for; nothing without it.
llvm::Expected<std::optional<ChangedLines>> changedLines(const CheckRequest &request,
                                                         const Project &project);

/// Leaves out every unit that reads no changed file. A changed declaration thereby has
/// all its callers analysed again.
std::vector<Unit> onlyChanged(std::vector<Unit> plan, const ChangedLines &changed,
                              const Project &project, Log &log);

/// Leaves out the findings that the change does not concern, and says how many.
void keepChanged(std::vector<Finding> &findings, const ChangedLines &changed, Log &log);

} // namespace async_tidy
