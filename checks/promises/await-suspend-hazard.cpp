// Once the handle is given away, the coroutine may resume on another thread, run on, and
// destroy the awaiter: before `await_suspend` has returned.

#include "flow/function-check.h"
#include "flow/published-handle.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class AwaitSuspendHazard final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-await-suspend-hazard",
      .summary = "an awaiter is used after the coroutine may have been resumed",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (!isAwaitSuspend(view.function()))
      return;
    if (std::optional<UseAfterPublish> use = useAfterPublish(view, analysis()))
      report(*use);
    else if (const Expr *resume = *strict_ ? resumesInside(view) : nullptr)
      reportNesting(*resume);
  }

private:
  void report(const UseAfterPublish &use) {
    const bool returns = isa<ReturnStmt>(use.use);
    if (returns)
      Check::report(use.use->getBeginLoc(), "'return false' resumes a coroutine that may "
                                            "have been resumed already");
    else
      Check::report(use.use->getBeginLoc(),
                    "%0 is used when the coroutine may have been resumed and be gone")
          << (isa<CXXThisExpr>(use.use) ? "the awaiter" : "the handle");
    note(use.publish->getExprLoc(), "from here on, the coroutine may run again");
    note(use.publish->getExprLoc(), "%0")
        << (returns ? "return true, or nothing"
                    : "give the handle away last, and copy what is needed before");
  }

  void reportNesting(const Expr &resume) {
    Check::report(resume.getExprLoc(),
                  "resuming inside 'await_suspend' nests one stack frame per await");
    note(resume.getExprLoc(), "return the handle instead: symmetric transfer");
  }

  Option<bool> strict_{
      this, "Strict", false,
      "Also report a handle that is resumed inside 'await_suspend', which "
      "makes the stack grow."};
};

ASYNC_TIDY_CHECK(AwaitSuspendHazard);

} // namespace
} // namespace async_tidy
