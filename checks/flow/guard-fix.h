// Can something that is taken and given back by hand become an object that does the same?
#pragma once

#include "flow/held-locks.h"

#include "clang/Basic/Diagnostic.h"

namespace async_tidy {

/// The edits that put a guard of the given class template in place of `m.lock()` and of
/// each `m.unlock()`. None where the guard would hold the lock over more than a jump, or
/// where macros take part.
std::vector<clang::FixItHint> guardInstead(const HeldLock &lock, llvm::StringRef guard,
                                           const FunctionView &view);

/// Whether nothing behind a statement in its block reads anything: to lock there is to
/// wait until the lock is free, on purpose.
bool endsBehind(const clang::CompoundStmt &block, const clang::Expr &statement);

/// The edits that put a declaration in place of the statement that takes something, and
/// nothing in place of the calls that give it back. None where the object would hold it
/// over more than a jump, or where macros take part.
std::vector<clang::FixItHint>
objectInstead(const clang::Expr &taking, llvm::ArrayRef<const clang::CallExpr *> giving,
              const std::string &declaration, const FunctionView &view);

/// Names for a guard that has none.
inline constexpr llvm::StringRef guardNames[] = {"guard", "lock", "held", "heldLock"};

/// The edit that gives a name to the guard that a statement makes and drops. `written` is
/// what makes it. Nothing where macros take part, or all names are taken.
std::optional<clang::FixItHint> nameForGuard(const clang::Expr &statement,
                                             const clang::Expr &written,
                                             const FunctionView &view);

} // namespace async_tidy
