// Loops that only an event from outside ends, and what holds them back: a permit, a
// window, a limit.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// The innermost loop around a statement whose condition counts nothing down: `for (;;)`,
/// `while (true)`, `while (open)`. Null if there is none.
const clang::Stmt *endlessLoop(const clang::Stmt &stmt, const FunctionView &view);

/// What a `while`, `do` or `for` repeats; null for anything else.
const clang::Stmt *loopBody(const clang::Stmt &loop);

/// Whether the loop has no condition, or one that always holds.
bool hasNoCondition(const clang::Stmt &loop, const clang::ASTContext &context);

/// Whether a part of a loop's body has a statement that leaves the loop: `break`,
/// `return`, `goto`, `throw`, or a call that never returns.
bool mayLeaveLoop(const clang::Stmt *part);

/// Whether something before the statement may hold it back: a comparison against a limit,
/// a semaphore, a queue with a capacity, a wait on a condition. `within` is the part of
/// the function that is looked at.
bool isHeldBack(const clang::Expr &expr, const clang::Stmt &within,
                const FunctionView &view, const Resolver &roles);

} // namespace async_tidy
