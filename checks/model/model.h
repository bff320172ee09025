// All framework models, ours and the user's, ready for look-up by qualified name. Shared
// by every translation unit of a process.
#pragma once

#include "model/roles.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <memory>

namespace async_tidy {

/// Parses one model file; names stay as written. Errors name `source` and the line: an
/// unknown key, role or value, a missing name, a name given twice, a value of the wrong
/// kind.
llvm::Expected<FrameworkModel> parseModel(llvm::StringRef text, llvm::StringRef source);

/// The merged models.
class ModelSet {
public:
  /// The embedded models and, on top of them, the user's files (paths). A user entry
  /// replaces the embedded one of the same name. An unreadable or broken file is an
  /// error.
  static llvm::Expected<std::shared_ptr<const ModelSet>>
  load(llvm::ArrayRef<std::string> userFiles);

  /// The embedded models only.
  static std::shared_ptr<const ModelSet> embedded();

  ModelSet();
  ~ModelSet();

  /// By qualified name without template arguments and inline namespaces; null if unknown.
  const TypeFacts *type(llvm::StringRef qualifiedName) const;
  const FunctionFacts *function(llvm::StringRef qualifiedName) const;

  /// What a member type of this name says of the class that has it; null if nothing.
  const TypeFacts *marker(llvm::StringRef memberType) const;
  /// The names that `marker` knows.
  llvm::ArrayRef<std::string> markers() const;

  /// Whether any model names a type, or a function, whose last component is this. A quick
  /// "no" saves building the qualified name.
  bool mayNameType(llvm::StringRef identifier) const;
  bool mayNameFunction(llvm::StringRef identifier) const;

  /// A framework's advice on a topic, or an empty string.
  llvm::StringRef advice(llvm::StringRef framework, llvm::StringRef topic) const;

  /// How tasks of a framework learn that they were cancelled; empty if not by exception.
  llvm::ArrayRef<Cancellation> cancellations(llvm::StringRef framework) const;

  /// The files in the order they were read; names in them are relative to their
  /// namespaces.
  std::vector<const FrameworkModel *> frameworks() const;

  /// Whether a file that was read later says that this framework shall not count.
  bool isSwitchedOff(llvm::StringRef framework) const;

private:
  struct UserModels;
  /// The files that describe a framework or what it extends, the last read first.
  std::vector<const FrameworkModel *> lineage(llvm::StringRef framework) const;

  std::unique_ptr<UserModels> user_; ///< Null without files of the user's.
};

} // namespace async_tidy
