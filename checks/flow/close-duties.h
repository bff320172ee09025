// Which local objects must be closed, stopped or joined before they die? Their destructor
// cannot wait, so it aborts, or cuts off what was still under way.
#pragma once

#include "flow/duties.h"

namespace async_tidy {

/// An object that has to be closed.
struct CloseDuty : Duty {
  const TypeFacts *facts = nullptr; ///< With the role `closeable`.
};

/// The closeable objects that a function owns, in source order.
std::vector<CloseDuty> closeDuties(const FunctionView &view, const TranslationUnit &unit);

} // namespace async_tidy
