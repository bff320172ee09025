// Reads the summary of a function from its view.
#pragma once

#include "facts/summary.h"
#include "view/translation-unit.h"

#include <deque>

namespace async_tidy {

/// How another translation unit names the same function.
std::string usrOf(const clang::FunctionDecl &function);

/// Reads summaries of one translation unit.
class Summariser {
public:
  /// With `indirect`, also the ways that a call may take: into the overrides of a virtual
  /// method, and into what is put into a stored callable, as far as this unit shows.
  Summariser(const TranslationUnit &unit, bool indirect)
      : unit_(unit), indirect_(indirect) {}

  /// Calls of functions without a visible body are left out: what they do is known from
  /// models, or not at all.
  FunctionSummary summarise(const FunctionView &view);

private:
  void addCall(const CallSite &site, Via via, clang::SourceLocation where,
               const FunctionView &view, FunctionSummary &summary);
  void addCallee(const clang::FunctionDecl &callee, const clang::Expr *expr,
                 clang::SourceLocation where, Via via, const FunctionView &view,
                 FunctionSummary &summary);
  void addDefaultArguments(const clang::Expr &call, const FunctionView &view,
                           FunctionSummary &summary);
  void addCallbacks(const CallSite &site, const FunctionView &view,
                    FunctionSummary &summary);
  void addDestructors(const FunctionView &view, FunctionSummary &summary);
  void addIndirect(const CallSite &site, const FunctionView &view,
                   FunctionSummary &summary);
  void findIndirect();
  bool isFollowed(const clang::FunctionDecl &callee, const FunctionFacts *facts) const;

  const TranslationUnit &unit_;
  std::deque<CallSite> defaults_; ///< Calls in default arguments, which no view lists.
  /// Of a virtual method its overrides, of a variable or member the callables put into
  /// it.
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const FunctionView *, 2>>
      targets_;
  bool indirect_ = false, indirectFound_ = false;
};

} // namespace async_tidy
