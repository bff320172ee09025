// SARIF 2.1.0, the format that code hosts and editors read.

#include "driver/report/report.h"

#include "core/registry.h"
#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {

namespace json = llvm::json;

namespace {

std::string utf8(llvm::StringRef text) {
  return json::isUTF8(text) ? text.str() : json::fixUTF8(text);
}

/// Percent-encodes what RFC 3986 does not allow in a path.
std::string uri(llvm::StringRef path) {
  std::string result;
  for (const char c : path) {
    if (llvm::isAlnum(c) || llvm::StringRef("-._~/+@").contains(c))
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

json::Object message(llvm::StringRef text) { return json::Object{{"text", utf8(text)}}; }

/// SARIF counts code points, Clang counts bytes.
unsigned codePointColumn(llvm::StringRef line, unsigned column) {
  const llvm::StringRef before = line.take_front(column - 1);
  const auto points = llvm::count_if(
      before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return points + 1 + (column - 1 - before.size());
}

/// Only checks that can occur: every one of ours, and the stock ones with findings.
class Rules {
public:
  explicit Rules(const Results &results) {
    for (const RegisteredCheck &check : registeredChecks())
      add(check.info->name, describe(check));
    for (const Finding &finding : results.findings)
      if (!index_.count(finding.check))
        add(finding.check, json::Object{{"id", finding.check}});
  }

  int64_t indexOf(llvm::StringRef check) const { return index_.lookup(check); }
  json::Array take() { return std::move(rules_); }

private:
  void add(llvm::StringRef check, json::Object rule) {
    index_[check] = rules_.size();
    rules_.push_back(std::move(rule));
  }

  static json::Object describe(const RegisteredCheck &check) {
    const CheckInfo &info = *check.info;
    json::Array tags{"async", check.area};
    if (info.cwe)
      tags.push_back(fmt::format("external/cwe/cwe-{:03}", info.cwe));
    const llvm::StringRef precision = info.tier == Tier::Advice ? "medium" : "very-high";
    json::Object rule{
        {"id", info.name},
        {"shortDescription", message(info.summary)},
        {"fullDescription", message(info.summary)},
        {"helpUri", check.url()},
        {"defaultConfiguration", json::Object{{"level", name(info.severity)},
                                              {"enabled", info.tier != Tier::Advice}}},
        {"properties",
         json::Object{{"tags", std::move(tags)}, {"precision", precision}}}};
    if (const llvm::StringRef page = documentationPage(info.name); !page.empty())
      rule["help"] = json::Object{{"text", utf8(page)}, {"markdown", utf8(page)}};
    return rule;
  }

  llvm::StringMap<int64_t> index_;
  json::Array rules_;
};

class SarifReport {
public:
  explicit SarifReport(const Results &results) : results_(results), rules_(results) {}

  json::Value print() {
    json::Array found;
    for (const Finding &finding : results_.findings)
      found.push_back(result(finding));
    json::Object driver{{"name", "async-tidy"},
                        {"version", ASYNC_TIDY_VERSION},
                        {"semanticVersion", ASYNC_TIDY_VERSION},
                        {"informationUri", ASYNC_TIDY_DOCS_URL},
                        {"rules", rules_.take()}};
    json::Object root{{"uri", "file://" + uri(results_.root) + "/"}};
    json::Object run{{"tool", json::Object{{"driver", std::move(driver)}}},
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
    if (finding.suppressed)
      result["suppressions"] = json::Array{json::Object{{"kind", "inSource"}}};
    return result;
  }

  /// The notes, once as related places and once as steps that end at the finding.
  void addPath(json::Object &result, const Finding &finding) const {
    json::Array related, steps;
    for (const Note &note : finding.notes) {
      if (note.where.file.empty())
        continue;
      related.push_back(location(note.where, note.message));
      steps.push_back(json::Object{{"location", location(note.where, note.message)}});
    }
    if (related.empty())
      return;
    steps.push_back(json::Object{{"location", location(finding.where, finding.message)}});
    json::Object flow{{"locations", std::move(steps)}};
    result["relatedLocations"] = std::move(related);
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
