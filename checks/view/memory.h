// What a mention of a variable or field does to its memory, and which types may be shared
// between threads as they are.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// Whether each access is one step for all threads: `std::atomic` and its like, by their
/// methods, and `_Atomic`.
bool isAtomic(clang::QualType type);

/// Whether threads may work on an object without a lock of the caller's: atomics, locks
/// and other means of synchronisation, and types made for use by several threads.
bool synchronisesItself(clang::QualType type, const Resolver &roles);

/// What a mention does.
enum class Touch {
  Nothing, ///< An operand that is not evaluated, or a discarded value.
  Reads,
  Writes,
  Updates, ///< Reads and writes: `++x`, `x += 1`, a method that is not const.
  Escapes, ///< Its address or a reference goes to somebody else.
};

/// Classifies a mention, a DeclRefExpr or MemberExpr of the function. A write to a part
/// is one of the whole.
Touch touchOf(const clang::Expr &mention, const FunctionView &view);

inline bool isWrite(Touch touch) {
  return touch == Touch::Writes || touch == Touch::Updates;
}

} // namespace async_tidy
