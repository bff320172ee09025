// Which local variables hold something that only a call gives back: a descriptor, a
// stream, memory, a handle of a C library? Nothing does it for them when an exception, or
// the end of a suspended coroutine, skips that call.
#pragma once

#include "flow/duties.h"

namespace async_tidy {

/// A raw handle in a local variable.
struct HandleDuty : Duty {
  std::string what; ///< In words: `descriptor`, `memory`.
};

/// The handles that a function both takes and gives back, in source order. Left out are
/// variables that others may change, through a reference or a pointer.
std::vector<HandleDuty> handleDuties(const FunctionView &view,
                                     const TranslationUnit &unit);

} // namespace async_tidy
