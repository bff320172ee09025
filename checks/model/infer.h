// Roles read from structure alone, so that a home-made task, mutex, guard or pool needs
// no configuration. Bodies refine the answer where they are visible; signatures must
// suffice where they are not (system headers, an editor's preamble).
#pragma once

#include "model/roles.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace async_tidy {

class Resolver;

/// The roles of a class that no model names; nothing if it has none. `roles` answers for
/// the types that the class is made of.
std::optional<TypeFacts> inferType(const clang::CXXRecordDecl &record,
                                   const Resolver &roles);

/// The roles of a function that no model names: methods of inferred locks and executors,
/// annotated functions (`[[clang::annotate("async::blocking")]]`).
std::optional<FunctionFacts> inferFunction(const clang::FunctionDecl &function,
                                           const Resolver &roles);

} // namespace async_tidy
