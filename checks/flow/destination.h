// Where a value goes in the full expression that makes it: awaited on the spot, kept in a
// variable, returned, handed to somebody else, or dropped. What it refers to must live as
// long.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// Where a value ends up.
enum class Goes {
  Unknown,   ///< Somewhere this function does not show.
  Awaited,   ///< The function waits for it here, suspended or blocked.
  Dropped,   ///< Nobody keeps it.
  Returned,  ///< It is the caller's.
  Local,     ///< A local variable holds it.
  Collected, ///< A container holds it: a local one, or if `variable` is null, another.
  Outlives,  ///< A member, a global or something else that outlives the function.
  Started,   ///< It runs on its own beside the function.
};

struct Destination {
  Goes goes = Goes::Unknown;
  const clang::Stmt *at = nullptr; ///< What takes it there.
  const clang::VarDecl *variable = nullptr;
  /// For Unknown, the call that takes it as an argument, if there is one.
  const CallSite *call = nullptr;
  ArgumentIndex argument = 0; ///< Which one; `Receiver` for the object.
};

/// Follows a value through moves, casts, combinators and timeouts. An expression that
/// names a variable tells where this use of the variable takes it.
Destination destinationOf(const clang::Expr &value, const FunctionView &view,
                          const Resolver &roles);

/// What happens to a task that goes there, for a note.
llvm::StringRef fateOf(const Destination &task);

/// The outermost expression that still is the value itself: through parentheses, casts,
/// temporaries, moves and type-erasing wrappers.
const clang::Expr &wholeValue(const clang::Expr &value, const FunctionView &view,
                              const Resolver &roles);

/// The argument of the call that the expression is, nothing if it is none.
std::optional<ArgumentIndex> argumentOf(const clang::Expr &expr, const CallSite &call);

} // namespace async_tidy
