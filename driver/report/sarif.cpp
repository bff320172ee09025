// SARIF 2.1.0, the format that code hosts and editors read.

#include "driver/report/report.h"

#include "core/registry.h"
#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <set>

namespace async_tidy {

namespace json = llvm::json;

namespace {

bool isSamePlace(const Place &left, const Place &right) {
  return left.file == right.file && left.offset == right.offset;
}

json::Object message(llvm::StringRef text) { return json::Object{{"text", utf8(text)}}; }

/// Only checks that can occur: every one of ours, and the stock ones with findings.
class Rules {
public:
  explicit Rules(const Results &results) {
    for (const RegisteredCheck &check : registeredChecks())
      add(check.info->name, describe(check));
    for (const Finding &finding : results.findings)
      if (!index_.count(finding.check))
        add(finding.check, describeOther(finding.check));
  }

  int64_t indexOf(llvm::StringRef check) const { return index_.lookup(check); }
  json::Array take() { return std::move(rules_); }

  /// The weaknesses that the rules refer to.
  json::Object taxonomy() const {
    json::Array taxa;
    for (const unsigned weakness : weaknesses_)
      taxa.push_back(json::Object{
          {"id", fmt::format("CWE-{}", weakness)},
          {"helpUri",
           fmt::format("https://cwe.mitre.org/data/definitions/{}.html", weakness)}});
    return json::Object{
        {"name", "CWE"},
        {"organization", "MITRE"},
        {"informationUri", "https://cwe.mitre.org/"},
        {"shortDescription", message("The MITRE Common Weakness Enumeration")},
        {"isComprehensive", false},
        {"taxa", std::move(taxa)}};
  }

private:
  void add(llvm::StringRef check, json::Object rule) {
    index_[check] = rules_.size();
    rules_.push_back(std::move(rule));
  }

  json::Object describe(const RegisteredCheck &check) {
    const CheckInfo &info = *check.info;
    json::Array tags{"async", check.area};
    if (info.cwe)
      tags.push_back(fmt::format("external/cwe/cwe-{:03}", info.cwe));
    const llvm::StringRef precision = info.tier == Tier::Advice ? "medium" : "very-high";
    json::Object rule{
        {"id", info.name},
        {"name", displayName(info.name)},
        {"shortDescription", message(info.summary)},
        {"fullDescription", message(info.summary)},
        {"helpUri", check.url()},
        {"defaultConfiguration", json::Object{{"level", name(info.severity)},
                                              {"enabled", info.tier != Tier::Advice}}},
        {"properties",
         json::Object{{"tags", std::move(tags)}, {"precision", precision}}}};
    if (info.cwe)
      rule["relationships"] = relationships(info.cwe);
    if (const llvm::StringRef page = documentationPage(info.name); !page.empty())
      rule["help"] = json::Object{{"text", utf8(page)}, {"markdown", utf8(page)}};
    return rule;
  }

  json::Array relationships(unsigned weakness) {
    weaknesses_.insert(weakness);
    json::Object target{{"id", fmt::format("CWE-{}", weakness)},
                        {"toolComponent", json::Object{{"name", "CWE"}, {"index", 0}}}};
    return json::Array{
        json::Object{{"target", std::move(target)}, {"kinds", json::Array{"relevant"}}}};
  }

  /// A stock check, or one of the driver itself.
  static json::Object describeOther(llvm::StringRef check) {
    const auto [module, name] = check.split('-');
    const bool isOurs = module == "async";
    const std::string page =
        isOurs ? ASYNC_TIDY_DOCS_URL "suppressing.md"
               : fmt::format("https://clang.llvm.org/extra/clang-tidy/checks/{}/{}.html",
                             module, name);
    const std::string summary = (isOurs ? "" : "clang-tidy's ") + check.str();
    return json::Object{{"id", check},
                        {"name", displayName(check)},
                        {"shortDescription", message(summary)},
                        {"fullDescription", message(summary)},
                        {"help", message("See " + page)},
                        {"helpUri", page}};
  }

  /// `DiscardedTask` for `async-discarded-task`.
  static std::string displayName(llvm::StringRef check) {
    check.consume_front("async-");
    std::string result;
    llvm::SmallVector<llvm::StringRef> words;
    check.split(words, '-');
    for (const llvm::StringRef word : words)
      result += llvm::toUpper(word.front()) + word.drop_front().str();
    return result;
  }

  llvm::StringMap<int64_t> index_;
  json::Array rules_;
  std::set<unsigned> weaknesses_;
};

class SarifReport {
public:
  explicit SarifReport(const Results &results) : results_(results), rules_(results) {}

  json::Value print() {
    json::Array found;
    for (const Finding &finding : results_.findings)
      found.push_back(result(finding));
    json::Object driver{
        {"name", "async-tidy"},
        {"version", ASYNC_TIDY_VERSION},
        {"semanticVersion", ASYNC_TIDY_VERSION},
        {"informationUri", ASYNC_TIDY_DOCS_URL},
        {"supportedTaxonomies", json::Array{json::Object{{"name", "CWE"}, {"index", 0}}}},
        {"rules", rules_.take()}};
    json::Object root{{"uri", "file://" + uri(results_.root) + "/"}};
    json::Object run{{"tool", json::Object{{"driver", std::move(driver)}}},
                     {"taxonomies", json::Array{rules_.taxonomy()}},
                     {"automationDetails", json::Object{{"id", "async-tidy/"}}},
                     {"columnKind", "unicodeCodePoints"},
                     {"originalUriBaseIds", json::Object{{"SRCROOT", std::move(root)}}},
                     {"invocations", json::Array{invocation()}},
                     {"results", std::move(found)}};
    return json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                        {"version", "2.1.0"},
                        {"runs", json::Array{std::move(run)}}};
  }

private:
  json::Object artifact(llvm::StringRef file) const {
    if (!isInside(file, results_.root))
      return json::Object{{"uri", "file://" + uri(file)}};
    return json::Object{{"uri", uri(relativePath(file, results_.root))},
                        {"uriBaseId", "SRCROOT"}};
  }

  static json::Object region(const Region &range) {
    return json::Object{
        {"startLine", range.beginLine},
        {"startColumn", codePointColumn(range.lineText, range.beginColumn)},
        {"endLine", range.endLine},
        {"endColumn", codePointColumn(range.endLineText, range.endColumn)}};
  }

  json::Object location(const Place &where) const {
    json::Object here{{"startLine", where.line},
                      {"startColumn", codePointColumn(where.lineText, where.column)}};
    if (!where.lineText.empty())
      here["snippet"] = message(where.lineText);
    return json::Object{
        {"physicalLocation", json::Object{{"artifactLocation", artifact(where.file)},
                                          {"region", std::move(here)}}}};
  }

  json::Object location(const Place &where, llvm::StringRef text) const {
    json::Object result = location(where);
    result["message"] = message(text);
    return result;
  }

  json::Object primaryLocation(const Finding &finding) const {
    json::Object result = location(finding.where);
    if (!finding.function.empty())
      result["logicalLocations"] = json::Array{json::Object{
          {"fullyQualifiedName", utf8(finding.function)}, {"kind", "function"}}};
    return result;
  }

  json::Object result(const Finding &finding) const {
    json::Object result{
        {"ruleId", finding.check},
        {"ruleIndex", rules_.indexOf(finding.check)},
        {"level", name(finding.severity)},
        {"message", message(finding.message)},
        {"partialFingerprints", json::Object{{"asyncTidy/v1", finding.fingerprint}}}};
    if (!finding.where.file.empty())
      result["locations"] = json::Array{primaryLocation(finding)};
    addPath(result, finding);
    if (!finding.fix.empty())
      result["fixes"] = json::Array{fix(finding)};
    if (!isOpen(finding))
      result["suppressions"] = json::Array{suppression(finding)};
    return result;
  }

  static json::Object suppression(const Finding &finding) {
    json::Object result{{"kind", finding.suppressed ? "inSource" : "external"},
                        {"status", "accepted"}};
    if (!finding.justification.empty())
      result["justification"] = utf8(finding.justification);
    return result;
  }

  /// The notes as related places, and those that are elsewhere as steps to the finding.
  void addPath(json::Object &result, const Finding &finding) const {
    json::Array related, steps;
    for (const Note &note : finding.notes) {
      if (note.where.file.empty())
        continue;
      related.push_back(location(note.where, note.message));
      if (!isSamePlace(note.where, finding.where))
        steps.push_back(json::Object{{"location", location(note.where, note.message)}});
    }
    if (!related.empty())
      result["relatedLocations"] = std::move(related);
    if (steps.empty())
      return;
    steps.push_back(json::Object{{"location", location(finding.where, finding.message)}});
    json::Object flow{{"locations", std::move(steps)}};
    result["codeFlows"] =
        json::Array{json::Object{{"threadFlows", json::Array{std::move(flow)}}}};
  }

  json::Object fix(const Finding &finding) const {
    std::map<std::string, json::Array> perFile;
    for (const Edit &edit : finding.fix)
      perFile[edit.region.file].push_back(
          json::Object{{"deletedRegion", region(edit.region)},
                       {"insertedContent", message(edit.text)}});
    json::Array changes;
    for (auto &[file, replacements] : perFile)
      changes.push_back(json::Object{{"artifactLocation", artifact(file)},
                                     {"replacements", std::move(replacements)}});
    return json::Object{{"description", message("repair of " + finding.check)},
                        {"artifactChanges", std::move(changes)}};
  }

  json::Object invocation() const {
    json::Array notifications;
    for (const Failure &failure : results_.failures) {
      json::Object notification{{"level", "error"},
                                {"message", message(failure.message)}};
      if (!failure.file.empty())
        notification["locations"] = json::Array{
            json::Object{{"physicalLocation",
                          json::Object{{"artifactLocation", artifact(failure.file)}}}}};
      notifications.push_back(std::move(notification));
    }
    json::Object result{{"executionSuccessful", results_.failures.empty()}};
    if (!notifications.empty())
      result["toolExecutionNotifications"] = std::move(notifications);
    return result;
  }

  const Results &results_;
  Rules rules_;
};

} // namespace

std::string sarifReport(const Results &results) {
  std::string text;
  llvm::raw_string_ostream(text)
      << llvm::formatv("{0:2}\n", SarifReport(results).print());
  return text;
}

} // namespace async_tidy
