// How an exception gets out of a function: a `throw`, or an awaited operation that
// reports its failure by one, with no handler on the way. Looks into the callees that it
// can see.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// The way of an exception that nobody catches.
struct Escape {
  const clang::Expr *origin = nullptr; ///< The throw, or the await.
  /// The calls that lead there from the function asked about, outermost first.
  llvm::SmallVector<const clang::Expr *, 4> path;
};

/// An explicit `throw` that leaves the function, the earliest one. Nothing where its type
/// may be caught. A rethrow does not count: whether there is anything to rethrow cannot
/// be told.
std::optional<Escape> escapingThrow(const FunctionView &view,
                                    const TranslationUnit &unit);

/// Which awaited operations count as a source of exceptions, beside `throw`: outside of
/// any `try`, where neither the result nor an error code that they are given says how
/// they ended.
enum class Failing {
  Accepting, ///< Those that wait for new work: who fails there serves nobody any more.
  Any,       ///< All that wait for a peer.
};

/// As `escapingThrow`, and such operations.
std::optional<Escape> escapingFailure(const FunctionView &view,
                                      const TranslationUnit &unit, Failing operations);

/// Whether a value tells of a failure: an error code, an outcome, an enumeration that is
/// called a status or the like, or a tuple, pair or variant that holds one.
bool tellsFailure(clang::QualType type, const Resolver &roles, unsigned depth = 0);

/// Whether a callable's first parameter does, so that it is a completion handler.
bool takesFailure(clang::QualType callable, const Resolver &roles);

} // namespace async_tidy
