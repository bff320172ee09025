#include "core/tidy-check.h"

#include "core/option.h"
#include "core/project-options.h"

#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

namespace async_tidy {

using namespace clang;
using namespace clang::ast_matchers;

namespace {

/// Matches one function of each translation unit: the signal to look at all of them.
/// Hosts limit the traversal scope in different ways, so the root itself may never be
/// visited.
AST_MATCHER_P(FunctionDecl, startsNewUnit, const ASTContext *const *, seen) {
  return *seen != &Finder->getASTContext();
}

} // namespace

TidyCheck::TidyCheck(const RegisteredCheck &registered, tidy::ClangTidyContext *context)
    : ClangTidyCheck(registered.info->name, context),
      projectOptions_("async-tidy", context->getOptions().CheckOptions, context),
      check_(registered.create(*this)) {
  // Reading an option is what makes clang-tidy's --verify-config accept its name.
  for (const ProjectOption &option : async_tidy::projectOptions())
    projectOptions_.get(option.name);
}

void TidyCheck::registerMatchers(MatchFinder *finder) {
  finder->addMatcher(functionDecl(startsNewUnit(&seen_)).bind("function"), this);
}

void TidyCheck::check(const MatchFinder::MatchResult &result) {
  seen_ = result.Context;
  check_->checkTranslationUnit(*result.Context);
}

void TidyCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &map) {
  for (const OptionBase *option : check_->options())
    Options.store(map, option->name(), option->value());
  for (const ProjectOption &option : async_tidy::projectOptions())
    projectOptions_.store(map, option.name, projectOption(option.name));
}

DiagnosticBuilder TidyCheck::diagnose(SourceLocation where, llvm::StringRef message,
                                      DiagnosticIDs::Level level) {
  return diag(where, message, level);
}

DiagnosticBuilder TidyCheck::complain(llvm::StringRef message) {
  return configurationDiag(message);
}

std::optional<llvm::StringRef> TidyCheck::text(llvm::StringRef option) const {
  return Options.get(option);
}

bool TidyCheck::flag(llvm::StringRef option, bool fallback) const {
  return Options.get(option, fallback);
}

unsigned TidyCheck::number(llvm::StringRef option, unsigned fallback) const {
  return Options.get(option, fallback);
}

llvm::StringRef TidyCheck::projectOption(llvm::StringRef name) const {
  return projectOptions_.get(name).value_or("");
}

} // namespace async_tidy
