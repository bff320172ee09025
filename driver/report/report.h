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
  std::vector<std::string> files; ///< Main files of the units that ran, sorted.
  std::string root;               ///< Paths in machine formats start here.
};

/// Whether a `--fail-on` level counts this finding.
bool counts(const Finding &finding, FailOn level);

/// Whether standard output is a terminal that shows colour, or the user insists.
bool wantsColor(Color color);

/// For people, as compilers print, with a summary per check at the end.
std::string textReport(const Results &results, bool color);

/// The formats for programs. All are valid UTF-8, with paths relative to the root.
std::string sarifReport(const Results &results);
std::string githubReport(const Results &results);
std::string gitlabReport(const Results &results);
std::string junitReport(const Results &results);
std::string jsonReport(const Results &results);

/// One page for people, with filters and the source around each finding.
std::string htmlReport(const Results &results);

/// Writes every report that was asked for. What cannot be written is logged.
void writeReports(const CheckRequest &request, Results &results, Log &log);

} // namespace async_tidy
