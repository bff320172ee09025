// Whether code is there to test other code, where a blocked thread or a wait without
// limit is often the plan.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Whether a function stands in a file that holds test bodies, is named like a test or
/// includes headers made for tests: helpers of tests are test code too. Looks through all
/// functions; ask only for what is about to be reported.
bool isTestCode(const FunctionView &view, const TranslationUnit &unit);

/// Whether a place stands in the expansion of a test framework's check.
bool isInAssertion(clang::SourceLocation where, const TranslationUnit &unit);

/// Whether an exception is what the test wants of an expression: it stands in a macro or
/// in a lambda whose taker has a name like `assert_throws`.
bool isExpectedToThrow(const clang::Expr &expr, const FunctionView &view,
                       const TranslationUnit &unit);

/// Whether a function is the body of a test.
bool isTestBody(const FunctionView &view, const TranslationUnit &unit);

/// The source of the macro use that makes a test's body: `TEST_CASE("name")`.
llvm::StringRef testDeclaration(const FunctionView &view, const TranslationUnit &unit);

/// The first check of a test framework after a place, null if there is none. Lambdas do
/// not count; an invalid place is the beginning.
const clang::Stmt *assertionAfter(clang::SourceLocation where, const FunctionView &view,
                                  const TranslationUnit &unit);

/// Whether a check wants that something has not happened: that a count is 0, a pointer
/// null, a flag false, a container empty.
bool wantsNothing(const clang::Stmt &assertion, const TranslationUnit &unit);

} // namespace async_tidy
