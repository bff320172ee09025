// Calls on one object that belong together: acquire and release of a semaphore, begin and
// commit of a transaction. Who makes the first one owes the second.
#pragma once

#include "flow/access-path.h"
#include "flow/duties.h"

namespace async_tidy {

/// What one call does to an object.
struct PairedCall {
  Deed deed; ///< Takes, MayTake or Ends.
  const clang::Expr *object;
};
using PairedCallReader = llvm::function_ref<std::optional<PairedCall>(const CallSite &)>;

/// A pair of which a function makes both calls.
struct PairDuty : Duty {
  AccessPath place = AccessPath::ofThis(); ///< Of the object.
  llvm::SmallVector<const CallSite *, 2> takes, ends;
};

/// The pairs of a function, in the order of their first calls. A call whose result is a
/// task counts where it is awaited. What callees and closures end is not the function's
/// any more.
std::vector<PairDuty> pairDuties(const FunctionView &view, const TranslationUnit &unit,
                                 PairedCallReader read);

} // namespace async_tidy
