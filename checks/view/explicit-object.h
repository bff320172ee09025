// `this auto` in a lambda's parameter list makes the closure a by-value parameter, which
// a coroutine moves into its frame.
#pragma once

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Diagnostic.h"

#include <optional>

namespace async_tidy {

/// The insertion that gives a lambda such a parameter. Nothing where the language has
/// none, where the result may not compile (`mutable`, macros; captures that cannot be
/// copied, unless `movable`), or where it does not help (captured references).
std::optional<clang::FixItHint> insertExplicitObject(const clang::LambdaExpr &lambda,
                                                     const clang::LangOptions &language,
                                                     bool movable);

} // namespace async_tidy
