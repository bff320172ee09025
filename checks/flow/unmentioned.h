// On which ways out of a function was a variable never mentioned? Whoever relies on it on
// the other ways waits in vain on these.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// The `return` statements that are reached on no path with the variable mentioned, in
/// source order; the end of the body counts as one, by its statement. Ways that throw do
/// not count.
std::vector<const clang::Stmt *> exitsWithout(const clang::ValueDecl &variable,
                                              const FunctionView &view,
                                              Analysis &analysis);

} // namespace async_tidy
