// An operation failed, the program was told, and goes on as if nothing had happened. What
// is missing later has no log line, no metric and no exception to explain it.

#include "flow/function-check.h"
#include "flow/ignored-failure.h"
#include "model/names.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class SwallowedError final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-swallowed-error",
      .summary = "the error of an asynchronous operation is received and ignored",
      .severity = Severity::Warning,
      .cwe = 390};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    std::vector<IgnoredFailure> found = ignoredFailures(view, unit());
    if (found.empty() || (!*inTests_ && isTestCode(view, unit())))
      return;
    for (const IgnoredFailure &ignored : found)
      reportIgnored(ignored);
  }

private:
  void reportIgnored(const IgnoredFailure &ignored) {
    const std::string operation = displayCallee(*ignored.operation);
    switch (ignored.by) {
    case IgnoredBy::EmptyCatch:
      report(ignored.where, "this handler swallows the error of %0 without a trace")
          << operation;
      note(ignored.operation->getExprLoc(), "the operation that may fail");
      note(ignored.where,
           "instead, log it, rethrow it, or say in a comment why it may be lost");
      return;
    case IgnoredBy::EmptyHandler:
      report(ignored.where, "this handler swallows the error of the whole chain");
      note(ignored.where, "instead, log it, or say in a comment why it may be lost");
      return;
    case IgnoredBy::Parameter:
    case IgnoredBy::Variable:
      report(ignored.where,
             "%0 is never looked at: a failed %1 goes on as if it had worked")
          << ignored.variable << operation;
      note(ignored.operation->getExprLoc(), "the operation that may fail");
      note(ignored.where,
           "instead, test it; leave out its name where it does not matter");
      return;
    case IgnoredBy::Discard:
      report(ignored.where,
             "%0 says how it ended, and nobody looks: a failure goes unseen")
          << operation;
      note(ignored.where, "instead, test the result, or cast it to void");
      return;
    }
  }

  Option<bool> inTests_{this, "InTests", false,
                        "Also report code in files that hold tests."};
};

ASYNC_TIDY_CHECK(SwallowedError);

} // namespace
} // namespace async_tidy
