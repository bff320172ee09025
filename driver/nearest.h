// "Did you mean": the known names that a misspelt one probably stands for.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace async_tidy {

/// At most three names, the most similar first; empty when nothing is similar.
std::vector<std::string> nearestNames(llvm::StringRef word,
                                      llvm::ArrayRef<std::string> known);

/// `; did you mean 'a' or 'b'?`, or an empty string.
std::string didYouMean(llvm::StringRef word, llvm::ArrayRef<std::string> known);

} // namespace async_tidy
