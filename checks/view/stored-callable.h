// Whether a callable was put somewhere earlier, by somebody else: calling it runs code
// that nobody at the call knows.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// Whether the expression names a type-erased callable in a member or a global, or an
/// element of a container there.
bool isStoredCallable(const clang::Expr &callable, const FunctionView &view,
                      const Resolver &roles);

} // namespace async_tidy
