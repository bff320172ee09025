// A project with a thousand old findings can still insist on no new one: what the
// baseline file lists, by fingerprint, is known and does not count.
#pragma once

#include "driver/configuration.h"
#include "driver/report/report.h"

namespace async_tidy {

/// `--baseline`: marks known findings, and names (or with `--prune-baseline` removes)
/// entries that this run should have found again and did not.
/// `--write-baseline`: lists all findings of this run; entries of files that it did not
/// look at stay.
void applyBaseline(const CheckRequest &request, const Configuration &configuration,
                   Results &results, Log &log);

} // namespace async_tidy
