// Everything computed about one translation unit, shared by all checks of all hosts:
// views, control flow graphs and the results of each flow domain, built on first use.
#pragma once

#include "view/translation-unit.h"

#include "clang/Analysis/CFG.h"

namespace async_tidy {

class HeldLocks;
enum class LockOwner;

/// The analysis of one AST. Lives as long as the AST does, in clang-tidy, in our driver
/// and in a long-running clangd alike.
class Analysis {
public:
  Analysis(clang::ASTContext &context, std::shared_ptr<const ModelSet> models);
  ~Analysis();

  /// The one of this AST; the first caller's models count.
  static Analysis &of(clang::ASTContext &context, std::shared_ptr<const ModelSet> models);

  const TranslationUnit &unit() const { return unit_; }

  /// Null where Clang cannot build one, or where it is too large to be worth the time. In
  /// a coroutine it covers the user's body; a suspension point is its CoawaitExpr
  /// element.
  const clang::CFG *graph(const FunctionView &view);

  /// Which locks are held where in a function, those of a thread or those of a task.
  const HeldLocks &heldLocks(const FunctionView &view, LockOwner owner = {});

private:
  struct FunctionFlow;
  FunctionFlow &flow(const FunctionView &view);

  TranslationUnit unit_;
  unsigned lockDepth_ = 0; ///< Of callees looked into for what they do to locks.
  llvm::DenseMap<const FunctionView *, std::unique_ptr<FunctionFlow>> flows_;
};

} // namespace async_tidy
