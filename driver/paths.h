// Paths as this tool compares them: absolute, without dots. Symbolic links stay as
// written.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace async_tidy {

/// Relative paths start at `folder`, or at the current folder if that is empty.
std::string absolutePath(llvm::StringRef path, llvm::StringRef folder = "");

/// The current folder.
std::string currentFolder();

/// Whether `path` is `folder` or lies below it; both absolute.
bool isInside(llvm::StringRef path, llvm::StringRef folder);

/// `path` from `folder`'s view if it lies below it, else unchanged.
std::string relativePath(llvm::StringRef path, llvm::StringRef folder);

/// By extension.
bool isHeaderName(llvm::StringRef path);
bool isSourceName(llvm::StringRef path);

} // namespace async_tidy
