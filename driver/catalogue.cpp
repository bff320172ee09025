// Everything shown here comes from the registry and the embedded pages; nothing is typed
// twice.

#include "driver/catalogue.h"

#include "core/embedded.h"
#include "core/option.h"
#include "driver/format.h"
#include "driver/log.h"
#include "driver/nearest.h"
#include "driver/page.h"
#include "driver/report/report.h"
#include "driver/vocabulary.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {

namespace json = llvm::json;

llvm::StringRef name(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "note";
  }
  llvm_unreachable("all severities are named");
}

llvm::StringRef name(Tier tier) {
  switch (tier) {
  case Tier::Defect:
    return "defect";
  case Tier::Advice:
    return "advice";
  case Tier::Test:
    return "test";
  }
  llvm_unreachable("all tiers are named");
}

llvm::StringRef name(Fix fix) {
  switch (fix) {
  case Fix::None:
    return "none";
  case Fix::Suggested:
    return "suggested";
  case Fix::Safe:
    return "safe";
  }
  llvm_unreachable("all kinds of fixes are named");
}

namespace {

json::Object describe(const RegisteredCheck &check) {
  const CheckInfo &info = *check.info;
  json::Array options;
  const CheckSample sample(check);
  for (const OptionBase *option : sample->options())
    options.push_back(json::Object{{"name", option->name()},
                                   {"type", option->typeName()},
                                   {"default", option->defaultValue()},
                                   {"doc", option->doc()}});
  json::Object result{{"name", info.name},
                      {"area", check.area},
                      {"summary", info.summary},
                      {"severity", name(info.severity)},
                      {"tier", name(info.tier)},
                      {"fix", name(info.fix)},
                      {"url", check.url()},
                      {"page", check.page()},
                      {"options", std::move(options)}};
  if (info.cwe)
    result["cwe"] = info.cwe;
  return result;
}

std::string optionTable(const RegisteredCheck &check) {
  const CheckSample sample(check);
  if (sample->options().empty())
    return "Options: none\n";
  std::string text = "Options (CheckOptions in .clang-tidy):\n";
  for (const OptionBase *option : sample->options())
    text += fmt::format("  {}.{} ({}, default '{}')\n      {}\n", check.info->name,
                        option->name(), option->typeName(), option->defaultValue(),
                        option->doc());
  return text;
}

} // namespace

llvm::StringRef documentationPage(llvm::StringRef check) {
  check.consume_front("async-");
  for (const EmbeddedText &page : embeddedPages())
    if (page.stem == check)
      return page.text;
  return "";
}

std::string listChecks(const ListRequest &request) {
  if (request.json) {
    json::Array checks;
    for (const RegisteredCheck &check : registeredChecks())
      checks.push_back(describe(check));
    std::string text;
    llvm::raw_string_ostream(text)
        << llvm::formatv("{0:2}\n", json::Value(std::move(checks)));
    return text;
  }
  size_t width = 0;
  for (const RegisteredCheck &check : registeredChecks())
    width = std::max(width, check.info->name.size());
  std::string text;
  for (const RegisteredCheck &check : registeredChecks()) {
    const CheckInfo &info = *check.info;
    text +=
        fmt::format("{:<{}}  {:<6}  {:<7}  fix: {:<9}  {}\n", info.name, width,
                    name(info.tier), name(info.severity), name(info.fix), info.summary);
  }
  return text;
}

llvm::Expected<std::string> explainCheck(const ExplainRequest &request) {
  if (request.check.empty())
    return failure("explain: name a check; `async-tidy list` shows them");
  const RegisteredCheck *check = findCheck(request.check);
  if (!check)
    check = findCheck("async-" + request.check);
  if (!check) {
    const std::string hint = didYouMean(request.check, ourCheckNames());
    return failure(fmt::format("there is no check '{}'{}", request.check,
                               hint.empty() ? "; `async-tidy list` shows all" : hint));
  }
  llvm::StringRef page = documentationPage(check->info->name);
  std::string text =
      page.empty() ? fmt::format("# {}\n\n{}\n", check->info->name, check->info->summary)
                   : page.rtrim().str() + "\n";
  const unsigned columns = llvm::sys::Process::StandardOutColumns();
  if (wantsColor(request.color))
    text = renderPage(text, columns ? columns : 80);
  return text + fmt::format("\n{}\nSeverity: {}  Tier: {}  Fix: {}\nOnline: {}\n",
                            optionTable(*check), name(check->info->severity),
                            name(check->info->tier), name(check->info->fix),
                            check->url());
}

} // namespace async_tidy
