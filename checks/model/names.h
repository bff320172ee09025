// Names and types as the models spell them: without template arguments, inline
// namespaces, aliases.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallString.h"

namespace async_tidy {

/// `std::__cxx11::basic_string<char>::find` is `std::basic_string::find`. A constructor
/// is `Class::Class`. Anonymous namespaces and functions that hold local classes are
/// skipped.
llvm::SmallString<64> qualifiedName(const clang::NamedDecl &decl);

/// The class behind a type: through references, qualifiers, aliases and deduced types,
/// not through pointers. For a dependent specialisation, the template's pattern. Null if
/// none.
const clang::CXXRecordDecl *recordOf(clang::QualType type);

/// As `recordOf`, and through one level of pointer or smart pointer's `operator->` type.
const clang::CXXRecordDecl *pointeeRecordOf(clang::QualType type);

/// `std::coroutine_handle`: a suspended coroutine.
bool isCoroutineHandle(clang::QualType type);

/// What a user reads in a message: the type without qualifiers and default arguments.
std::string displayName(clang::QualType type, const clang::ASTContext &context);

/// What a user calls the thing that is invoked: the quoted name of a function, of a
/// function object, pointer or class, or `the lambda`.
std::string displayCallee(const clang::Expr &call);

/// What a user calls a function: `sleep_for`, `operator>>`, the class of a constructor.
std::string displayName(const clang::FunctionDecl &function);

/// What a call invokes. Where a template leaves the choice of an overload open, the first
/// one if all return the same: a model names them together. Null if unknown.
const clang::FunctionDecl *calleeOf(const clang::CallExpr &call);

/// The object that a member call is made on, also where the overload is still open. Null
/// for other calls.
const clang::Expr *receiverOf(const clang::CallExpr &call);

/// Strips parentheses, implicit casts, temporaries and cleanups.
const clang::Expr *stripped(const clang::Expr *expr);

/// As `stripped`, and through `std::move` and `std::forward`.
const clang::Expr *strippedMove(const clang::Expr *expr);

/// Whether a value of the type can be called; also where that is not known yet.
bool isCallable(clang::QualType type);

/// Whether the expression is a call of `std::move` or `std::forward` (or a cast to an
/// rvalue).
bool isMove(const clang::Expr *expr);

/// A body that may be looked into: not in a system header, where hosts skip bodies. Null
/// if none.
const clang::Stmt *visibleBody(const clang::FunctionDecl &function);

/// Whether the body calls a function of any of these names, also where the call is
/// dependent.
bool callsAnyOf(const clang::Stmt *body, llvm::ArrayRef<llvm::StringRef> names);

} // namespace async_tidy
