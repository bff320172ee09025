// What a run would have found, had it been there. An old finding that a partial run did
// not see again is not gone.
#pragma once

#include "driver/configuration.h"
#include "driver/report/report.h"

#include <set>

namespace async_tidy {

class Scope {
public:
  Scope(const CheckRequest &request, const Configuration &configuration,
        const Results &results, const Log &log);

  /// Whether this run saw all that the check could say about the file (absolute): a
  /// source by itself, a header only if the whole project was analysed.
  bool covers(const std::string &file, llvm::StringRef check) const;

private:
  const Configuration &configuration_;
  bool isWhole_;
  std::set<std::string> analysed_;
};

} // namespace async_tidy
