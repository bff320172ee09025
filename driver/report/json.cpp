// JSON lines: one object per line, for scripts. `type` tells findings, failures and the
// summary apart.

#include "driver/report/report.h"

#include "core/registry.h"
#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

namespace async_tidy {

namespace json = llvm::json;

namespace {

class JsonReport {
public:
  explicit JsonReport(const Results &results) : results_(results) {}

  std::string print() {
    for (const Finding &finding : results_.findings)
      add(describe(finding));
    for (const Failure &failure : results_.failures) {
      json::Object object{{"type", "failure"}, {"message", utf8(failure.message)}};
      if (!failure.file.empty())
        object["file"] = path(failure.file);
      add(std::move(object));
    }
    add(json::Object{{"type", "summary"},
                     {"findings", llvm::count_if(results_.findings, isOpen)},
                     {"files", results_.files.size()},
                     {"failures", results_.failures.size()}});
    return std::move(text_);
  }

private:
  void add(json::Object object) {
    text_ += llvm::formatv("{0}\n", json::Value(std::move(object)));
  }

  std::string path(llvm::StringRef file) const {
    return utf8(relativePath(file, results_.root));
  }

  void addPlace(json::Object &object, const Place &where) const {
    if (where.file.empty())
      return;
    object["file"] = path(where.file);
    object["line"] = where.line;
    object["column"] = where.column;
  }

  json::Object describe(const Finding &finding) const {
    json::Object object{{"type", "finding"},
                        {"check", finding.check},
                        {"severity", name(finding.severity)},
                        {"message", utf8(finding.message)},
                        {"fingerprint", finding.fingerprint}};
    addPlace(object, finding.where);
    if (!finding.function.empty())
      object["function"] = utf8(finding.function);
    if (finding.suppressed || finding.baselined)
      object["suppressed"] = finding.suppressed ? "nolint" : "baseline";
    if (!finding.justification.empty())
      object["reason"] = utf8(finding.justification);
    if (const RegisteredCheck *check = findCheck(finding.check))
      object["url"] = check->url();
    if (!finding.notes.empty())
      object["notes"] = notes(finding);
    if (!finding.fix.empty()) {
      object["fix"] = edits(finding);
      object["fixIsSafe"] = finding.safeFix;
    }
    return object;
  }

  json::Array notes(const Finding &finding) const {
    json::Array array;
    for (const Note &note : finding.notes) {
      json::Object object{{"message", utf8(note.message)}};
      addPlace(object, note.where);
      array.push_back(std::move(object));
    }
    return array;
  }

  json::Array edits(const Finding &finding) const {
    json::Array array;
    for (const Edit &edit : finding.fix)
      array.push_back(json::Object{{"file", path(edit.region.file)},
                                   {"line", edit.region.beginLine},
                                   {"column", edit.region.beginColumn},
                                   {"endLine", edit.region.endLine},
                                   {"endColumn", edit.region.endColumn},
                                   {"text", utf8(edit.text)}});
    return array;
  }

  const Results &results_;
  std::string text_;
};

} // namespace

std::string jsonReport(const Results &results) { return JsonReport(results).print(); }

} // namespace async_tidy
