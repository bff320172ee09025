// How messages speak of a blocking call.
#pragma once

#include "model/function-roles.h"

#include "llvm/ADT/StringRef.h"

namespace async_tidy {

/// How long a kind of call keeps its thread, and which topic of advice fits.
struct BlockingWords {
  BlockingKind kind;
  llvm::StringLiteral until;
  llvm::StringLiteral topic;
};

const BlockingWords &blockingWords(BlockingKind kind);

} // namespace async_tidy
