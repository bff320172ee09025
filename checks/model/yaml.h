// The shape of a model file, before names are checked and spread. docs/models.md
// describes the keys for users.
#pragma once

#include "model/roles.h"

#include "llvm/Support/Error.h"

namespace async_tidy::yaml {

/// One item of `types` or `functions`: the same facts for one name or several.
template <typename Facts> struct Entry {
  Facts facts;
  std::vector<std::string> names;
  bool hasRole = false;
};

/// A model file; the entries of `model` itself are still empty.
struct File {
  FrameworkModel model;
  std::vector<Entry<TypeFacts>> types;
  std::vector<Entry<FunctionFacts>> functions;
  std::vector<Entry<TypeFacts>> markers;
};

/// Reads the text of one file; the first thing wrong becomes the error.
llvm::Expected<File> read(llvm::StringRef text, llvm::StringRef source);

/// An error that points at a line of a file.
llvm::Error errorAt(llvm::StringRef source, unsigned line, const llvm::Twine &message);

} // namespace async_tidy::yaml
