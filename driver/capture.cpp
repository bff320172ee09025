// ClangTidy's consumer filters (NOLINT, header filter, enabled checks) and collects; what
// it collected is translated here, so that nothing later depends on Clang.

#include "driver/capture.h"

#include "core/registry.h"
#include "driver/callees.h"
#include "driver/enclosing.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/source-lines.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

namespace async_tidy {

namespace tooling = clang::tooling;
using clang::tidy::ClangTidyError;

namespace {

/// Translates one unit's errors.
class Translator {
public:
  Translator(clang::ASTContext &ast, std::function<std::string(llvm::StringRef)> absolute)
      : functions_(ast), callees_(ast), absolute_(std::move(absolute)),
        lines_([this](const std::string &file) { return text(file); }),
        files_(ast.getSourceManager().getFileManager()) {}

  Finding translate(const ClangTidyError &error) {
    Finding finding;
    finding.check = error.DiagnosticName;
    finding.message = error.Message.Message;
    finding.severity = severity(error);
    if (!error.Message.FilePath.empty()) {
      finding.where = place(error.Message);
      finding.function =
          functions_.find(error.Message.FilePath, error.Message.FileOffset);
    }
    for (const tooling::FileByteRange &range : error.Message.Ranges)
      finding.ranges.push_back(
          lines_.region(absolute_(range.FilePath), range.FileOffset, range.Length));
    addCallees(finding, error.Message.FilePath, finding.where.line);
    for (const tooling::DiagnosticMessage &note : error.Notes) {
      finding.notes.push_back(
          {note.FilePath.empty() ? Place() : place(note), note.Message});
      addCallees(finding, note.FilePath, finding.notes.back().where.line);
    }
    addFix(finding, error);
    return finding;
  }

  void complete(Finding &finding, llvm::StringRef spelledFile) {
    finding.function = functions_.find(spelledFile.str(), finding.where.offset);
    finding.where = lines_.place(absolute_(spelledFile), finding.where.offset);
  }

private:
  llvm::StringRef text(const std::string &file) const {
    auto buffer = files_.getBufferForFile(file);
    if (!buffer)
      return "";
    buffers_.push_back(std::move(*buffer));
    return buffers_.back()->getBuffer();
  }

  void addCallees(Finding &finding, const std::string &spelledFile, unsigned line) const {
    for (Declaration &callee : callees_.on(spelledFile, line)) {
      callee.file = absolute_(callee.file);
      finding.callees.push_back(std::move(callee));
    }
  }

  Place place(const tooling::DiagnosticMessage &message) {
    return lines_.place(absolute_(message.FilePath), message.FileOffset);
  }

  static Severity severity(const ClangTidyError &error) {
    if (error.IsWarningAsError || error.DiagLevel == ClangTidyError::Error)
      return Severity::Error;
    const RegisteredCheck *check = findCheck(error.DiagnosticName);
    return check ? check->info->severity : Severity::Warning;
  }

  /// Fixes that hang on the finding itself, or on the only note that has one, as
  /// clang-tidy.
  void addFix(Finding &finding, const ClangTidyError &error) {
    const auto *fix = clang::tidy::getFixIt(error, /*AnyFix=*/true);
    if (!fix)
      return;
    for (const auto &file : *fix)
      for (const tooling::Replacement &edit : file.second)
        finding.fix.push_back({lines_.region(absolute_(edit.getFilePath()),
                                             edit.getOffset(), edit.getLength()),
                               edit.getReplacementText().str()});
    const RegisteredCheck *check = findCheck(error.DiagnosticName);
    finding.safeFix =
        fix == &error.Message.Fix && (!check || check->info->fix == Fix::Safe);
  }

  FunctionIndex functions_;
  CalleeIndex callees_;
  std::function<std::string(llvm::StringRef)> absolute_;
  SourceLines lines_;
  clang::FileManager &files_;
  mutable std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers_;
};

std::string messageOf(const clang::Diagnostic &diagnostic) {
  llvm::SmallString<128> text;
  diagnostic.FormatDiagnostic(text);
  return text.str().str();
}

} // namespace

void Capture::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                               const clang::Diagnostic &diagnostic) {
  if (level == clang::DiagnosticsEngine::Note) {
    if (!dropNotes_)
      ClangTidyDiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    return;
  }
  const std::string check = context_.getCheckName(diagnostic.getID());
  // Compiler warnings are off (-w); what is left are errors, which are no findings.
  dropNotes_ = check.empty() || check == "clang-tidy-config";
  if (check == "clang-tidy-config") {
    failures_.push_back({"configuration: " + messageOf(diagnostic), 0, {}, ""});
  } else if (check.empty()) {
    if (level >= clang::DiagnosticsEngine::Error)
      keepError(diagnostic);
  } else {
    handleFinding(level, diagnostic, check);
  }
}

void Capture::keepError(const clang::Diagnostic &diagnostic) {
  if (compileErrors_.errors++ > 0)
    return;
  compileErrors_.first = messageOf(diagnostic);
  if (!diagnostic.hasSourceManager() || diagnostic.getLocation().isInvalid())
    return;
  const clang::PresumedLoc where =
      diagnostic.getSourceManager().getPresumedLoc(diagnostic.getLocation());
  if (where.isInvalid())
    return;
  compileErrors_.firstAt.file = absolute(where.getFilename());
  compileErrors_.firstAt.line = where.getLine();
  compileErrors_.firstAt.column = where.getColumn();
}

void Capture::handleFinding(clang::DiagnosticsEngine::Level level,
                            const clang::Diagnostic &diagnostic, llvm::StringRef check) {
  // ClangTidy clears a diagnostic that it finds silenced, so it is read before.
  const std::string whole = messageOf(diagnostic);
  llvm::StringRef message = whole;
  message.consume_back((" [" + check + "]").str());
  const clang::SourceLocation reported = diagnostic.getLocation();
  const unsigned before = context_.getStats().ErrorsIgnoredNOLINT;
  ClangTidyDiagnosticConsumer::HandleDiagnostic(level, diagnostic);
  if (context_.getStats().ErrorsIgnoredNOLINT == before || reported.isInvalid())
    return;
  const clang::SourceManager &sources = diagnostic.getSourceManager();
  const clang::SourceLocation where = sources.getFileLoc(reported);
  if (sources.isInSystemHeader(where))
    return;
  Finding finding;
  finding.check = check.str();
  finding.message = message.str();
  if (const RegisteredCheck *known = findCheck(check))
    finding.severity = known->info->severity;
  finding.where.file = sources.getFilename(where).str();
  finding.where.offset = sources.getFileOffset(where);
  finding.suppressed = true;
  suppressed_.push_back(std::move(finding));
}

std::string Capture::absolute(llvm::StringRef path) const {
  return absolutePath(path, unit_.command.Directory);
}

bool Capture::isWanted(const Finding &finding) const {
  const std::string &file = finding.where.file;
  if (!unit_.onlyFiles.empty())
    return llvm::is_contained(unit_.onlyFiles, file);
  return unit_.hasHeaderFilter || file.empty() || file == unit_.file ||
         isInside(file, root_);
}

std::vector<Finding> Capture::takeFindings(clang::ASTContext &ast) {
  const std::vector<ClangTidyError> errors = take();
  std::vector<Finding> findings;
  if (errors.empty() && suppressed_.empty())
    return findings;
  Translator translator(ast, [this](llvm::StringRef path) { return absolute(path); });
  for (const ClangTidyError &error : errors)
    findings.push_back(translator.translate(error));
  for (Finding &finding : suppressed_) {
    translator.complete(finding, std::string(finding.where.file));
    findings.push_back(std::move(finding));
  }
  llvm::erase_if(findings, [this](const Finding &finding) { return !isWanted(finding); });
  return findings;
}

std::vector<UnitFailure> Capture::takeFailures() {
  if (compileErrors_.errors > 0) {
    compileErrors_.message = "it does not parse; its findings may be incomplete";
    failures_.push_back(std::move(compileErrors_));
  }
  return std::move(failures_);
}

} // namespace async_tidy
