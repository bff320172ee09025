// Whether code is there to test other code, where a blocked thread or a wait without
// limit is often the plan.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Whether a function stands in a file that holds test bodies: helpers of tests are test
/// code too. Looks through all functions; ask only for what is about to be reported.
bool isTestCode(const FunctionView &view, const TranslationUnit &unit);

/// Whether a function is the body of a test.
bool isTestBody(const FunctionView &view, const TranslationUnit &unit);

/// The source of the macro use that makes a test's body: `TEST_CASE("name")`.
llvm::StringRef testDeclaration(const FunctionView &view, const TranslationUnit &unit);

/// The first check of a test framework after a place, null if there is none. Lambdas do
/// not count; an invalid place is the beginning.
const clang::Stmt *assertionAfter(clang::SourceLocation where, const FunctionView &view,
                                  const TranslationUnit &unit);

} // namespace async_tidy
