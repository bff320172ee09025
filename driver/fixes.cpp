// A fix goes in whole or not at all: half of one is worse than the defect.

#include "driver/fixes.h"

#include "driver/format.h"
#include "driver/paths.h"

#include "clang/Tooling/Core/Replacement.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <map>

namespace async_tidy {

using clang::tooling::Replacement;
using clang::tooling::Replacements;

namespace {

using Edits = std::map<std::string, Replacements>;

/// False if an edit overlaps one that is already in.
bool addAll(Edits &edits, const Finding &finding) {
  Edits with = edits;
  for (const Edit &edit : finding.fix) {
    const Replacement replacement(edit.region.file, edit.region.offset,
                                  edit.region.length, edit.text);
    if (llvm::Error error = with[edit.region.file].add(replacement)) {
      llvm::consumeError(std::move(error));
      return false;
    }
  }
  edits = std::move(with);
  return true;
}

llvm::Error rewrite(const std::string &file, const Replacements &edits) {
  auto text = llvm::MemoryBuffer::getFile(file);
  if (!text)
    return failure(
        fmt::format("cannot read '{}' to fix it: {}", file, text.getError().message()));
  llvm::Expected<std::string> repaired =
      clang::tooling::applyAllReplacements((*text)->getBuffer(), edits);
  if (!repaired)
    return repaired.takeError();
  llvm::Error error = llvm::writeToOutput(file, [&](llvm::raw_ostream &out) {
    out << *repaired;
    return llvm::Error::success();
  });
  if (error)
    return failure(fmt::format("cannot write the fixed '{}': {}", file,
                               llvm::toString(std::move(error))));
  return llvm::Error::success();
}

} // namespace

unsigned applyFixes(llvm::ArrayRef<Finding> findings, Log &log) {
  Edits edits;
  unsigned applied = 0;
  for (const Finding &finding : findings) {
    if (!finding.safeFix || finding.fix.empty() || finding.suppressed)
      continue;
    if (addAll(edits, finding))
      ++applied;
    else
      log.note(
          fmt::format("{}:{}: the fix of {} overlaps another one; run again with --fix",
                      relativePath(finding.where.file, currentFolder()),
                      finding.where.line, finding.check));
  }
  for (const auto &[file, replacements] : edits)
    if (llvm::Error error = rewrite(file, replacements))
      log.error(std::move(error), file);
  return applied;
}

} // namespace async_tidy
