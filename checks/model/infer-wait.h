// Functions that block until a task is done, from structure.
#pragma once

#include "model/roles.h"

#include "clang/AST/Decl.h"

namespace async_tidy {

class Resolver;

/// Fills `syncWait` for a function that takes a task and waits for it; true if it did.
bool inferSyncWait(const clang::FunctionDecl &function, const Resolver &roles,
                   FunctionFacts &facts);

} // namespace async_tidy
