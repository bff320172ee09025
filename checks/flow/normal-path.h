// Whether a place can be reached by a run that goes on afterwards: not in code that is
// dead at compile time, and not on the way to an abort.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// Also true where there is no control flow graph to ask.
bool isOnNormalPath(const clang::Stmt &stmt, const FunctionView &view,
                    Analysis &analysis);

} // namespace async_tidy
