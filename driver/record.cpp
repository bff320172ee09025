// Strings are bytes here: sources and file names need not be UTF-8.

#include "driver/record.h"

#include "driver/archive.h"

namespace async_tidy {

using archive::Path;

template <typename Archive> void visit(Archive &archive, Place &place) {
  archive(Path{place.file}, place.offset, place.line, place.column, place.lineText);
}

template <typename Archive> void visit(Archive &archive, Region &region) {
  archive(Path{region.file}, region.offset, region.length, region.beginLine,
          region.beginColumn, region.endLine, region.endColumn, region.lineText,
          region.endLineText);
}

template <typename Archive> void visit(Archive &archive, Note &note) {
  archive(note.where, note.message);
}

template <typename Archive> void visit(Archive &archive, Edit &edit) {
  archive(edit.region, edit.text);
}

template <typename Archive> void visit(Archive &archive, Declaration &declaration) {
  archive(Path{declaration.file}, declaration.lines.first, declaration.lines.last);
}

template <typename Archive> void visit(Archive &archive, Finding &finding) {
  archive(finding.check, finding.severity, finding.message, finding.where, finding.ranges,
          finding.notes, finding.callees, finding.fix, finding.safeFix,
          finding.suppressed, finding.function);
}

template <typename Archive> void visit(Archive &archive, UnitFailure &failure) {
  archive(failure.message, failure.errors, failure.firstAt, failure.first);
}

template <typename Archive> void visit(Archive &archive, UnitTimes &times) {
  archive(times.parse, times.checks, times.perCheck);
}

template <typename Archive> void visit(Archive &archive, UnitResult &result) {
  archive(result.findings, result.failures, result.times);
}

std::string encode(UnitResult result, llvm::StringRef root) {
  std::string bytes;
  archive::Writer(bytes, root)(result);
  return bytes;
}

std::optional<UnitResult> decode(llvm::StringRef bytes, llvm::StringRef root) {
  UnitResult result;
  archive::Reader reader(bytes, root);
  reader(result);
  if (!reader.ok())
    return std::nullopt;
  return result;
}

} // namespace async_tidy
