// All function views of one translation unit, and what relates them: which lambda is
// called where, which function is handed to an event loop.
#pragma once

#include "view/context.h"

#include <deque>
#include <memory>

namespace async_tidy {

/// Built once per translation unit and host run; everything in it is read-only
/// afterwards.
class TranslationUnit {
public:
  TranslationUnit(clang::ASTContext &context, std::shared_ptr<const ModelSet> models);

  clang::ASTContext &context() const { return context_; }
  const Resolver &roles() const { return roles_; }

  /// Functions with a body outside system headers, in source order; lambdas after the
  /// function they stand in. A template is represented by its instantiations, and by its
  /// pattern only where there is none.
  llvm::ArrayRef<const FunctionView *> functions() const { return order_; }

  /// The view of a function, null if it has no visible body.
  const FunctionView *view(const clang::FunctionDecl &function) const;

  /// On what a function runs.
  const Context &context(const FunctionView &view) const;

  /// The views of the callables that an expression may denote: a lambda (also held in a
  /// local), a function or method pointer (also inside a bind).
  llvm::SmallVector<const FunctionView *, 2> callablesOf(const clang::Expr &expr,
                                                         const FunctionView &in) const;

  /// Whether a condition of a model holds for a call.
  bool holds(const Condition &condition, const CallSite &site,
             const FunctionView &in) const;
  bool anyHolds(llvm::ArrayRef<Condition> conditions, const CallSite &site,
                const FunctionView &in) const;

private:
  friend class FunctionCollector;

  void findContexts();
  void handOver(const CallSite &site, const FunctionView &in);
  void handOver(const clang::Expr &argument, const Context &registered);
  void inheritInlineContexts();

  clang::ASTContext &context_;
  Resolver roles_;
  std::deque<FunctionView> views_;
  std::vector<const FunctionView *> order_;
  llvm::DenseMap<const clang::FunctionDecl *, const FunctionView *> byFunction_;
  llvm::DenseMap<const FunctionView *, Context> contexts_;
};

} // namespace async_tidy
