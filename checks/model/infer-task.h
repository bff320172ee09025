// Tasks, awaitables and generators from structure: what `initial_suspend` and
// `final_suspend` return tells when the work begins, the destructor what dropping it
// does.
#pragma once

#include "model/roles.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace async_tidy {

class Resolver;
class Shape;

/// Fills `task`, `awaitable`, `generator` and `asyncGenerator` of `facts`.
void inferTask(const Shape &shape, TypeFacts &facts);

/// The promise type that the class names as its `promise_type`, or that
/// `std::coroutine_traits` gives it; null if none.
const clang::CXXRecordDecl *promiseOf(const clang::CXXRecordDecl &record);

/// Whether an awaitable is the operation itself, not a handle to work that goes on
/// without it: the await triple, and nothing to clean up.
bool startsWhenAwaited(const clang::CXXRecordDecl &awaitable);

/// Whether `await_ready` is known to be true: by its body, where it is visible.
bool neverSuspends(const clang::CXXRecordDecl &awaiter);

/// Whether a coroutine of that promise stays suspended when it has ended: what
/// `final_suspend` returns. Nothing if it cannot be told.
std::optional<bool> staysAtEnd(const clang::CXXRecordDecl &promise,
                               const Resolver &roles);

} // namespace async_tidy
