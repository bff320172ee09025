// Which operations on a stream may still be under way when the next one of their kind
// begins on the same stream.
#pragma once

#include "flow/access-path.h"
#include "flow/analysis.h"

namespace async_tidy {

/// A stream operation that a function starts.
struct StreamUse {
  const CallSite *operation = nullptr;    ///< In this function, or in the body it starts.
  const clang::Expr *startedAt = nullptr; ///< What starts it, in this function.
  const clang::Expr *task = nullptr;      ///< Which of those that start there.
  AccessPath stream;
  StreamOperationRole role;
  bool inBody = false; ///< It is an operation of a coroutine that is started here.
};

/// Two operations at once.
struct StreamOverlap {
  StreamUse first, second; ///< The same, if a loop starts it again.
  std::string stream;      ///< What a user calls the stream.
};

/// The overlaps that a function makes by itself, in source order. Whatever waits in
/// between, for whatever it may be, ends all that is under way.
std::vector<StreamOverlap> overlappingOperations(const FunctionView &view,
                                                 Analysis &analysis);

} // namespace async_tidy
