// Which parameters a coroutine still reads when its caller may have gone on. What a
// reference, a view or a pointer among them refers to must live until then.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// A read after the call has returned.
struct LateRead {
  const clang::Expr *at = nullptr;  ///< Null if only a declaration says so.
  const FunctionView *in = nullptr; ///< The coroutine that reads.
};

/// Whether the coroutine, or the one whose task a function returns, reads its parameter
/// late. Only for parameters that refer to something.
std::optional<LateRead> lateRead(const clang::ParmVarDecl &parameter,
                                 const FunctionView &function, Analysis &analysis);

/// The same of the object that a method runs on.
std::optional<LateRead> lateReadOfThis(const FunctionView &method, Analysis &analysis);

/// The parameter that an argument of the call initialises, null if there is none.
const clang::ParmVarDecl *parameterFor(const CallSite &call, unsigned argument);

} // namespace async_tidy
