// Loops that go on after a cancellation: a handler catches what says that the task was
// cancelled, or a test of an error code takes it for a failure like any other, and the
// next round awaits again.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// A loop without a way out, and what keeps it going.
struct CancelledLoop {
  const clang::Stmt *loop = nullptr;
  const clang::Expr *await = nullptr;           ///< The operation that is cancelled.
  const clang::CXXCatchStmt *handler = nullptr; ///< Or else:
  const clang::IfStmt *test = nullptr;
  const clang::ValueDecl *code = nullptr; ///< What `test` looks at.
  std::string error;                      ///< What it swallows, in words.
  bool byCode = false; ///< Only a code tells the cancellation from other errors.
};

/// In source order. Whatever else may end the loop counts: another await on its way, a
/// look at a token, a handler that rethrows or leaves. A timer's cancellation is left
/// out: it is how tasks wake each other.
std::vector<CancelledLoop> cancelledLoops(const FunctionView &view,
                                          const TranslationUnit &unit);

} // namespace async_tidy
