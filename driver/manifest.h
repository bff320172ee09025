// The index of a cache: which units were analysed, with which key, and what each of them
// learnt from the file system. One file, so that a run with nothing to do reads one file.
#pragma once

#include "driver/dependencies.h"
#include "driver/unit-key.h"

#include <map>
#include <optional>

namespace async_tidy {

/// What is known of one unit.
struct UnitRecord {
  std::string file;
  UnitKey key;
  std::vector<uint32_t> learnt; ///< Indices of dependencies, ascending.
  Digest result{};              ///< Names the file with what was found.
  double seconds = 0;           ///< How long it took.
  uint32_t day = 0;             ///< When it was last of use.
};

class Manifest {
public:
  /// An empty one if the bytes make no sense.
  static Manifest decode(llvm::StringRef bytes, llvm::StringRef root);
  /// Without the dependencies that no unit needs any more.
  std::string encode(llvm::StringRef root);

  UnitRecord *find(const Digest &key);
  std::map<Digest, UnitRecord> &units() { return units_; }
  Dependency &dependency(uint32_t index) { return dependencies_[index]; }
  std::vector<Dependency> dependenciesOf(const UnitRecord &unit) const;

  /// Adds or replaces a unit.
  void put(UnitRecord unit, const std::vector<Dependency> &learnt);

private:
  uint32_t indexOf(const Dependency &dependency);
  void dropUnneeded();

  std::vector<Dependency> dependencies_;
  std::map<Digest, UnitRecord> units_; ///< By the digest of their key.
  llvm::StringMap<uint32_t> indices_;  ///< Filled when something is added.
};

} // namespace async_tidy
