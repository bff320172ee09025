// What a class looks like: its methods in one spelling, what they take and return, what
// it consists of. Everything that inference of types asks.
#pragma once

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallString.h"

namespace async_tidy {

class Resolver;

/// A name without case and underscores: `try_lock`, `tryLock` and `TryLock` are one.
using PlainName = llvm::SmallString<32>;
PlainName plainName(llvm::StringRef name);
PlainName plainName(const clang::NamedDecl &decl);
/// The plain name of what a call calls, also where that depends on a template.
PlainName calledName(const clang::CallExpr &call);

/// The first member of that name, in the class or its bases.
const clang::NamedDecl *memberNamed(const clang::CXXRecordDecl &record,
                                    llvm::StringRef name);

/// A method that users of a class can call.
struct Method {
  const clang::CXXMethodDecl *decl; ///< Of a template, its pattern.
  PlainName name;
};

/// The class that a base specifier of `derived` names, with its definition; null if there
/// is none to see. A pattern may derive from other specialisations of its own template,
/// `struct Traits<F> : Traits<decltype(&F::operator())>`: none of them is its base.
const clang::CXXRecordDecl *parentOf(const clang::CXXBaseSpecifier &base,
                                     const clang::CXXRecordDecl &derived);

/// Reads a class once.
class Shape {
public:
  using Accepts = llvm::function_ref<bool(const clang::CXXMethodDecl &)>;

  Shape(const clang::CXXRecordDecl &record, const Resolver &roles);

  const clang::CXXRecordDecl &record() const { return record_; }
  const Resolver &roles() const { return roles_; }

  /// Public and protected methods that have a name and an object.
  llvm::ArrayRef<Method> methods() const { return methods_; }

  /// The first method of one of these plain names that `accepts` agrees to.
  const clang::CXXMethodDecl *method(llvm::ArrayRef<llvm::StringRef> names,
                                     Accepts accepts) const;
  const clang::CXXMethodDecl *method(llvm::ArrayRef<llvm::StringRef> names) const;

  /// Whether waiting for what the method returns suspends.
  bool isAwaited(const clang::CXXMethodDecl &method) const;

  /// Whether a field, itself or inside its template arguments, satisfies the test.
  bool consistsOf(llvm::function_ref<bool(clang::QualType)> test) const;

private:
  void add(const clang::CXXRecordDecl &record);

  const clang::CXXRecordDecl &record_;
  const Resolver &roles_;
  llvm::SmallVector<Method, 16> methods_;
};

/// Whether a type, or a template argument in it, satisfies the test.
bool mentions(clang::QualType type, llvm::function_ref<bool(clang::QualType)> test);

/// Needs no argument.
bool takesNothing(const clang::CXXMethodDecl &method);

/// A value that several threads may change: `std::atomic` and its like, or `volatile`.
bool looksAtomic(clang::QualType type);

/// Whether a visible body calls something by a plain name that satisfies the test.
bool bodyCalls(const clang::FunctionDecl &function,
               llvm::function_ref<bool(llvm::StringRef)> test);

/// Whether a visible body, or a visible function that it calls, satisfies the test
/// somewhere. Nested lambdas count as part of it.
bool bodyContains(const clang::FunctionDecl &function,
                  llvm::function_ref<bool(const clang::Stmt &)> test);

} // namespace async_tidy
