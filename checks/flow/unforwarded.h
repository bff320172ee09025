// Which calls leave out what the function was given and the callee would take: a stop
// token, a deadline, a time limit?
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// A call that gets the callee's default in place of a parameter of the caller.
struct Unforwarded {
  const CallSite *call = nullptr;
  const clang::ParmVarDecl *given = nullptr; ///< What the function has.
  const clang::ParmVarDecl *wanted =
      nullptr;          ///< What the callee, or its overload, takes.
  bool isToken = false; ///< It carries a request to stop; else it is a time.
  bool unused = false;  ///< The function does not use it at all.
  bool follows = false; ///< It would be the next argument of the call.
};

/// In source order. Calls that clean up, and functions with several such parameters of a
/// type or with a token of their own making, are left out.
std::vector<Unforwarded> unforwarded(const FunctionView &view,
                                     const TranslationUnit &unit);

} // namespace async_tidy
