// Results as bytes, for the pipe between processes and for the cache. A path below the
// project's root is kept relative to it, so that a cache outlives a move.
#pragma once

#include "driver/unit-result.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

namespace async_tidy {

/// The bytes of a result.
std::string encode(UnitResult result, llvm::StringRef root);

/// The result, or nothing if the bytes are no result of this build.
std::optional<UnitResult> decode(llvm::StringRef bytes, llvm::StringRef root);

} // namespace async_tidy
