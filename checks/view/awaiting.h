// Whether a task could be awaited where it stands: decides which repair is offered.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// Whether `co_await task` would compile in place of `task`: the function is a coroutine
/// whose promise accepts it, and a suspension is allowed there.
bool canAwait(const clang::Expr &task, const FunctionView &view, const Resolver &roles);

} // namespace async_tidy
