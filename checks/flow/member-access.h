// How the members of a class are accessed by its methods, and under which of its locks.
#pragma once

#include "flow/shared-memory.h"

namespace async_tidy {

/// One access of a method to a member of its object.
struct MemberAccess {
  const FunctionView *method = nullptr;
  const clang::Expr *expr = nullptr;
  AccessPath place;
  Touch touch = Touch::Nothing;
  std::vector<AccessPath> locks; ///< Mutexes of the object that are held for sure.
  bool locked = false;           ///< Some lock is held, of the object or not.
};

/// The accesses of a method to its object's members; none for constructors, destructors,
/// static methods and lambdas.
std::vector<MemberAccess> memberAccesses(const FunctionView &method, Analysis &analysis);

} // namespace async_tidy
