// Memory that others can reach while a function is parked or beside it: members of the
// object that it runs on, and globals.
#pragma once

#include "flow/access-path.h"
#include "flow/analysis.h"
#include "view/memory.h"

namespace async_tidy {

/// One mention of such memory: the longest path of members, `state_.count` and not
/// `state_`.
struct SharedMention {
  const clang::Expr *expr = nullptr;
  AccessPath place;
  Touch touch = Touch::Nothing;
};

/// The mentions in a statement, lambdas' bodies left out. Constants, thread-local
/// variables and what synchronises itself are left out too.
std::vector<SharedMention> sharedMentions(const clang::Stmt &within,
                                          const FunctionView &view,
                                          const Resolver &roles);

/// The suspensions at which other tasks may work on shared memory: no lock and no permit
/// is held. None where the function takes permits by hand.
std::vector<const clang::Expr *> openSuspensions(const FunctionView &view,
                                                 Analysis &analysis);

/// Whether a value read at `read` may be used at `use` after one of the suspensions,
/// without control having passed one of `looks` in between.
bool isStaleAt(const clang::Expr &read, const clang::Expr &use,
               llvm::ArrayRef<const clang::Expr *> suspensions,
               llvm::ArrayRef<const clang::Expr *> looks, const FunctionView &view,
               Analysis &analysis);

} // namespace async_tidy
