// Which callables outlive the function that makes them: handed to something that keeps
// them and runs them later, directly or through callees whose bodies are visible.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// A call that keeps a callable beyond its own end.
struct CallbackSink {
  const CallSite *call = nullptr; ///< In the function that makes the callable.
  Runs runs = Runs::Loop;
};

/// Where a lambda goes that a function makes; nothing if it is called on the spot, waited
/// for in the same expression, or if nobody knows.
std::optional<CallbackSink> sinkOf(const clang::LambdaExpr &lambda,
                                   const FunctionView &view, const TranslationUnit &unit);

} // namespace async_tidy
