// What becomes of the value that a callable returns, once it was handed to somebody who
// calls it: kept, or thrown away unseen.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// Who throws a callable's result away.
enum class ResultSink {
  Wrapper,   ///< A type-erased callable whose signature returns nothing.
  Callee,    ///< A function template whose body calls it and ignores the result.
  Framework, ///< A function of which a model says so.
};

/// The end of the way of a callable.
struct DroppedResult {
  ResultSink sink;
  std::string by;              ///< The type or function, quoted.
  clang::SourceLocation where; ///< In the callee's body; else invalid.
};

/// The type that calling the expression gives, null if it is not callable or overloaded.
clang::QualType resultOfCallable(const clang::Expr &expr);

/// The signature of a type-erased callable such as std::function; null for other types.
const clang::FunctionProtoType *wrappedSignature(clang::QualType type,
                                                 const Resolver &roles);

/// Who drops what the callable in that argument of the call returns; nothing if it is not
/// known to be dropped. Follows it through the bodies of a few callees.
std::optional<DroppedResult> droppedResult(const CallSite &site, unsigned argument,
                                           const FunctionView &in,
                                           const TranslationUnit &unit,
                                           unsigned depth = 0);

} // namespace async_tidy
