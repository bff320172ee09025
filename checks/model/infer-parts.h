// The parts of inference. Each asks for one family of roles; `infer.cpp` puts them
// together.
#pragma once

#include "model/shape.h"

#include "model/roles.h"

namespace async_tidy {

/// Fills `mutex`, `guard` and `lockTag`.
void inferLocks(const Shape &shape, TypeFacts &facts);
/// Fills `lockOperation`; true if it did.
bool inferLockOperation(const clang::CXXMethodDecl &method, const Resolver &roles,
                        FunctionFacts &facts);
/// Whether such a class destroys in its destructor a claim that its constructor took: the
/// object that a constructor takes by reference or pointer, and that `accepts` agrees to.
const TypeFacts *claimedObject(const clang::CXXRecordDecl &record, const Resolver &roles,
                               llvm::function_ref<bool(const TypeFacts &)> accepts);

/// Fills `semaphore`, `permit`, `event` and `conditionVariable`.
void inferSignals(const Shape &shape, TypeFacts &facts);
/// Fills `permitOperation` and `conditionWait`; true if it did.
bool inferSignalUse(const clang::CXXMethodDecl &method, const Resolver &roles,
                    FunctionFacts &facts);

/// Fills `promise`, `cancellationToken` and `cancelHandle`.
void inferRequests(const Shape &shape, TypeFacts &facts);
/// Fills `settle`, `cancel` and `checksCancellation`; true if it did.
bool inferRequestUse(const clang::CXXMethodDecl &method, const Resolver &roles,
                     FunctionFacts &facts);

/// Fills `open` and `close` of methods that begin and end a transaction; true if it did.
bool inferTransaction(const clang::CXXMethodDecl &method, const Resolver &roles,
                      FunctionFacts &facts);

/// Fills `queue`.
void inferQueue(const Shape &shape, TypeFacts &facts);

/// Fills `executor`, `thread`, `scope`, `closeable` and `callableWrapper`.
void inferExecutors(const Shape &shape, TypeFacts &facts);
/// Fills `callbacks` of an executor's methods, and `spawn` of a scope's; true if it did.
bool inferExecution(const clang::CXXMethodDecl &method, const Resolver &roles,
                    FunctionFacts &facts);

/// Fills `callbacks` from what a visible body does with a callable that it is given; true
/// if it did.
bool inferCallbacks(const clang::FunctionDecl &function, const Resolver &roles,
                    FunctionFacts &facts);
/// Whether a callable is passed to the parameter.
bool takesCallable(const clang::ParmVarDecl &parameter, const Resolver &roles);

/// Fills `syncWait` for a function that takes a task and waits for it; true if it did.
bool inferSyncWait(const clang::FunctionDecl &function, const Resolver &roles,
                   FunctionFacts &facts);

/// What `[[clang::annotate("async::ROLE: {...}")]]` says; true if there is one.
bool readAnnotations(const clang::CXXRecordDecl &record, const Resolver &roles,
                     TypeFacts &facts);
bool readAnnotations(const clang::FunctionDecl &function, const Resolver &roles,
                     FunctionFacts &facts);

/// What the compiler's own attributes add to the roles of a type.
void readAttributes(const clang::CXXRecordDecl &record, TypeFacts &facts);
/// The same for a function; true if they say whether it blocks.
bool readAttributes(const clang::FunctionDecl &function, FunctionFacts &facts);

} // namespace async_tidy
