// Names for contents: equal digests mean equal bytes.
#pragma once

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

#include <string>

namespace async_tidy {

/// 128 bits: no collision in any real project.
using Digest = llvm::BLAKE3Result<16>;

inline Digest digestOf(llvm::StringRef bytes) {
  return llvm::BLAKE3::hash<sizeof(Digest)>(llvm::arrayRefFromStringRef(bytes));
}

inline std::string toHex(const Digest &digest) {
  return llvm::toHex(digest, /*LowerCase=*/true);
}

/// Digest of a list of texts; ["a", "b"] and ["ab"] differ.
class Hasher {
public:
  Hasher &add(llvm::StringRef text) {
    hasher_.update((llvm::Twine(text.size()) + ":").str());
    hasher_.update(text);
    return *this;
  }
  Hasher &add(const Digest &digest) {
    hasher_.update(digest);
    return *this;
  }
  Digest take() { return hasher_.final<sizeof(Digest)>(); }

private:
  llvm::BLAKE3 hasher_;
};

} // namespace async_tidy
