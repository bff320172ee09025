// Model files merged into one table, ready for look-up by qualified name.
#pragma once

#include "model/roles.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Error.h"

#include <deque>

namespace async_tidy {

/// Facts by qualified name. Names share them; only what differs from one name to the next
/// is copied.
template <typename Facts> class FactTable {
public:
  /// Adds entries as the framework `framework` has them in the namespace `scope`.
  void add(llvm::StringRef scope, llvm::StringRef framework,
           const std::vector<Facts> &entries);
  /// Forgets what a framework says.
  void remove(llvm::StringRef framework);
  const Facts *find(llvm::StringRef qualifiedName) const {
    return byName_.lookup(qualifiedName);
  }
  /// All qualified names, in no order.
  std::vector<llvm::StringRef> names() const {
    return {byName_.keys().begin(), byName_.keys().end()};
  }
  /// An error if two frameworks describe one name.
  llvm::Error clashError() const;

private:
  llvm::StringMap<const Facts *> byName_;
  std::deque<Facts> copies_;
  std::pair<const Facts *, const Facts *> clash_ = {}; ///< The first one seen.
};

/// What some files say, the later over the earlier ones.
class ModelLayer {
public:
  /// Finds a framework that was read before this layer; null if there is none.
  using FindFramework = llvm::function_ref<const FrameworkModel *(llvm::StringRef)>;

  /// Adds a file. It may extend or switch off what this layer or `below` has.
  llvm::Error add(FrameworkModel model, FindFramework below);

  const FactTable<TypeFacts> &types() const { return types_; }
  const FactTable<FunctionFacts> &functions() const { return functions_; }
  const TypeFacts *marker(llvm::StringRef name) const { return markers_.lookup(name); }
  std::vector<llvm::StringRef> markerNames() const {
    return {markers_.keys().begin(), markers_.keys().end()};
  }
  /// The files in the order they were read.
  const std::deque<FrameworkModel> &frameworks() const { return frameworks_; }
  /// The last file that describes this framework; null if none does.
  const FrameworkModel *framework(llvm::StringRef name) const;
  bool isSwitchedOff(llvm::StringRef framework) const { return off_.contains(framework); }

private:
  void index(const FrameworkModel &entries, const FrameworkModel &owner);

  std::deque<FrameworkModel> frameworks_; ///< Names as written in the files.
  FactTable<TypeFacts> types_;
  FactTable<FunctionFacts> functions_;
  llvm::StringMap<const TypeFacts *> markers_;
  llvm::StringSet<> off_;
};

/// The last component of a qualified name.
llvm::StringRef lastComponent(llvm::StringRef qualifiedName);

} // namespace async_tidy
