// Turns ClangTidy's diagnostics into findings while the AST is still there, and compile
// errors into failures.
#pragma once

#include "driver/finding.h"
#include "driver/plan.h"
#include "driver/unit-result.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

namespace async_tidy {

class Capture final : public clang::tidy::ClangTidyDiagnosticConsumer {
public:
  Capture(clang::tidy::ClangTidyContext &context, const Unit &unit, std::string root)
      : ClangTidyDiagnosticConsumer(context), context_(context), unit_(unit),
        root_(std::move(root)) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &diagnostic) override;

  /// The findings that the user wants to see; call once, before the AST goes.
  std::vector<Finding> takeFindings(clang::ASTContext &ast);

  /// Compile errors and configuration errors.
  std::vector<UnitFailure> takeFailures();

private:
  void keepError(const clang::Diagnostic &diagnostic);
  void handleFinding(clang::DiagnosticsEngine::Level level,
                     const clang::Diagnostic &diagnostic, llvm::StringRef check);
  bool isWanted(const Finding &finding) const;
  std::string absolute(llvm::StringRef path) const;

  clang::tidy::ClangTidyContext &context_;
  const Unit &unit_;
  std::string root_;
  std::vector<Finding> suppressed_;
  UnitFailure compileErrors_;
  std::vector<UnitFailure> failures_;
  bool dropNotes_ = false;
};

} // namespace async_tidy
