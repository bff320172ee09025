// Whether code is there to test other code, where a blocked thread or a wait without
// limit is often the plan.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Whether a function stands in a file that holds test bodies: helpers of tests are test
/// code too. Looks through all functions; ask only for what is about to be reported.
bool isTestCode(const FunctionView &view, const TranslationUnit &unit);

} // namespace async_tidy
