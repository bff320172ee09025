// What a reference, pointer or view refers to, followed back to an object that this
// function owns: a local variable, or a temporary.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// At most one of the two; neither where the function does not show it.
struct Referent {
  const clang::VarDecl *variable = nullptr; ///< A local variable or by-value parameter.
  const clang::Expr *temporary = nullptr;   ///< Dies with its full expression.

  explicit operator bool() const { return variable || temporary; }
};

/// What a reference refers to that is bound to the expression; of a view or a pointer
/// made by the expression, what that refers to.
Referent referentOf(const clang::Expr &expr, const FunctionView &view,
                    const Resolver &roles);

/// Whether a value of the type keeps referring to an object elsewhere: a view, a pointer,
/// a wrapped reference.
bool isViewLike(clang::QualType type, const Resolver &roles);

} // namespace async_tidy
