// Which local variables hold a task, and whether anybody takes it from them. A task moves
// through plain expressions, so most answers need no graph; "on every path?" does.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// What a mention of a variable does to the task in it.
enum class Mention {
  Consumes, ///< Awaits, moves, passes on, aliases: somebody else may take care of it.
  Inspects, ///< Asks about it: `valid()`, `size()`, a comparison.
  Ignores,  ///< Reads nothing: `(void)task;`.
  Fills,    ///< Puts a task in: `task = f()`, `tasks.push_back(f())`.
};

/// Classifies one of `view.uses(variable)`. Whatever it does not understand consumes.
Mention mentionKind(const clang::Expr &mention, const FunctionView &view,
                    const Resolver &roles);

/// The task type that a variable of the given type owns: the type itself, or what a
/// standard container, optional, tuple or array holds. Null if none. Views and wrappers
/// of references own nothing.
clang::QualType taskHeldIn(clang::QualType type, const Resolver &roles,
                           unsigned depth = 0);

/// The task that an expression makes: what its type says, and what is known of the call.
/// Null if its type is no task.
const TaskRole *taskMadeBy(const clang::Expr &expr, const FunctionView &view,
                           const TranslationUnit &unit);

/// Whether a template calls what it was given: its caller chose a callable that returns a
/// task, and is who can be told.
bool isChosenByCaller(const clang::Expr &expr, const FunctionView &view);

/// A local variable that a call filled with a task or several.
struct HeldTask {
  const clang::ValueDecl *variable; ///< A variable or a structured binding.
  const clang::Expr *made;          ///< The first call that made a task for it.
  const TaskRole *task;
  bool many;      ///< A container, array, optional or tuple.
  bool consumed;  ///< By any mention in the function.
  bool inspected; ///< Somebody asks it how it is.
};

/// The tasks that a function keeps in locals of its own, in source order. Variables that
/// merely refer to a task elsewhere, and copies of shared results, are left out.
std::vector<HeldTask> heldTasks(const FunctionView &view, const TranslationUnit &unit);

/// A place where control leaves the variable's scope, or the variable is overwritten,
/// with the task not consumed. Nothing if there is none, if the function inspects the
/// task (the branches then know more than the graph), or if the budget ran out. Paths
/// that throw do not count.
std::optional<clang::SourceLocation>
unconsumedAt(const HeldTask &held, const FunctionView &view, Analysis &analysis);

} // namespace async_tidy
