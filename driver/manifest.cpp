// Units of a project read mostly the same headers: each state of a file is stored once,
// and a unit is a list of numbers.

#include "driver/manifest.h"

#include "driver/archive.h"

#include "llvm/ADT/STLExtras.h"

#include <numeric>

namespace async_tidy {

using archive::Path;

template <typename Archive> void visit(Archive &archive, UnitKey &key) {
  archive(key.tool, key.configuration, key.models, key.command);
}

template <typename Archive> void visit(Archive &archive, UnitRecord &unit) {
  archive(Path{unit.file}, unit.key, unit.learnt, unit.result, unit.seconds, unit.day);
}

namespace {

/// Small numbers take one byte each.
void toDifferences(std::vector<uint32_t> &numbers) {
  std::adjacent_difference(numbers.begin(), numbers.end(), numbers.begin());
}

void fromDifferences(std::vector<uint32_t> &numbers) {
  std::partial_sum(numbers.begin(), numbers.end(), numbers.begin());
}

} // namespace

Manifest Manifest::decode(llvm::StringRef bytes, llvm::StringRef root) {
  Manifest manifest;
  std::vector<UnitRecord> units;
  archive::Reader reader(bytes, root);
  reader(manifest.dependencies_, units);
  bool valid = reader.ok();
  for (UnitRecord &unit : units) {
    fromDifferences(unit.learnt);
    valid &= llvm::all_of(unit.learnt, [&](uint32_t index) {
      return index < manifest.dependencies_.size();
    });
    const Digest key = unit.key.all();
    manifest.units_[key].push_back(std::move(unit));
  }
  return valid ? std::move(manifest) : Manifest();
}

std::string Manifest::encode(llvm::StringRef root) {
  dropUnneeded();
  std::vector<UnitRecord> units;
  for (const auto &entry : units_)
    for (const UnitRecord &unit : entry.second) {
      units.push_back(unit);
      toDifferences(units.back().learnt);
    }
  std::string bytes;
  archive::Writer(bytes, root)(dependencies_, units);
  return bytes;
}

llvm::ArrayRef<UnitRecord> Manifest::find(const Digest &key) const {
  const auto found = units_.find(key);
  if (found == units_.end())
    return {};
  return found->second;
}

std::vector<Dependency> Manifest::dependenciesOf(const UnitRecord &unit) const {
  std::vector<Dependency> learnt;
  for (const uint32_t index : unit.learnt)
    learnt.push_back(dependencies_[index]);
  return learnt;
}

uint32_t Manifest::indexOf(const Dependency &dependency) {
  const auto name = [](const Dependency &any) {
    return any.path + '\0' + char(any.kind) + toHex(any.digest);
  };
  if (indices_.empty())
    for (uint32_t i = 0; i < dependencies_.size(); ++i)
      indices_[name(dependencies_[i])] = i;
  const auto [entry, isNew] =
      indices_.try_emplace(name(dependency), dependencies_.size());
  if (isNew)
    dependencies_.push_back(dependency);
  else if (dependency.stamp != Stamp())
    dependencies_[entry->second].stamp = dependency.stamp;
  return entry->second;
}

bool Manifest::learntFromSamePaths(const UnitRecord &left,
                                   const UnitRecord &right) const {
  const auto paths = [this](const UnitRecord &unit) {
    std::vector<std::pair<llvm::StringRef, Dependency::Kind>> all;
    for (const uint32_t index : unit.learnt)
      all.emplace_back(dependencies_[index].path, dependencies_[index].kind);
    llvm::sort(all);
    return all;
  };
  return left.learnt.size() == right.learnt.size() && paths(left) == paths(right);
}

void Manifest::put(UnitRecord unit, const std::vector<Dependency> &learnt) {
  unit.learnt.clear();
  for (const Dependency &dependency : learnt)
    unit.learnt.push_back(indexOf(dependency));
  llvm::sort(unit.learnt);
  std::vector<UnitRecord> &states = units_[unit.key.all()];
  llvm::erase_if(
      states, [&](const UnitRecord &other) { return learntFromSamePaths(unit, other); });
  states.insert(states.begin(), std::move(unit));
  constexpr size_t few = 4;
  states.resize(std::min(states.size(), few));
}

void Manifest::dropUnneeded() {
  constexpr uint32_t unneeded = ~0u;
  std::vector<uint32_t> moved(dependencies_.size(), unneeded);
  for (const auto &entry : units_)
    for (const UnitRecord &unit : entry.second)
      for (const uint32_t index : unit.learnt)
        moved[index] = 0;
  std::vector<Dependency> kept;
  for (size_t i = 0; i < dependencies_.size(); ++i)
    if (moved[i] != unneeded) {
      moved[i] = kept.size();
      kept.push_back(std::move(dependencies_[i]));
    }
  dependencies_ = std::move(kept);
  indices_.clear();
  for (auto &entry : units_)
    for (UnitRecord &unit : entry.second)
      for (uint32_t &index : unit.learnt)
        index = moved[index];
}

} // namespace async_tidy
