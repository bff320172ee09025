// Under which arguments a place in a function is reached: `wait(false)` does not get to
// what stands below `if (block)`.
#pragma once

#include "facts/summary.h"

namespace async_tidy {

/// The tests of parameters that decide whether control gets to a statement: those of the
/// branches around it, and those that leave the function before it. Others are left out.
std::vector<Guard> guardsOf(const clang::Stmt &stmt, const FunctionView &view);

/// What is known of the arguments of a call or construction.
std::vector<KnownArgument> knownArguments(const clang::Expr &call,
                                          const clang::ASTContext &context);

/// Whether the arguments keep control from a place that has these guards.
bool excludes(llvm::ArrayRef<KnownArgument> arguments, llvm::ArrayRef<Guard> guards);

} // namespace async_tidy
