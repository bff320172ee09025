// What one function is, read once and shared by every check: its calls, suspension
// points, locals, lambdas, and the expressions whose value is thrown away. A lambda is a
// function of its own.
#pragma once

#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace async_tidy {

/// A call or a construction. Calls that the compiler makes for a coroutine are not
/// listed.
struct CallSite {
  const clang::Expr *expr;           ///< CallExpr or CXXConstructExpr.
  const clang::FunctionDecl *callee; ///< Null if not known.
  const clang::Expr *receiver;       ///< The object it is called on, null if none.
  llvm::SmallVector<const clang::Expr *, 4>
      arguments;              ///< As written; without defaulted ones.
  const FunctionFacts *facts; ///< Null if it has no role.

  /// The argument a model speaks of; null if the call has no such argument.
  const clang::Expr *argument(ArgumentIndex index) const;
  clang::SourceLocation location() const { return expr->getExprLoc(); }
};

/// A place where the function may be parked: `co_await`, `co_yield`, or a stackful call.
struct SuspensionPoint {
  const clang::Expr *expr;
  const clang::Expr
      *operand; ///< What is awaited, as written; for a stackful call, itself.
  bool neverSuspends = false; ///< `await_ready` is always true, or the model says so.
  bool cheap = false;         ///< Suspends, but waits for nobody.
  clang::SourceLocation location() const { return expr->getExprLoc(); }
};

/// How a value is thrown away.
enum class Discard { Plain, VoidCast, Ignore };

/// An expression whose value nobody reads.
struct DiscardedValue {
  const clang::Expr *expr; ///< Without parentheses, cleanups and the void cast.
  Discard how;
};

/// The read-only view of a function that has a body.
class FunctionView {
public:
  FunctionView(const clang::FunctionDecl &function, const Resolver &roles,
               const FunctionView *parent, const clang::LambdaExpr *lambda);

  const clang::FunctionDecl &function() const { return function_; }
  /// The body as the user wrote it: of a coroutine, without the compiler's frame around
  /// it.
  const clang::Stmt *body() const { return body_; }

  bool isCoroutine() const { return coroutine_ != nullptr; }
  /// The compiler's frame around a coroutine's body, null for other functions.
  const clang::CoroutineBodyStmt *coroutine() const { return coroutine_; }
  /// A generator that only yields runs on its caller's thread and awaits nothing.
  bool isSynchronousGenerator() const { return synchronousGenerator_; }
  /// The source did not parse here; nothing can be believed of it.
  bool hasErrors() const { return hasErrors_; }

  /// The expression that made this call operator, null for named functions.
  const clang::LambdaExpr *lambda() const { return lambda_; }
  /// The function that a lambda stands in, null otherwise.
  const FunctionView *parent() const { return parent_; }

  llvm::ArrayRef<CallSite> calls() const { return calls_; }
  /// The entry of a call expression; null if it is not one of this function.
  const CallSite *callAt(const clang::Expr *expr) const;
  llvm::ArrayRef<SuspensionPoint> suspensions() const { return suspensions_; }
  llvm::ArrayRef<DiscardedValue> discarded() const { return discarded_; }
  /// Whether an expression is one of them.
  bool discards(const clang::Stmt *value) const;
  llvm::ArrayRef<const clang::VarDecl *> locals() const { return locals_; }
  /// The statement that declares a local variable; null for parameters.
  const clang::DeclStmt *declarationOf(const clang::VarDecl &local) const {
    return declarations_.lookup(&local);
  }
  llvm::ArrayRef<const clang::LambdaExpr *> lambdas() const { return lambdas_; }
  llvm::ArrayRef<const clang::CXXRecordDecl *> localClasses() const {
    return localClasses_;
  }
  /// `for`, `while`, `do` and range-for statements, innermost first where nested.
  llvm::ArrayRef<const clang::Stmt *> loops() const { return loops_; }
  /// `if` statements, outermost first; not those decided at compile time.
  llvm::ArrayRef<const clang::IfStmt *> branches() const { return branches_; }

  /// Every mention of a variable, parameter or structured binding in this function,
  /// captures included.
  llvm::ArrayRef<const clang::Expr *> uses(const clang::ValueDecl &variable) const;
  /// Every `this`, written or implied, captures included.
  llvm::ArrayRef<const clang::CXXThisExpr *> thisUses() const { return thisUses_; }

  /// The statement around, null at the body. Defined for everything inside the body.
  const clang::Stmt *parentOf(const clang::Stmt *stmt) const {
    return parents_.lookup(stmt);
  }
  /// Whether `inner` lies in `outer` (or is it).
  bool isWithin(const clang::Stmt *inner, const clang::Stmt *outer) const;
  /// The innermost loop whose body or condition holds the statement, null if none.
  const clang::Stmt *enclosingLoop(const clang::Stmt *stmt) const;
  /// The nearest enclosing node of a class, null if none.
  template <typename T> const T *enclosing(const clang::Stmt *stmt) const {
    for (stmt = parentOf(stmt); stmt; stmt = parentOf(stmt))
      if (const auto *found = llvm::dyn_cast<T>(stmt))
        return found;
    return nullptr;
  }
  /// The suspension point that directly awaits this expression's value (through casts,
  /// temporaries and moves), null if none.
  const SuspensionPoint *awaitOf(const clang::Expr *expr) const;

private:
  friend class ViewBuilder;

  const clang::FunctionDecl &function_;
  const FunctionView *parent_;
  const clang::LambdaExpr *lambda_;
  const clang::Stmt *body_ = nullptr;
  const clang::CoroutineBodyStmt *coroutine_ = nullptr;
  bool synchronousGenerator_ = false;
  bool hasErrors_ = false;
  std::vector<CallSite> calls_;
  std::vector<SuspensionPoint> suspensions_;
  std::vector<DiscardedValue> discarded_;
  std::vector<const clang::VarDecl *> locals_;
  std::vector<const clang::LambdaExpr *> lambdas_;
  std::vector<const clang::CXXRecordDecl *> localClasses_;
  std::vector<const clang::Stmt *> loops_;
  std::vector<const clang::IfStmt *> branches_;
  std::vector<const clang::CXXThisExpr *> thisUses_;
  llvm::DenseMap<const clang::Expr *, unsigned> callIndex_;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const clang::Expr *, 4>>
      uses_;
  llvm::DenseMap<const clang::VarDecl *, const clang::DeclStmt *> declarations_;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> parents_;
};

} // namespace async_tidy
