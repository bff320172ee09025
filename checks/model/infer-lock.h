// Locks from structure: mutexes by their methods, guards by what constructor and
// destructor do.
#pragma once

#include "model/roles.h"

#include "clang/AST/DeclCXX.h"

namespace async_tidy {

class Resolver;

/// Whether the class has a visible, non-static method of one of these names that
/// `accepts` agrees to.
bool hasMethod(const clang::CXXRecordDecl &record, llvm::ArrayRef<llvm::StringRef> names,
               llvm::function_ref<bool(const clang::CXXMethodDecl &)> accepts);

/// Fills `mutex`, `guard`, `semaphore`, `conditionVariable` and `lockTag` of `facts`.
void inferLocks(const clang::CXXRecordDecl &record, const Resolver &roles,
                TypeFacts &facts);

/// Fills `lockOperation` and `conditionWait`; true if it did.
bool inferLockUse(const clang::CXXMethodDecl &method, const Resolver &roles,
                  FunctionFacts &facts);

} // namespace async_tidy
