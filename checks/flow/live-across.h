// Which local variables are read after a suspension with what they got before it: while
// the function was parked, what they refer to may have changed or gone.
#pragma once

#include "view/function-view.h"

#include "clang/Analysis/CFG.h"

namespace async_tidy {

/// A read on a path from the variable's last definition through a suspension.
struct ReadAcross {
  const clang::VarDecl *variable;
  const SuspensionPoint *suspension; ///< One that lies between.
  const clang::Expr *read;
};

/// The first such read of each of the given variables, in the order given. An assignment
/// is a new definition; what only changes the variable (`++it`) is not. Nothing without a
/// graph.
std::vector<ReadAcross> readsAcross(llvm::ArrayRef<const clang::VarDecl *> variables,
                                    const FunctionView &view, const clang::CFG *graph);

} // namespace async_tidy
