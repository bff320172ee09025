#include "core/check.h"

#include "core/option.h"
#include "core/project-options.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using clang::DiagnosticBuilder;
using clang::DiagnosticIDs;
using clang::SourceLocation;

Check::Check(const CheckInfo &info, clang::tidy::ClangTidyContext *context)
    : ClangTidyCheck(info.name, context), info_(info),
      projectOptions_("async-tidy", context->getOptions().CheckOptions, context) {
  // Reading an option is what makes clang-tidy's --verify-config accept its name.
  for (const ProjectOption &option : projectOptions())
    projectOptions_.get(option.name);
}

void Check::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &map) {
  for (const OptionBase *option : options_)
    Options.store(map, option->name(), option->value());
  for (const ProjectOption &option : projectOptions())
    projectOptions_.store(map, option.name, projectOption(option.name));
}

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
  return diag(where, message, first ? DiagnosticIDs::Warning : DiagnosticIDs::Ignored);
}

DiagnosticBuilder Check::note(SourceLocation where, llvm::StringRef message) {
  return diag(outsideOfSystemMacros(where), message, DiagnosticIDs::Note);
}

llvm::StringRef Check::projectOption(llvm::StringRef name) const {
  return projectOptions_.get(name).value_or("");
}

} // namespace async_tidy
