// NOLINT comments: which of them still silence something, and the reasons that people
// gave.
#pragma once

#include "driver/project.h"
#include "driver/scope.h"

namespace async_tidy {

/// Gives each silenced finding the reason that its comment states.
void addReasons(std::vector<Finding> &findings);

/// A finding for each NOLINT(async-...) that silences nothing. Only checks that ran
/// count, and only files that this run covers.
std::vector<Finding> unusedComments(const Results &results, const Project &project,
                                    const Scope &scope);

} // namespace async_tidy
