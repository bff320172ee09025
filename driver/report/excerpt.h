// The source around a finding and around each step of its path, for reports that show
// code.
#pragma once

#include "driver/finding.h"

#include "llvm/ADT/StringMap.h"

#include <map>
#include <string>
#include <vector>

namespace async_tidy {

/// What is said about a line.
struct Step {
  unsigned number; ///< Counts the notes; 0 is the finding itself.
  std::string message;
};

/// Some lines of one file. Between two that do not follow each other is a gap.
struct Excerpt {
  struct Line {
    std::string text;
    std::vector<Step> steps;
  };
  std::string file;
  std::map<unsigned, Line> lines;
};

/// Reads each file once. Where a file is no longer what was analysed, only the lines of
/// the finding itself are shown.
class Excerpts {
public:
  /// The finding's own file first.
  std::vector<Excerpt> of(const Finding &finding);

private:
  const std::vector<std::string> &linesOf(const std::string &file);
  void add(std::vector<Excerpt> &excerpts, const Place &where, Step step);

  llvm::StringMap<std::vector<std::string>> files_;
};

} // namespace async_tidy
