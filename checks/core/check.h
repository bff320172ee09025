// What a check is, seen from its host: a name, options, and findings with notes.
#pragma once

#include "core/check-info.h"
#include "core/host.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class ASTContext;
class SourceManager;
} // namespace clang

namespace async_tidy {

class OptionBase;

/// Base of every check. Subclasses come through a base that feeds them views or flow
/// results (`flow/function-check.h`); this class only knows its host. An instance sees
/// one translation unit after the other.
class Check {
public:
  Check(const CheckInfo &info, Host &host) : info_(info), host_(host) {}
  virtual ~Check() = default;
  Check(const Check &) = delete;
  Check &operator=(const Check &) = delete;

  const CheckInfo &info() const { return info_; }
  llvm::ArrayRef<const OptionBase *> options() const { return options_; }

  /// Reports what is wrong in a translation unit that is parsed.
  virtual void checkTranslationUnit(clang::ASTContext &context) = 0;

protected:
  /// Starts a finding. One location is reported once per translation unit, however many
  /// template instantiations or passes see it; later ones (with their notes) are muted.
  clang::DiagnosticBuilder report(clang::SourceLocation where, llvm::StringRef message);

  /// Adds a step of the path to the last finding.
  clang::DiagnosticBuilder note(clang::SourceLocation where, llvm::StringRef message);

  /// A new translation unit begins: forgets which locations were reported.
  void startTranslationUnit(const clang::SourceManager &sources);

  Host &host() const { return host_; }

private:
  friend class OptionBase;
  /// Where the user has what stands at `where`: the inside of a system header's macro
  /// (`errno`) is nothing to them, and clangd shows no finding there.
  clang::SourceLocation outsideOfSystemMacros(clang::SourceLocation where) const;

  const CheckInfo &info_;
  Host &host_;
  llvm::SmallVector<const OptionBase *, 4> options_;
  llvm::DenseSet<clang::SourceLocation> reported_;
  const clang::SourceManager *sources_ = nullptr;
};

} // namespace async_tidy
