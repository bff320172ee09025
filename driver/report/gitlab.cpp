// GitLab's code quality report: a JSON array that a merge request compares with the one
// of its target by fingerprint.

#include "driver/report/report.h"

#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/SHA1.h"
#include "llvm/Support/raw_ostream.h"

#include "llvm/ADT/StringExtras.h"

namespace async_tidy {

namespace json = llvm::json;

namespace {

llvm::StringRef gitlabSeverity(Severity severity) {
  return severity == Severity::Error     ? "critical"
         : severity == Severity::Warning ? "major"
                                         : "info";
}

json::Object issue(llvm::StringRef check, llvm::StringRef severity,
                   llvm::StringRef description, llvm::StringRef fingerprint) {
  return json::Object{{"type", "issue"},
                      {"check_name", check},
                      {"severity", severity},
                      {"description", utf8(description)},
                      {"fingerprint", fingerprint}};
}

json::Object location(llvm::StringRef file, unsigned line, llvm::StringRef root) {
  return json::Object{{"path", utf8(relativePath(file, root))},
                      {"lines", json::Object{{"begin", line}}}};
}

json::Object issueOf(const Finding &finding, const Results &results) {
  json::Object result = issue(finding.check, gitlabSeverity(finding.severity),
                              finding.message, finding.fingerprint);
  if (!finding.where.file.empty())
    result["location"] = location(finding.where.file, finding.where.line, results.root);
  return result;
}

/// The format knows no notifications, and what was not analysed must not look clean.
json::Object issueOf(const Failure &failure, const Results &results) {
  const auto digest = llvm::SHA1::hash(llvm::arrayRefFromStringRef(failure.message));
  json::Object result = issue("async-tidy", "blocker", failure.message,
                              llvm::toHex(digest, /*LowerCase=*/true));
  if (!failure.file.empty())
    result["location"] = location(failure.file, 1, results.root);
  return result;
}

} // namespace

std::string gitlabReport(const Results &results) {
  json::Array issues;
  for (const Finding &finding : results.findings)
    if (isOpen(finding))
      issues.push_back(issueOf(finding, results));
  for (const Failure &failure : results.failures)
    issues.push_back(issueOf(failure, results));
  return llvm::formatv("{0:2}\n", json::Value(std::move(issues)));
}

} // namespace async_tidy
