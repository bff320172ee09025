// Results of earlier runs. An answer is given only if the analysis would read the same
// bytes and look in vain at the same places again; then it would find the same.
#pragma once

#include "driver/cache-settings.h"
#include "driver/manifest.h"
#include "driver/unit-result.h"

#include <chrono>

namespace async_tidy {

/// A cache that cannot be read, written or trusted is an empty one: it never fails. Many
/// processes may use one folder.
class Cache {
public:
  Cache(const CacheSettings &settings, const std::string &root,
        llvm::StringRef resourceDir);

  struct Answer {
    std::optional<UnitResult> result;
    std::string why; ///< There is a result, or none.
  };

  /// All questions come before the first `store`.
  Answer find(const Unit &unit);

  /// How long the file took when it was last analysed; negative if nobody knows.
  double secondsOf(llvm::StringRef file) const;

  /// Keeps the encoded result of a unit. From time to time it also saves.
  void store(const Unit &unit, llvm::StringRef encoded, const UnitTimes &times,
             const std::vector<Dependency> &learnt);

  /// Makes what was stored known to the next run, and keeps the cache within its size.
  void save();

  /// The folder, if something could not be written there.
  std::string brokenFolder() const { return isBroken_ ? folder_ : ""; }

private:
  /// What became of a dependency since it was learnt.
  struct State {
    bool isExamined = false;
    bool isSame = false;
    std::optional<Digest> now; ///< If there is something to read or list.
  };

  std::string fileOf(const Digest &result) const;
  const State &examine(uint32_t index);
  std::optional<UnitResult> recall(UnitRecord record, const std::string &changed,
                                   bool isLatest);
  /// The first dependency that does not hold, in words; empty if all do.
  std::string whatChanged(const UnitRecord &record);
  std::optional<std::vector<Dependency>> learntNow(const UnitRecord &record);
  std::string whyUnknown(const Unit &unit, const UnitKey &key) const;
  Digest resultName(const UnitKey &key, const std::vector<Dependency> &learnt) const;
  void absorbOtherRuns();
  void forgetOldUnits();

  std::string folder_, root_;
  uint64_t bytes_;
  UnitKeys keys_;
  Manifest manifest_;
  std::vector<State> states_;
  llvm::StringMap<std::vector<UnitRecord>> byFile_; ///< As they were at the start.
  uint32_t today_;
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
  bool isChanged_ = false, hasStored_ = false, isBroken_ = false;
};

} // namespace async_tidy
