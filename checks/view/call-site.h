// Reads one call, wherever it stands.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// What a CallExpr or CXXConstructExpr calls, on what, with which arguments. For the
/// calls that stand in a function's body ask its view.
CallSite callSiteOf(const clang::Expr &expr, const Resolver &roles);

} // namespace async_tidy
