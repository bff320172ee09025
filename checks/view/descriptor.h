// Whether calls on a descriptor wait. The call does not show the descriptor's mode; what
// else is done with the variable that holds it does.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// What is known of the descriptor in a call's first argument.
enum class Descriptor {
  Unknown,
  Blocks,      ///< Opened in this function, in blocking mode, and nobody changes it.
  NeverBlocks, ///< A flag makes it non-blocking somewhere.
};

Descriptor descriptorOf(const CallSite &site, const FunctionView &view,
                        const TranslationUnit &unit);

} // namespace async_tidy
