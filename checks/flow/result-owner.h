// Who owns what an await hands out by reference or as a view. If it is the awaited task
// or awaiter itself, and that is a temporary, the reference dangles in the next
// statement.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// The owner of what a result refers to.
enum class Owner {
  Unknown,
  Awaiter, ///< A member of the awaiter.
  Frame,   ///< The frame of the awaited coroutine.
};

struct ResultOwner {
  Owner owner = Owner::Unknown;
  const clang::Stmt *said = nullptr; ///< The return statement that shows it, if seen.
};

/// Judged from the bodies of `await_resume` and of what it calls, where they are visible.
/// A task that gives out an rvalue reference gives out its own.
ResultOwner ownerOfResult(const clang::CoroutineSuspendExpr &await,
                          const Resolver &roles);

/// Whether the owner of the result is a temporary of the await's full expression.
bool dangles(const clang::CoroutineSuspendExpr &await, Owner owner,
             const Resolver &roles);

} // namespace async_tidy
