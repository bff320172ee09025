// A report turns the finished run into text; one file per format.
#pragma once

#include "driver/command-line.h"
#include "driver/finding.h"
#include "driver/log.h"

#include "llvm/ADT/ArrayRef.h"

namespace async_tidy {

/// All that a report may show.
struct Results {
  std::vector<Finding> findings; ///< Merged and sorted.
  std::vector<Failure> failures;
  unsigned analysed = 0; ///< Units that ran.
  std::string root;      ///< Paths in machine formats start here.
};

/// Whether a `--fail-on` level counts this finding.
bool counts(const Finding &finding, FailOn level);

/// For people, as compilers print, with a summary per check at the end.
std::string textReport(const Results &results, bool color);

/// SARIF 2.1.0, always valid UTF-8.
std::string sarifReport(const Results &results);

/// Writes every report that was asked for. What cannot be written is logged.
void writeReports(const CheckRequest &request, Results &results, Log &log);

} // namespace async_tidy
