// Answers "what is this to asynchronous code?" for the declarations of one translation
// unit: from the models by canonical name, else from structure. Answers are cached.
#pragma once

#include "model/model.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <deque>

namespace async_tidy {

/// An annotation in the source that says nothing, and why.
struct AnnotationError {
  clang::SourceLocation where;
  std::string message;
};

/// Resolves types and calls to their roles.
class Resolver {
public:
  Resolver(const clang::ASTContext &context, std::shared_ptr<const ModelSet> models);

  const clang::ASTContext &context() const { return context_; }
  const ModelSet &models() const { return *models_; }

  /// Facts on the class behind a type (see `recordOf`), null if it has no role.
  const TypeFacts *type(clang::QualType type) const;
  const TypeFacts *type(const clang::CXXRecordDecl *record) const;

  /// Facts on a function by its own name, null if it has no role.
  const FunctionFacts *function(const clang::FunctionDecl &function) const;

  /// Facts on what a call or construction invokes. Tries the callee's declaring class,
  /// the receiver's class and all its bases; for a function object its type and its
  /// variable.
  const FunctionFacts *call(const clang::Expr &call) const;

  /// Shorthands: the role, or null.
  const TaskRole *task(clang::QualType type) const;
  const MutexRole *mutex(clang::QualType type) const;

  /// A guard that keeps a thread-owned lock while it lives:
  /// `std::unique_lock<std::mutex>` is one, `std::unique_lock<AsyncMutex>` is not.
  bool isThreadGuard(clang::QualType type) const;

  /// The tag that a guard's constructor is given, nothing without one.
  std::optional<LockTag> lockTag(const clang::Expr *construction) const;

  /// Whether `co_await` accepts the type on its own: task, awaiter or `operator
  /// co_await`.
  bool isAwaitable(clang::QualType type) const;

  /// The mistakes in annotations met so far.
  llvm::ArrayRef<AnnotationError> annotationErrors() const { return annotationErrors_; }
  /// Remembers one.
  void complain(clang::SourceLocation where, std::string message) const;

private:
  const TypeFacts *resolve(const clang::CXXRecordDecl &record) const;
  void noteCycle(const clang::CXXRecordDecl &record) const;
  const FunctionFacts *methodOf(const clang::CXXRecordDecl &record,
                                const clang::FunctionDecl &method) const;
  const FunctionFacts *functionObject(const clang::CXXOperatorCallExpr &call) const;
  const FunctionFacts *inferred(const clang::FunctionDecl &function) const;

  const clang::ASTContext &context_;
  std::shared_ptr<const ModelSet> models_;
  mutable llvm::DenseMap<const clang::CXXRecordDecl *, const TypeFacts *> types_;
  mutable llvm::DenseMap<const clang::FunctionDecl *, const FunctionFacts *> functions_;
  // Classes whose roles are being asked for; the first of them that was asked for again.
  mutable llvm::SmallVector<const clang::CXXRecordDecl *, 8> underWay_;
  mutable unsigned lowestCycle_ = 0;
  // Deques: facts are handed out by address.
  mutable std::deque<TypeFacts> inferredTypes_;
  mutable std::deque<FunctionFacts> inferredFunctions_;
  mutable std::vector<AnnotationError> annotationErrors_;
};

} // namespace async_tidy
