// Two kinds of files: one manifest, and one file per result, named after everything that
// the result depends on. So going back to an earlier state finds the earlier result.

#include "driver/cache.h"

#include "driver/format.h"
#include "driver/paths.h"
#include "driver/record.h"
#include "driver/sealed-file.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;
namespace vfs = llvm::vfs;

namespace {

/// LLVM's pruning looks at files with this prefix only.
constexpr llvm::StringLiteral prefix = "llvmcache-";

std::string fileIn(llvm::StringRef folder, const llvm::Twine &name) {
  llvm::SmallString<128> path(folder);
  llvm::sys::path::append(path, name);
  return path.str().str();
}

std::string manifestIn(llvm::StringRef folder) {
  return fileIn(folder, prefix + "manifest");
}

/// One per project: two checkouts do not evict each other.
std::string defaultFolder(const std::string &root) {
  llvm::SmallString<128> folder;
  if (!llvm::sys::path::cache_directory(folder))
    return "";
  constexpr size_t enough = 12;
  llvm::sys::path::append(folder, "async-tidy",
                          llvm::sys::path::filename(root) + "-" +
                              llvm::StringRef(toHex(digestOf(root))).take_front(enough));
  return folder.str().str();
}

uint32_t daysSinceEpoch() {
  using namespace std::chrono;
  return floor<days>(system_clock::now()).time_since_epoch().count();
}

Manifest load(const std::string &folder, const std::string &root) {
  std::optional<std::string> bytes = readSealed(manifestIn(folder));
  return bytes ? Manifest::decode(*bytes, root) : Manifest();
}

} // namespace

Cache::Cache(const CacheSettings &settings, const std::string &root,
             llvm::StringRef resourceDir)
    : root_(root), bytes_(uint64_t(settings.mebibytes) << 20), keys_(root, resourceDir),
      today_(daysSinceEpoch()) {
  if (!settings.enabled)
    return;
  folder_ = settings.folder.empty() ? defaultFolder(root) : absolutePath(settings.folder);
  isBroken_ = bool(fs::create_directories(folder_));
  manifest_ = load(folder_, root_);
  for (const auto &entry : manifest_.units())
    for (const UnitRecord &unit : entry.second)
      byFile_[unit.file].push_back(unit);
}

std::string Cache::fileOf(const Digest &result) const {
  return fileIn(folder_, prefix + toHex(result));
}

double Cache::secondsOf(llvm::StringRef file) const {
  double longest = -1;
  if (const auto found = byFile_.find(file); found != byFile_.end())
    for (const UnitRecord &record : found->second)
      longest = std::max(longest, record.seconds);
  return longest;
}

const Cache::State &Cache::examine(uint32_t index) {
  states_.resize(std::max<size_t>(states_.size(), index + 1));
  State &state = states_[index];
  if (state.isExamined)
    return state;
  state.isExamined = true;
  using Kind = Dependency::Kind;
  Dependency &dependency = manifest_.dependency(index);
  const auto files = vfs::getRealFileSystem();
  const llvm::ErrorOr<vfs::Status> status = files->status(dependency.path);
  const bool isFound = bool(status);
  if (dependency.kind == Kind::Absent || dependency.kind == Kind::Present) {
    state.isSame = isFound == (dependency.kind == Kind::Present);
    return state;
  }
  if (!isFound)
    return state;
  const Stamp stamp = stampOf(*status);
  if (stamp != Stamp() && stamp == dependency.stamp) {
    state.isSame = true;
    return state;
  }
  state.now = dependency.kind == Kind::Listing ? digestOfListing(*files, dependency.path)
                                               : digestOfFile(dependency.path);
  state.isSame = *state.now == dependency.digest;
  if (state.isSame && stamp != Stamp()) { // touched: the next run need not read it
    dependency.stamp = stamp;
    isChanged_ = true;
  }
  return state;
}

std::string Cache::whatChanged(const UnitRecord &record) {
  for (const uint32_t index : record.learnt) {
    const State &state = examine(index);
    if (state.isSame)
      continue;
    const Dependency &dependency = manifest_.dependency(index);
    const std::string path = relativePath(absolutePath(dependency.path), currentFolder());
    if (dependency.kind == Dependency::Kind::Absent)
      return fmt::format("{} has appeared", path);
    return fmt::format("{} {}", path, state.now ? "has changed" : "is gone");
  }
  return "";
}

std::optional<std::vector<Dependency>> Cache::learntNow(const UnitRecord &record) {
  std::vector<Dependency> learnt = manifest_.dependenciesOf(record);
  for (auto [dependency, index] : llvm::zip_equal(learnt, record.learnt)) {
    const State &state = examine(index);
    if (state.isSame)
      continue;
    if (!state.now)
      return std::nullopt;
    dependency.digest = *state.now;
    dependency.stamp = Stamp();
  }
  return learnt;
}

std::string Cache::whyUnknown(const Unit &unit, const UnitKey &key) const {
  const auto found = byFile_.find(unit.file);
  if (found == byFile_.end())
    return "it is not in the cache";
  const auto differs = [&](Digest UnitKey::*part) {
    return llvm::none_of(found->second, [&](const UnitRecord &record) {
      return record.key.*part == key.*part;
    });
  };
  if (differs(&UnitKey::tool))
    return "async-tidy or its Clang has changed";
  if (differs(&UnitKey::configuration))
    return "its configuration has changed";
  if (differs(&UnitKey::models))
    return "its model files have changed";
  if (differs(&UnitKey::command))
    return "its compile command has changed";
  return "it has not run in this combination of settings";
}

/// The result of a unit whose record holds, or held with other contents. The record
/// becomes the unit's latest.
std::optional<UnitResult> Cache::recall(UnitRecord record, const std::string &changed,
                                        bool isLatest) {
  std::optional<std::vector<Dependency>> learnt;
  if (!changed.empty()) {
    learnt = learntNow(record);
    if (!learnt)
      return std::nullopt;
    record.result = resultName(record.key, *learnt);
  }
  const std::optional<std::string> bytes = readSealed(fileOf(record.result));
  std::optional<UnitResult> result = bytes ? decode(*bytes, root_) : std::nullopt;
  if (!result || (isLatest && changed.empty() && record.day == today_))
    return result;
  if (!learnt)
    learnt = manifest_.dependenciesOf(record);
  record.day = today_;
  manifest_.put(std::move(record), *learnt);
  isChanged_ = true;
  return result;
}

Cache::Answer Cache::find(const Unit &unit) {
  if (folder_.empty())
    return {std::nullopt, "no cache is used"};
  const UnitKey key = keys_.of(unit);
  const llvm::ArrayRef<UnitRecord> records = manifest_.find(key.all());
  if (records.empty())
    return {std::nullopt, whyUnknown(unit, key)};
  std::string why;
  for (const UnitRecord &record : records) {
    const bool isLatest = &record == records.begin();
    const std::string changed = whatChanged(record);
    if (isLatest)
      why = changed.empty() ? "its result is no longer in the cache" : changed;
    if (std::optional<UnitResult> result = recall(record, changed, isLatest))
      return {std::move(result), isLatest && changed.empty()
                                     ? "nothing has changed"
                                     : "seen before, as it is now"};
  }
  return {std::nullopt, why};
}

Digest Cache::resultName(const UnitKey &key,
                         const std::vector<Dependency> &learnt) const {
  std::vector<std::string> parts; // in an order that another root does not change
  for (const Dependency &dependency : learnt)
    parts.push_back(relativePath(dependency.path, root_) + '\0' + char(dependency.kind) +
                    toHex(dependency.digest));
  llvm::sort(parts);
  Hasher hasher;
  hasher.add(key.all());
  for (const std::string &part : parts)
    hasher.add(part);
  return hasher.take();
}

void Cache::store(const Unit &unit, llvm::StringRef encoded, const UnitTimes &times,
                  const std::vector<Dependency> &learnt) {
  if (folder_.empty() || isBroken_)
    return;
  UnitRecord record{unit.file, keys_.of(unit), {}, {}, times.parse + times.checks,
                    today_};
  record.result = resultName(record.key, learnt);
  if (!writeSealed(fileOf(record.result), encoded)) {
    isBroken_ = true;
    return;
  }
  manifest_.put(std::move(record), learnt);
  isChanged_ = hasStored_ = true;
  constexpr std::chrono::seconds often(5); // what a power cut may cost
  if (std::chrono::steady_clock::now() > saved_ + often)
    save();
}

void Cache::absorbOtherRuns() {
  Manifest theirs = load(folder_, root_);
  for (const auto &[key, states] : theirs.units())
    if (manifest_.find(key).empty())
      for (const UnitRecord &state : llvm::reverse(states))
        manifest_.put(state, theirs.dependenciesOf(state));
}

void Cache::forgetOldUnits() {
  auto &units = manifest_.units();
  const auto isOurs = [&](const UnitRecord &unit) {
    return unit.key.tool == keys_.tool();
  };
  llvm::StringSet<> renewed;
  for (const auto &entry : units)
    if (isOurs(entry.second.front()))
      renewed.insert(entry.second.front().file);
  constexpr uint32_t longEnough = 30;
  std::erase_if(units, [&](const auto &entry) { // nobody goes back to an older build
    const UnitRecord &latest = entry.second.front();
    return latest.day + longEnough < today_ ||
           (!isOurs(latest) && renewed.contains(latest.file));
  });
}

void Cache::save() {
  if (folder_.empty() || isBroken_ || !isChanged_)
    return;
  // The kernel lets go of the lock if this process dies.
  int lock = -1;
  if (!fs::openFileForReadWrite(fileIn(folder_, "lock"), lock, fs::CD_OpenAlways,
                                fs::OF_None))
    (void)fs::tryLockFile(lock, std::chrono::seconds(1));
  absorbOtherRuns();
  forgetOldUnits();
  isBroken_ = !writeSealed(manifestIn(folder_), manifest_.encode(root_));
  if (lock >= 0)
    (void)fs::closeFile(lock);
  saved_ = std::chrono::steady_clock::now();
  isChanged_ = false;
  if (!hasStored_)
    return;
  llvm::CachePruningPolicy policy;
  policy.Interval = std::chrono::seconds(0);
  policy.Expiration = std::chrono::hours(24 * 30);
  policy.MaxSizeBytes = std::max<uint64_t>(bytes_, 1); // to LLVM, 0 means no bound
  llvm::pruneCache(folder_, policy);
}

} // namespace async_tidy
