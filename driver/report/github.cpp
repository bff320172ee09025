// Workflow commands of GitHub Actions: a line on standard output becomes an annotation in
// the pull request.

#include "driver/report/report.h"

#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"

namespace async_tidy {
namespace {

/// A command is one line, so line ends are written as escapes; in a property, commas and
/// colons separate.
std::string escaped(llvm::StringRef text, bool property) {
  std::string result;
  for (const char c : utf8(text)) {
    const bool special =
        c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c))
                      : std::string(1, c);
  }
  return result;
}

std::string escapedProperty(llvm::StringRef text) {
  return escaped(text, /*property=*/true);
}
std::string escapedData(llvm::StringRef text) {
  return escaped(text, /*property=*/false);
}

llvm::StringRef command(Severity severity) {
  return severity == Severity::Note ? "notice" : name(severity);
}

std::string placeOf(const Place &where, llvm::StringRef root) {
  return fmt::format("{}:{}:{}", relativePath(where.file, root), where.line,
                     where.column);
}

/// The notes go below the message: an annotation has one place only.
std::string body(const Finding &finding, llvm::StringRef root) {
  std::string text = finding.message;
  for (const Note &note : finding.notes)
    text += note.where.file.empty()
                ? "\n" + note.message
                : fmt::format("\n{}: {}", placeOf(note.where, root), note.message);
  return text;
}

} // namespace

std::string githubReport(const Results &results) {
  std::string text;
  for (const Finding &finding : results.findings) {
    if (!isOpen(finding))
      continue;
    std::string place;
    if (!finding.where.file.empty())
      place = fmt::format("file={},line={},col={},",
                          escapedProperty(relativePath(finding.where.file, results.root)),
                          finding.where.line, finding.where.column);
    text += fmt::format("::{} {}title={}::{}\n", command(finding.severity), place,
                        escapedProperty(finding.check),
                        escapedData(body(finding, results.root)));
  }
  for (const Failure &failure : results.failures)
    text += fmt::format("::error {}title=async-tidy::{}\n",
                        failure.file.empty()
                            ? ""
                            : fmt::format("file={},", escapedProperty(relativePath(
                                                          failure.file, results.root))),
                        escapedData(failure.message));
  return text;
}

} // namespace async_tidy
