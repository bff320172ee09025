// The edit that turns a reference variable into a value of its own.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"

namespace async_tidy {

/// Drops the `&` of a variable's type. Nothing where that may not compile: macros, or a
/// type that cannot be copied (or moved, if it is bound to an rvalue).
llvm::SmallVector<clang::FixItHint, 1> valueInstead(const clang::VarDecl &variable,
                                                    bool boundToRvalue,
                                                    const clang::ASTContext &context);

} // namespace async_tidy
