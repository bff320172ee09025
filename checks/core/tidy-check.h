// A check as clang-tidy runs it. This is the one place where the checks and clang-tidy
// meet.
#pragma once

#include "clang-tidy/ClangTidyCheck.h"
#include "core/host.h"
#include "core/registry.h"

namespace async_tidy {

/// Hosts one check of ours inside of clang-tidy.
class TidyCheck final : public clang::tidy::ClangTidyCheck, private Host {
public:
  TidyCheck(const RegisteredCheck &registered, clang::tidy::ClangTidyContext *context);

  const Check &hosted() const { return *check_; }

  bool isLanguageVersionSupported(const clang::LangOptions &language) const override {
    return language.CPlusPlus11;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *finder) override;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &result) override;

  /// Options store themselves; project-wide ones (`async-tidy.*`) are stored by every
  /// check so that `--dump-config` shows them and `--verify-config` knows them.
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &map) override;

private:
  clang::DiagnosticBuilder diagnose(clang::SourceLocation where, llvm::StringRef message,
                                    clang::DiagnosticIDs::Level level) override;
  clang::DiagnosticBuilder complain(llvm::StringRef message) override;
  std::optional<llvm::StringRef> text(llvm::StringRef option) const override;
  bool flag(llvm::StringRef option, bool fallback) const override;
  unsigned number(llvm::StringRef option, unsigned fallback) const override;
  llvm::StringRef projectOption(llvm::StringRef name) const override;

  OptionsView projectOptions_;
  std::unique_ptr<Check>
      check_; ///< Reads its options while it is made, so it comes last.
  const clang::ASTContext *seen_ = nullptr;
};

} // namespace async_tidy
