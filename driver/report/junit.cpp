// JUnit's XML, which every CI server shows: a file is a suite, a finding is a failed
// case, and a clean file is a passed one.

#include "driver/report/report.h"

#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"

#include <map>

namespace async_tidy {
namespace {

struct Suite {
  std::string cases;
  unsigned tests = 0, failures = 0, errors = 0;
};

class JunitReport {
public:
  explicit JunitReport(const Results &results) : results_(results) {}

  std::string print() {
    for (const std::string &file : results_.files)
      suites_.try_emplace(suiteName(file));
    for (const Finding &finding : results_.findings)
      if (isOpen(finding))
        add(finding);
    for (const Failure &failure : results_.failures)
      add(failure);
    std::string body;
    Suite total;
    for (auto &[name, suite] : suites_) {
      if (suite.tests == 0)
        addCase(suite, name, "clean", "");
      body += element("testsuite", name, suite) + suite.cases + "  </testsuite>\n";
      total.tests += suite.tests;
      total.failures += suite.failures;
      total.errors += suite.errors;
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
           element("testsuites", "async-tidy", total) + body + "</testsuites>\n";
  }

private:
  std::string suiteName(llvm::StringRef file) const {
    return file.empty() ? "async-tidy" : relativePath(file, results_.root);
  }

  static std::string element(llvm::StringRef tag, llvm::StringRef name,
                             const Suite &suite) {
    return fmt::format("{}<{} name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                       tag == "testsuite" ? "  " : "", tag, markup(name), suite.tests,
                       suite.failures, suite.errors);
  }

  static void addCase(Suite &suite, llvm::StringRef file, llvm::StringRef name,
                      llvm::StringRef content) {
    ++suite.tests;
    const std::string open = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                         markup(file), markup(name));
    suite.cases += content.empty()
                       ? open + "/>\n"
                       : fmt::format("{}>\n{}    </testcase>\n", open, content);
  }

  std::string line(const Place &where, llvm::StringRef message) const {
    if (where.file.empty())
      return fmt::format("{}\n", message);
    return fmt::format("{}:{}:{}: {}\n", relativePath(where.file, results_.root),
                       where.line, where.column, message);
  }

  void add(const Finding &finding) {
    const std::string file = suiteName(finding.where.file);
    std::string details = line(finding.where, finding.message);
    for (const Note &note : finding.notes)
      details += line(note.where, note.message);
    Suite &suite = suites_[file];
    ++suite.failures;
    addCase(suite, file,
            fmt::format("{} at {}:{}", finding.check, finding.where.line,
                        finding.where.column),
            fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                        name(finding.severity), markup(finding.message),
                        markup(details)));
  }

  void add(const Failure &failure) {
    const std::string file = suiteName(failure.file);
    Suite &suite = suites_[file];
    ++suite.errors;
    addCase(suite, file, "analysis",
            fmt::format("      <error message=\"{}\"/>\n", markup(failure.message)));
  }

  const Results &results_;
  std::map<std::string, Suite> suites_;
};

} // namespace

std::string junitReport(const Results &results) { return JunitReport(results).print(); }

} // namespace async_tidy
