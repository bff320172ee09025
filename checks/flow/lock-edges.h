// In which order locks are taken. Two functions that take the same two in opposite orders
// can each hold one and wait for the other.
#pragma once

#include "flow/held-locks.h"

namespace async_tidy {

/// "While `first` is held, `second` is taken", by names that mean the same in every
/// translation unit: class and field, or global. Made to be stored.
struct LockEdge {
  std::string first, second;      ///< Identities: `app::Service.cache_.mutex_`.
  std::vector<std::string> outer; ///< Identities of what else is held.
  clang::SourceLocation firstTaken, secondTaken;
  const clang::FunctionDecl *callee = nullptr; ///< Who takes the second, if not the
                                               ///< function that holds the first.
  clang::SourceLocation inside;                ///< Where it does.
};

/// The edges that a function proves: both locks certain, of the same object or global,
/// and the second one waited for without limit. None from constructors and destructors,
/// where nobody else has the object.
std::vector<LockEdge> lockEdges(const FunctionView &view, Analysis &analysis);

} // namespace async_tidy
