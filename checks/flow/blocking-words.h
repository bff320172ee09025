// How messages speak of a blocking call.
#pragma once

#include "model/function-roles.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace async_tidy {

/// How long a kind of call keeps its thread, and which topic of advice fits.
struct BlockingWords {
  BlockingKind kind;
  llvm::StringLiteral until;
  llvm::StringLiteral topic;
};

const BlockingWords &blockingWords(BlockingKind kind);

/// What the checks of calls that hold up a loop share in their options: the kinds that
/// are reported unless told otherwise, and the descriptions.
std::vector<std::string> kindsThatStallLoops();
inline constexpr llvm::StringLiteral stallingKindsHelp =
    "Which kinds of calls are reported; beyond the default there are file, lock, log and "
    "cpu.";
inline constexpr llvm::StringLiteral blockingInTestsHelp =
    "Also report in files that hold tests, where a blocked thread is part of the plan.";
inline constexpr llvm::StringLiteral unknownModeHelp =
    "Also report calls on a descriptor whose mode, blocking or not, is not visible.";

} // namespace async_tidy
