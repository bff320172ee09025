// Which values are replaced before anybody used them? What was made is lost by then, and
// with it the only means to work with it.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// A value that is made, and replaced unused.
struct Overwrite {
  std::string name; ///< Of the variable or field.
  clang::QualType type;
  const clang::Stmt *made = nullptr;
  const clang::Expr *replaced = nullptr; ///< The assignment.
  /// The same assignment, in the next round of a loop.
  bool eachRound() const { return made == replaced; }
};

/// The overwritten values of local variables, and of fields of `this` while nobody else
/// can run, of the types that `matters` agrees to; in source order.
std::vector<Overwrite>
overwrittenUnused(const FunctionView &view, Analysis &analysis,
                  llvm::function_ref<bool(clang::QualType)> matters);

} // namespace async_tidy
