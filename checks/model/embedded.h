// The models that travel inside the binaries. A file is parsed when a name of it is first
// met: most translation units meet a few of the frameworks.
#pragma once

#include "model/layer.h"

#include <memory>
#include <mutex>

namespace async_tidy {

/// Thread-safe; lives as long as the process.
class EmbeddedModels {
public:
  static const EmbeddedModels &get();

  const TypeFacts *type(llvm::StringRef qualifiedName) const;
  const FunctionFacts *function(llvm::StringRef qualifiedName) const;
  const TypeFacts *marker(llvm::StringRef memberType) const;
  llvm::ArrayRef<std::string> markerNames() const { return markerNames_; }

  /// Whether a name ends in this identifier.
  bool mayNameType(llvm::StringRef identifier) const {
    return types_.mayName(identifier);
  }
  bool mayNameFunction(llvm::StringRef identifier) const {
    return functions_.mayName(identifier);
  }

  /// The files that describe a framework.
  std::vector<const FrameworkModel *> framework(llvm::StringRef name) const;
  /// All files; parses them.
  std::vector<const FrameworkModel *> frameworks() const;

private:
  struct Names {
    llvm::StringMap<unsigned> files; ///< Qualified name to the index of its file.
    llvm::StringSet<> identifiers;

    void add(llvm::ArrayRef<llvm::StringLiteral> names, unsigned file);
    bool mayName(llvm::StringRef identifier) const {
      return identifiers.contains(identifier);
    }
  };
  struct File {
    std::once_flag once;
    ModelLayer layer;
  };

  EmbeddedModels();
  const ModelLayer &layer(unsigned file) const;
  /// The file that has the name; null if none has.
  const ModelLayer *layerOf(llvm::StringRef name, const Names &names) const;

  Names types_, functions_, markers_;
  std::vector<std::string> markerNames_;
  std::unique_ptr<File[]> files_;
};

} // namespace async_tidy
