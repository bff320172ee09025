// Which variable or field an expression speaks of. Two expressions that speak of the same
// one are taken for the same object, which is enough to find who else uses it.
#pragma once

#include "clang/AST/Expr.h"

#include <string>

namespace async_tidy {

struct CallSite;

/// The variable or field behind parentheses, casts, moves, dereferences, subscripts and
/// reference variables. Null for anything else, such as the result of a call.
const clang::ValueDecl *variableOf(const clang::Expr *expr);

/// As `variableOf`, and through accessors: `socket()` of a class is the field it returns,
/// `lowest_layer(stream)` and `stream.next_layer()` are taken for the stream.
const clang::ValueDecl *objectOf(const clang::Expr *expr);

/// Whether an expression stands for one of many that the operand holds: `tasks[i]`.
bool selectsElement(const clang::Stmt &expr, const clang::Expr &operand);

/// What a user calls the function that a call invokes; of a function object, its
/// variable.
std::string calleeName(const CallSite &site);

/// Whether the type is a smart pointer to the class, or to a class that it derives from:
/// any class template over it.
bool isPointerTo(clang::QualType type, const clang::CXXRecordDecl &record);

} // namespace async_tidy
