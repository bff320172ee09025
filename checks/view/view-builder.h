// Walks one body, once, and fills its FunctionView. Skips what does not run: unevaluated
// operands, discarded `if constexpr` branches, and the calls that a coroutine's frame
// makes by itself.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

class ViewBuilder {
public:
  ViewBuilder(FunctionView &view, const Resolver &roles) : view_(view), roles_(roles) {}
  void build();

private:
  void walk(const clang::Stmt *stmt, const clang::Stmt *parent);
  void walkChildren(const clang::Stmt &stmt);
  /// A statement position: an expression here is evaluated for its effects only.
  void walkStatement(const clang::Stmt *stmt, const clang::Stmt *parent);
  bool walkControl(const clang::Stmt &stmt);
  void walkBranch(const clang::IfStmt &branch);
  bool walkLoop(const clang::Stmt &stmt);
  bool walkSuspension(const clang::Stmt &stmt);
  void walkDeclarations(const clang::DeclStmt &stmt);
  void walkLambda(const clang::LambdaExpr &lambda);
  void discard(const clang::Expr *expr, Discard how);
  void addCall(const clang::Expr &expr);
  void addSuspension(const clang::Expr &expr, const clang::Expr *operand);
  void addUse(const clang::ValueDecl &variable, const clang::Expr &use);

  FunctionView &view_;
  const Resolver &roles_;
};

} // namespace async_tidy
