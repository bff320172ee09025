// A coroutine lambda keeps its captures in the closure, not in its frame. Whether the
// closure is gone while the task still runs depends on who holds either of them.
#pragma once

#include "flow/destination.h"
#include "view/translation-unit.h"

namespace async_tidy {

/// Why a closure is gone too early.
enum class Dies {
  WithExpression, ///< It is a temporary of the expression that makes the task.
  WithScope,      ///< It is a local variable or parameter; its task leaves the function.
  OnceInvoked,    ///< A callee stores it and frees it as soon as it was called.
  Unseen,         ///< Nothing is known of the callee (asked for by `strict`).
};

/// A closure that dies before a task made from it is done.
struct DeadClosure {
  Dies how = Dies::WithExpression;
  const clang::Expr *call = nullptr;      ///< Makes the task, or hands the closure over.
  Destination task;                       ///< Where the task goes meanwhile.
  const clang::VarDecl *holder = nullptr; ///< For WithScope.
};

/// Settings of the question.
struct ClosureQuestion {
  const TranslationUnit &unit;
  /// The task that the closure's calls make.
  const TaskRole &task;
  /// Functions that keep a closure until its task is done, by qualified name.
  llvm::ArrayRef<std::string> keepers;
  bool strict = false; ///< Distrust callees of which nothing is known.
};

/// Whether a closure dies early, judged from the function that the lambda stands in.
std::optional<DeadClosure> diesEarly(const clang::LambdaExpr &lambda,
                                     const FunctionView &in,
                                     const ClosureQuestion &question);

} // namespace async_tidy
