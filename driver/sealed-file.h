// Files that are whole or do not count: written at once, and read only with the checksum
// that belongs to this name and this format.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace async_tidy {

/// The contents; nothing if the file is absent, damaged, of another version, or was
/// written under another name.
std::optional<std::string> readSealed(llvm::StringRef path);

/// Replaces the file at once. False if that was impossible; then nothing has changed.
bool writeSealed(llvm::StringRef path, llvm::StringRef contents);

} // namespace async_tidy
