// Which members and globals are used as a queue: filled in one function, drained in
// another that waits for it or runs elsewhere.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// One place that fills or drains a container.
struct QueueAccess {
  const FunctionView *view = nullptr;
  const clang::Expr *expr = nullptr;
};

/// A container that outlives the functions that use it.
struct SharedContainer {
  const clang::ValueDecl *variable = nullptr;
  const TypeFacts *type = nullptr;
  llvm::SmallVector<QueueAccess, 4> pushes, drains;
};

/// Whether a queue of the type takes any number of entries. A bound that is a template
/// argument may have been left out.
bool isUnbounded(const QueueRole &role, clang::QualType type);

/// Every member or global of a queue type, in source order of its declaration.
std::vector<SharedContainer> sharedContainers(const TranslationUnit &unit);

/// What shows that a push and a drain run in different contexts.
struct HandOff {
  const clang::ValueDecl *wakeUp =
      nullptr;                        ///< The drain waits on it, the push's function
                                      ///< works on it: condition, event, timer.
  const Context *drainedIn = nullptr; ///< Or the drain is a callback or a thread's body.
};
std::optional<HandOff> handOff(const QueueAccess &push, const QueueAccess &drain,
                               const TranslationUnit &unit);

/// Whether the push waits for, or tests, the space that is left.
bool isBounded(const QueueAccess &push, const SharedContainer &container,
               const TranslationUnit &unit);

} // namespace async_tidy
