// `--fix`: each safe fix of the merged findings, applied once.
#pragma once

#include "driver/finding.h"
#include "driver/log.h"

#include "llvm/ADT/ArrayRef.h"

namespace async_tidy {

/// Writes the repaired files. A fix that overlaps an earlier one is left out and named.
/// Returns how many findings were repaired.
unsigned applyFixes(llvm::ArrayRef<Finding> findings, Log &log);

} // namespace async_tidy
