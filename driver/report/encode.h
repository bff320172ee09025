// How text from source files and paths goes into documents that do not take every byte.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace async_tidy {

/// The text, with what is not UTF-8 replaced.
std::string utf8(llvm::StringRef text);

/// Percent-encodes what RFC 3986 does not allow in a path.
std::string uri(llvm::StringRef path);

/// For XML and HTML, in text and in attributes. Characters that XML forbids are replaced.
std::string markup(llvm::StringRef text);

/// A byte column as a column in code points; the line may be shorter.
unsigned codePointColumn(llvm::StringRef line, unsigned column);

} // namespace async_tidy
