// The base of checks that look at functions one by one, through the shared views and flow
// results.
#pragma once

#include "core/check.h"
#include "core/option.h"
#include "core/registry.h"
#include "flow/analysis.h"

namespace async_tidy {

/// Runs once per translation unit, over every function with a body outside system
/// headers.
class FunctionCheck : public Check {
public:
  using Check::Check;

  void checkTranslationUnit(clang::ASTContext &context) final;

protected:
  /// Called for each function whose source parsed.
  virtual void checkFunction(const FunctionView &view) = 0;

  /// Called after the last function, for what only the whole translation unit shows.
  virtual void checkUnit() {}

  /// The analysis of the translation unit being checked.
  Analysis &analysis() const { return *analysis_; }
  const TranslationUnit &unit() const { return analysis_->unit(); }
  const Resolver &roles() const { return unit().roles(); }
  clang::ASTContext &context() const { return unit().context(); }

  /// A framework's advice for code in this function: of the framework whose task type the
  /// enclosing coroutine returns, or whose loop the function runs on, else `fallback`.
  llvm::StringRef advice(const FunctionView &view, llvm::StringRef topic,
                         llvm::StringRef fallback) const;

  /// A note on why blocking hurts here: a coroutine, or handed to an event loop there.
  void noteContext(const FunctionView &view);

  /// A note on what to write in place of a call: `text`, in which `{receiver}` stands for
  /// the object. A text that does not speak of the object yields to the framework's
  /// advice on the topic.
  void noteInstead(const CallSite &site, const FunctionView &view, llvm::StringRef topic,
                   llvm::StringRef text);

private:
  std::shared_ptr<const ModelSet> models();

  Analysis *analysis_ = nullptr;
};

} // namespace async_tidy
