// The index of a cache: which units were analysed, with which key, and what each of them
// learnt from the file system. One file, so that a run with nothing to do reads one file.
#pragma once

#include "driver/dependencies.h"
#include "driver/unit-key.h"

#include <map>
#include <optional>

namespace async_tidy {

/// What is known of one unit in one state of the project.
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

  /// The states in which a unit with this key was seen, the latest first.
  llvm::ArrayRef<UnitRecord> find(const Digest &key) const;
  /// All of them, by the digest of their key.
  std::map<Digest, std::vector<UnitRecord>> &units() { return units_; }
  Dependency &dependency(uint32_t index) { return dependencies_[index]; }
  std::vector<Dependency> dependenciesOf(const UnitRecord &unit) const;

  /// Adds the latest state. It takes the place of one that learnt from the same paths;
  /// beside the latest, a few others stay: branches that include other headers.
  void put(UnitRecord unit, const std::vector<Dependency> &learnt);

private:
  uint32_t indexOf(const Dependency &dependency);
  bool learntFromSamePaths(const UnitRecord &left, const UnitRecord &right) const;
  void dropUnneeded();

  std::vector<Dependency> dependencies_;
  std::map<Digest, std::vector<UnitRecord>> units_;
  llvm::StringMap<uint32_t> indices_; ///< Filled when something is added.
};

} // namespace async_tidy
