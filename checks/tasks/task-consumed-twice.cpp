// A task is good for one await, a future for one get(). The second one finds nothing: it
// throws, resumes a coroutine that is gone, or yields a value that was moved away.

#include "flow/function-check.h"
#include "flow/single-use.h"

namespace async_tidy {
namespace {

using namespace clang;

class TaskConsumedTwice final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-task-consumed-twice",
      .summary = "a task or future that is good for one use is used again",
      .severity = Severity::Error,
      .cwe = 675};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const SecondUse &use : secondUses(view, analysis()))
      // Settled twice: async-broken-promise.
      // Moved twice and used by neither: clang-tidy's bugprone-use-after-move.
      if (use.again != UsedUp::Settled &&
          (use.eachRound || use.again != UsedUp::MovedAway ||
           use.how != UsedUp::MovedAway))
        reportUse(use, view);
  }

private:
  void reportUse(const SecondUse &use, const FunctionView &view) {
    const auto how = static_cast<unsigned>(use.how);
    const auto again = static_cast<unsigned>(use.again);
    if (use.eachRound) {
      report(use.second->getBeginLoc(), "%0 is %select{awaited|read|given away}1 anew in "
                                        "each round, but the first round uses it up")
          << use.variable << again;
      note(use.variable->getLocation(), "made here, outside the loop");
    } else {
      report(use.second->getBeginLoc(),
             "%0 is %select{awaited|read|given away}1 here, but it was used up before")
          << use.variable << again;
      note(use.first->getBeginLoc(), "%select{awaited|read|given away}0 here first")
          << how;
    }
    noteInstead(use, view);
  }

  void noteInstead(const SecondUse &use, const FunctionView &view) {
    if (use.eachRound)
      note(use.second->getBeginLoc(), "instead, make a new one in each round");
    else if (use.how == UsedUp::MovedAway)
      note(use.second->getBeginLoc(), "instead, wait for whoever it was given to");
    else
      note(use.first->getBeginLoc(), "instead, keep the result in a variable");
  }
};

ASYNC_TIDY_CHECK(TaskConsumedTwice);

} // namespace
} // namespace async_tidy
