// A cancelled task is told by an exception or an error code, once, where it waits. A loop
// that takes this for one more failure begins anew: the task cannot be stopped any more,
// or fails at once, again and again, as fast as the processor can.

#include "flow/cancelled-loop.h"
#include "flow/function-check.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class SwallowedCancellation final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-swallowed-cancellation",
      .summary = "a loop takes its cancellation for a failure, and goes on",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 755,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.suspensions().empty() || view.loops().empty())
      return;
    for (const CancelledLoop &found : cancelledLoops(view, unit()))
      found.handler ? reportHandler(found) : reportTest(found);
  }

private:
  void reportHandler(const CancelledLoop &found) {
    const SourceLocation where = found.handler->getBeginLoc();
    report(where, "this handler swallows the cancellation, and the loop around goes on "
                  "for ever");
    note(found.await->getExprLoc(), "cancelled while it waits here, the task gets '%0'")
        << found.error;
    noteLoop(found);
    if (found.byCode)
      note(where, "instead, leave the loop where the code is %0") << found.error;
    else
      note(where, "instead, catch %0 before it, and rethrow") << found.error;
  }

  void reportTest(const CancelledLoop &found) {
    const SourceLocation where = found.test->getBeginLoc();
    report(where, "%0 may be a cancellation, and the loop goes on whatever it is")
        << found.code;
    note(found.await->getExprLoc(), "cancelled, or closed by somebody, it ends with '%0' "
                                    "here, each time again")
        << found.error;
    noteLoop(found);
    note(where, "instead, leave the loop where it is %0") << found.error;
  }

  void noteLoop(const CancelledLoop &found) {
    note(found.loop->getBeginLoc(), "nothing else ends this loop");
  }
};

ASYNC_TIDY_CHECK(SwallowedCancellation);

} // namespace
} // namespace async_tidy
