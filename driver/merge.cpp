// A fingerprint must outlive edits around the finding: no line number, no message. Two
// equal lines in one function are told apart by their order.

#include "driver/merge.h"

#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

#include <map>

namespace async_tidy {
namespace {

/// Part of what is hashed: a new recipe gets a new number, and old baselines stay
/// readable.
constexpr llvm::StringLiteral recipe = "asyncTidy/v1";

std::string withoutSpace(llvm::StringRef text) {
  std::string result;
  llvm::copy_if(text, std::back_inserter(result),
                [](char c) { return !llvm::isSpace(c); });
  return result;
}

std::string identity(const Finding &finding, llvm::StringRef root) {
  const std::vector<std::string> parts = {
      recipe.str(), finding.check, relativePath(finding.where.file, root),
      finding.function, withoutSpace(finding.where.lineText)};
  return llvm::join(parts, llvm::StringRef("\0", 1));
}

std::string hash(const std::string &text) {
  constexpr size_t bytes = 16; // 128 bits: no collision in any real project
  const auto digest = llvm::SHA256::hash(llvm::arrayRefFromStringRef(text));
  return llvm::toHex(llvm::ArrayRef<uint8_t>(digest).take_front(bytes),
                     /*LowerCase=*/true);
}

auto order(const Finding &finding) {
  return std::tie(finding.where.file, finding.where.line, finding.where.column,
                  finding.check, finding.message);
}

} // namespace

void Merge::add(std::vector<Finding> findings) {
  std::vector<Key> added;
  for (Finding &finding : findings) {
    Key key(finding.where.file, finding.where.offset, finding.check);
    if (seen_.count(key))
      continue;
    added.push_back(std::move(key));
    findings_.push_back(std::move(finding));
  }
  // Only now: one unit may say two different things at one place.
  seen_.insert(added.begin(), added.end());
}

std::vector<Finding> Merge::take(llvm::StringRef root) {
  llvm::sort(findings_, [](const Finding &left, const Finding &right) {
    return order(left) < order(right);
  });
  std::map<std::string, unsigned> ordinals;
  for (Finding &finding : findings_) {
    const std::string base = identity(finding, root);
    finding.fingerprint = hash(base + '\0' + std::to_string(ordinals[base]++));
  }
  return std::move(findings_);
}

} // namespace async_tidy
