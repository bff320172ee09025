// One finding per defect, however many translation units saw the header it is in.
#pragma once

#include "driver/finding.h"

#include "llvm/ADT/StringRef.h"

#include <set>
#include <tuple>

namespace async_tidy {

/// Collects findings unit by unit.
class Merge {
public:
  /// Drops what an earlier unit reported at the same place.
  void add(std::vector<Finding> findings);

  /// Sorted by path, line, column and check; fingerprints relative to `root`.
  std::vector<Finding> take(llvm::StringRef root);

private:
  using Key = std::tuple<std::string, unsigned, std::string>;
  std::set<Key> seen_;
  std::vector<Finding> findings_;
};

} // namespace async_tidy
