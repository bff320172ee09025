// What is known of a value before the program runs.
#pragma once

#include "clang/AST/ASTContext.h"

#include <optional>

namespace async_tidy {

/// The value of a constant integer, null pointer, zero-initialised struct or duration.
std::optional<int64_t> constantValue(const clang::Expr *expr,
                                     const clang::ASTContext &context);

} // namespace async_tidy
