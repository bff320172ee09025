// Text files that travel inside the binaries: framework models and documentation pages.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace async_tidy {

/// A file embedded at build time.
struct EmbeddedText {
  llvm::StringLiteral stem; ///< File name without folder and extension.
  llvm::StringLiteral text;
};

/// A file of `checks/frameworks/`, with the names that it describes, so that it need not
/// be read before one of them is met.
struct EmbeddedModel {
  llvm::StringLiteral source; ///< Path below `checks/`, for messages.
  llvm::StringLiteral framework;
  llvm::ArrayRef<llvm::StringLiteral> types;     ///< Qualified names.
  llvm::ArrayRef<llvm::StringLiteral> functions; ///< Qualified names.
  llvm::ArrayRef<llvm::StringLiteral> markers;   ///< Names of member types.
  llvm::StringLiteral text;
};

/// The models of `checks/frameworks/`, sorted by path; `embed-models.cpp` writes them.
llvm::ArrayRef<EmbeddedModel> embeddedModels();

/// The pages of `docs/checks/`, sorted by stem (driver only).
llvm::ArrayRef<EmbeddedText> embeddedPages();

/// What `init` writes (driver only).
llvm::ArrayRef<EmbeddedText> embeddedTemplates();

/// Style and script of the HTML report (driver only).
llvm::ArrayRef<EmbeddedText> embeddedReportPage();

} // namespace async_tidy
