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

/// The models of `checks/frameworks/`, sorted by stem.
llvm::ArrayRef<EmbeddedText> embeddedModels();

/// The pages of `docs/checks/`, sorted by stem (driver only).
llvm::ArrayRef<EmbeddedText> embeddedPages();

/// What `init` writes (driver only).
llvm::ArrayRef<EmbeddedText> embeddedTemplates();

/// Style and script of the HTML report (driver only).
llvm::ArrayRef<EmbeddedText> embeddedReportPage();

} // namespace async_tidy
