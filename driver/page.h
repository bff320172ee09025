// A Markdown page on a terminal: headings and code stand out, paragraphs fit the width.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace async_tidy {

/// With escape sequences of ANSI terminals.
std::string renderPage(llvm::StringRef markdown, unsigned columns);

} // namespace async_tidy
