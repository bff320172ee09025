// Which classes belong to the thread or the scope that their objects are made in: by a
// model, or by what their destructor does.
#pragma once

#include "model/resolve.h"

namespace async_tidy {

/// Why objects of a class must be gone before a suspension.
struct ScopeBinding {
  std::string why;
  clang::SourceLocation where = {}; ///< In the destructor, invalid if a model says so.
  bool unwinding = false;           ///< It only asks for exceptions in flight.
};

/// Nothing for a class that may live over a suspension, as far as it can be seen.
std::optional<ScopeBinding> scopeBinding(const clang::CXXRecordDecl &record,
                                         const Resolver &roles);

} // namespace async_tidy
