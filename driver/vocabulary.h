// Every name that a configuration may use: checks, and options of our checks. A misspelt
// name in a configuration would otherwise silently switch nothing on.
#pragma once

#include "core/registry.h"

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/Support/Error.h"

namespace clang::tidy {
class ClangTidyContext;
}

namespace async_tidy {

class TidyCheck;

/// Globs of the command line: each must match some check.
llvm::Error validateGlobs(llvm::StringRef globs);

/// Effective options: plain `async-*` names in Checks, and CheckOptions of our checks.
llvm::Error validateOptions(const clang::tidy::ClangTidyOptions &options);

/// Our checks' names, sorted.
std::vector<std::string> ourCheckNames();

/// A check with default options, to ask it for what it declares.
class CheckSample {
public:
  explicit CheckSample(const RegisteredCheck &registered);
  ~CheckSample();
  const Check *operator->() const;

private:
  std::unique_ptr<clang::tidy::ClangTidyContext> context_;
  std::unique_ptr<TidyCheck> check_;
};

} // namespace async_tidy
