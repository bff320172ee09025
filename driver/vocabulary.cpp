// The registry knows our checks and, through an instance, their options; ClangTidy's
// registry knows the stock checks.

#include "driver/vocabulary.h"

#include "driver/format.h"
#include "driver/log.h"
#include "driver/nearest.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/GlobList.h"
#include "core/option.h"
#include "core/project-options.h"
#include "core/tidy-check.h"
#include "llvm/ADT/StringExtras.h"

namespace async_tidy {

namespace tidy = clang::tidy;

namespace {

std::vector<llvm::StringRef> splitGlobs(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::SplitString(text, parts, ",\n");
  std::vector<llvm::StringRef> globs;
  for (llvm::StringRef part : parts)
    if (part = part.trim(); !part.empty())
      globs.push_back(part);
  return globs;
}

llvm::Error unknownCheck(llvm::StringRef glob, llvm::ArrayRef<std::string> known) {
  const std::string hint = didYouMean(glob, known);
  return failure(fmt::format("no check matches '{}'{}", glob,
                             hint.empty() ? "; see `async-tidy list`" : hint));
}

std::vector<std::string> optionNames(llvm::StringRef check) {
  std::vector<std::string> names;
  if (check == "async-tidy") {
    for (const ProjectOption &option : projectOptions())
      names.push_back(("async-tidy." + option.name).str());
  } else if (const RegisteredCheck *registered = findCheck(check)) {
    const CheckSample sample(*registered);
    for (const OptionBase *option : sample->options())
      names.push_back((check + "." + option->name()).str());
  }
  return names;
}

llvm::Error validateOption(llvm::StringRef key) {
  const llvm::StringRef check = key.split('.').first;
  if (check != "async-tidy" && !findCheck(check))
    return failure(
        fmt::format("CheckOptions: unknown option '{}': there is no check '{}'{}", key,
                    check, didYouMean(check, ourCheckNames())));
  const std::vector<std::string> known = optionNames(check);
  if (llvm::is_contained(known, key.str()))
    return llvm::Error::success();
  return failure(
      fmt::format("CheckOptions: unknown option '{}'{}; see `async-tidy explain {}`", key,
                  didYouMean(key, known), check));
}

} // namespace

CheckSample::CheckSample(const RegisteredCheck &registered)
    : context_(std::make_unique<tidy::ClangTidyContext>(
          std::make_unique<tidy::DefaultOptionsProvider>(
              tidy::ClangTidyGlobalOptions(), tidy::ClangTidyOptions::getDefaults()))),
      check_(std::make_unique<TidyCheck>(registered, context_.get())) {}

CheckSample::~CheckSample() = default;

const Check *CheckSample::operator->() const { return &check_->hosted(); }

std::vector<std::string> ourCheckNames() {
  std::vector<std::string> names;
  for (const RegisteredCheck &check : registeredChecks())
    names.push_back(check.info->name.str());
  return names;
}

llvm::Error validateGlobs(llvm::StringRef globs) {
  tidy::ClangTidyOptions everything;
  everything.Checks = "*";
  const std::vector<std::string> known =
      tidy::getCheckNames(everything, /*AllowEnablingAnalyzerAlphaCheckers=*/false);
  for (llvm::StringRef glob : splitGlobs(globs)) {
    // Taking away what is not there is no mistake; neither is one of our families, even
    // empty.
    if (glob.starts_with("-") || glob == "*" || glob == "async-*" ||
        glob == "async-advice-*" || glob.starts_with("clang-diagnostic-"))
      continue;
    const tidy::GlobList matcher(glob);
    if (llvm::none_of(known,
                      [&](const std::string &name) { return matcher.contains(name); }))
      return unknownCheck(glob, known);
  }
  return llvm::Error::success();
}

llvm::Error validateOptions(const tidy::ClangTidyOptions &options) {
  const std::string checks = options.Checks.value_or("");
  for (llvm::StringRef glob : splitGlobs(checks)) {
    glob.consume_front("-");
    if (glob.starts_with("async-") && !glob.contains('*') && !findCheck(glob))
      return unknownCheck(glob, ourCheckNames());
  }
  for (const auto &option : options.CheckOptions)
    if (option.getKey().starts_with("async-"))
      if (llvm::Error error = validateOption(option.getKey()))
        return error;
  return llvm::Error::success();
}

} // namespace async_tidy
