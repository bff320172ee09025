#include "core/check.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using clang::DiagnosticBuilder;
using clang::DiagnosticIDs;
using clang::SourceLocation;

void Check::startTranslationUnit(const clang::SourceManager &sources) {
  reported_.clear();
  sources_ = &sources;
}

SourceLocation Check::outsideOfSystemMacros(SourceLocation where) const {
  while (sources_ && sources_->isInSystemMacro(where))
    where = sources_->getImmediateExpansionRange(where).getBegin();
  return where;
}

DiagnosticBuilder Check::report(SourceLocation where, llvm::StringRef message) {
  where = outsideOfSystemMacros(where);
  const bool first = reported_.insert(where).second;
  // Clang drops the notes that follow an ignored diagnostic, so a muted one takes its
  // path along.
  return host_.diagnose(where, message,
                        first ? DiagnosticIDs::Warning : DiagnosticIDs::Ignored);
}

DiagnosticBuilder Check::note(SourceLocation where, llvm::StringRef message) {
  return host_.diagnose(outsideOfSystemMacros(where), message, DiagnosticIDs::Note);
}

} // namespace async_tidy
