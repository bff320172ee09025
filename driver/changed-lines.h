// `--changed-since=REV`: which lines are new or different, and which findings they
// concern.
#pragma once

#include "driver/finding.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace async_tidy {

class ChangedLines {
public:
  /// Compares the files as they are with the point where REV and HEAD parted. Files that
  /// git does not know yet count as changed from top to bottom; a renamed file only where
  /// its text differs.
  static llvm::Expected<ChangedLines> since(llvm::StringRef revision,
                                            llvm::StringRef root);

  /// Reads `git diff --unified=0`; paths in it start at `root`.
  static ChangedLines parse(llvm::StringRef diff, llvm::StringRef root);

  void addWholeFile(const std::string &file) { files_[file].isNew = true; }

  /// Absolute; those that still exist.
  std::set<std::string> files() const;

  /// A place of the finding's path or the declaration of a function that it calls is on a
  /// changed line, or lines were removed between two places of its path.
  bool concern(const Finding &finding) const;

private:
  struct Lines {
    bool isNew = false;
    std::vector<LineRange> changed;
    std::vector<unsigned> removedAfter; ///< Lines went away below this line.
  };

  bool anyChanged(const std::string &file, const LineRange &lines) const;
  bool anyRemoved(const std::string &file, const LineRange &lines) const;

  std::map<std::string, Lines> files_;
};

} // namespace async_tidy
