// A coroutine gives its thread to others only where it suspends. A loop that goes round
// without that keeps the thread, and waits for ever if another task was to end it.

#include "flow/function-check.h"
#include "flow/unsuspended-loop.h"

namespace async_tidy {
namespace {

using namespace clang;

class LoopWithoutSuspension final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-loop-without-suspension",
      .summary = "a loop of a coroutine may go round without a suspension",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 835,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (!view.isCoroutine() || view.isSynchronousGenerator() || view.loops().empty())
      return;
    for (const UnsuspendedLoop &found : unsuspendedLoops(view, analysis())) {
      if (!found.idle && !found.forEver && !*strict_)
        continue;
      const SourceLocation where = found.loop->getBeginLoc();
      report(where,
             found.forEver
                 ? "this loop neither suspends nor ends: its thread is lost to all "
                   "other tasks"
                 : "this loop may spin without a suspension: no other task runs "
                   "meanwhile");
      if (!found.forEver && found.decision)
        note(found.decision->getBeginLoc(), "by this way it comes back with nothing "
                                            "awaited");
      noteContext(view);
      note(where, "instead, await what it waits for, or yield in each round");
    }
  }

private:
  Option<bool> strict_{this, "Strict", false,
                       "Also report ways round on which the loop does some work, which "
                       "may end it."};
};

ASYNC_TIDY_CHECK(LoopWithoutSuspension);

} // namespace
} // namespace async_tidy
