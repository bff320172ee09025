// Worded where it is shown: which folder a path starts at is the reader's business.

#include "driver/unit-result.h"

#include "driver/format.h"
#include "driver/paths.h"

namespace async_tidy {

std::string describe(const UnitFailure &failure, const std::string &file) {
  const std::string here = currentFolder();
  std::string text = fmt::format("{}: {}", relativePath(file, here), failure.message);
  if (failure.errors == 0)
    return text;
  std::string first = failure.first;
  if (const Place &at = failure.firstAt; !at.file.empty())
    first = fmt::format("{}:{}:{}: {}", relativePath(at.file, here), at.line, at.column,
                        first);
  const bool isMissing = llvm::StringRef(first).ends_with("file not found");
  return fmt::format("{} ({} {}, the first: {}{})", text, failure.errors,
                     failure.errors == 1 ? "error" : "errors", first,
                     isMissing ? "; if the build makes this file, build first" : "");
}

} // namespace async_tidy
