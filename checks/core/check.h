// What a check is, seen from clang-tidy: a name, options, and findings with notes.
#pragma once

#include "clang-tidy/ClangTidyCheck.h"
#include "core/check-info.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace async_tidy {

class OptionBase;

/// Base of every check. Subclasses come through a base that feeds them views or flow
/// results (`flow/function-check.h`); this class only knows clang-tidy.
class Check : public clang::tidy::ClangTidyCheck {
public:
  Check(const CheckInfo &info, clang::tidy::ClangTidyContext *context);

  const CheckInfo &info() const { return info_; }
  llvm::ArrayRef<const OptionBase *> options() const { return options_; }

  bool isLanguageVersionSupported(const clang::LangOptions &language) const override {
    return language.CPlusPlus11;
  }

  /// Options store themselves; project-wide ones (`async-tidy.*`) are stored by every
  /// check so that `--dump-config` shows them and `--verify-config` knows them.
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &map) final;

protected:
  /// Starts a finding. One location is reported once per translation unit, however many
  /// template instantiations or passes see it; later ones (with their notes) are muted.
  clang::DiagnosticBuilder report(clang::SourceLocation where, llvm::StringRef message);

  /// Adds a step of the path to the last finding.
  clang::DiagnosticBuilder note(clang::SourceLocation where, llvm::StringRef message);

  /// A new translation unit begins: forgets which locations were reported.
  void startTranslationUnit(const clang::SourceManager &sources);

  /// The value of a project-wide option, `async-tidy.<name>`, or an empty string.
  llvm::StringRef projectOption(llvm::StringRef name) const;

private:
  friend class OptionBase;
  template <typename T> friend class Option;
  const OptionsView &optionsView() const { return Options; }
  /// Where the user has what stands at `where`: the inside of a system header's macro
  /// (`errno`) is nothing to them, and clangd shows no finding there.
  clang::SourceLocation outsideOfSystemMacros(clang::SourceLocation where) const;

  const CheckInfo &info_;
  llvm::SmallVector<const OptionBase *, 4> options_;
  llvm::DenseSet<clang::SourceLocation> reported_;
  const clang::SourceManager *sources_ = nullptr;
  OptionsView projectOptions_;
};

} // namespace async_tidy
