// What belongs to the thread that runs the function: thread-local variables, `errno`,
// the thread's identity.
#pragma once

#include "view/function-view.h"

#include "clang/Analysis/CFG.h"

namespace async_tidy {

/// What a local variable has of its thread: the address of a thread-local variable, or
/// the result of a call.
struct ThreadBound {
  const clang::VarDecl *variable = nullptr;
  const clang::Expr *call = nullptr;
  bool isIdentity = false; ///< A value such as an id, which may be kept to be compared.
};
std::optional<ThreadBound> threadBound(const clang::VarDecl &local,
                                       const FunctionView &view, const Resolver &roles);

/// A read of `errno` with a suspension between it and the call that set it.
struct LateErrno {
  const clang::Expr *read, *setBy;
  const SuspensionPoint *suspension;
};
std::vector<LateErrno> lateErrnos(const FunctionView &view, const clang::CFG *graph);

/// A thread-local variable that a function uses before and after a suspension.
struct TouchedTwice {
  const clang::VarDecl *variable;
  const clang::Expr *before, *after;
  const SuspensionPoint *suspension;
};
std::vector<TouchedTwice> touchedTwice(const FunctionView &view, const clang::CFG *graph);

} // namespace async_tidy
