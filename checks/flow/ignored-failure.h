// Failures of asynchronous operations that reach the code, and that the code then drops:
// an empty handler, an error code that nobody reads, an outcome thrown away.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Who drops it.
enum class IgnoredBy {
  EmptyCatch,   ///< `catch (...) {}` around an await.
  EmptyHandler, ///< `.handle_exception([](auto) {})`.
  Parameter,    ///< A completion handler whose named error parameter is never used.
  Variable,     ///< A local error code or binding that an awaited operation fills.
  Discard,      ///< The value of an await, an outcome, is not looked at.
};

struct IgnoredFailure {
  IgnoredBy by = IgnoredBy::EmptyCatch;
  clang::SourceLocation where;
  /// The operation that fails, null where it is not one.
  const clang::Expr *operation = nullptr;
  const clang::ValueDecl *variable = nullptr; ///< For Parameter and Variable.
};

/// What a function ignores, in source order. A comment in an empty handler gives a
/// reason; operations that end something (close, shutdown, cancel) and timers may fail
/// unseen.
std::vector<IgnoredFailure> ignoredFailures(const FunctionView &view,
                                            const TranslationUnit &unit);

} // namespace async_tidy
