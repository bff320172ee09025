// A loop that looks again and again keeps a processor busy, or wakes a sleeping one for
// nothing, and still notices late. Whoever changes what it waits for could tell it.

#include "flow/function-check.h"
#include "flow/polling-loop.h"
#include "model/names.h"
#include "view/memory.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class BusyWait final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-busy-wait",
      .summary = "a loop looks again and again instead of being told",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 400,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.loops().empty())
      return;
    for (const PollingLoop &poll : pollingLoops(view, unit())) {
      if (!counts(poll, view) || (!*inTests_ && isTestCode(view, unit())))
        continue;
      if (poll.attempt)
        reportAttempt(poll);
      else if (poll.subject)
        reportPoll(poll, view);
      else
        reportCall(poll);
    }
  }

private:
  bool counts(const PollingLoop &poll, const FunctionView &view) const {
    // With a pause between the looks, a lock that spins is meant to be one.
    if (poll.attempt)
      return !poll.claims || poll.pause == Pause::None;
    if (!poll.subject)
      return *strict_ && poll.pause == Pause::Sleeps;
    const bool spins = poll.pause == Pause::None;
    const bool atomic = isAtomic(poll.subject->getType().getNonReferenceType());
    // A task that spins on what no thread changes is async-loop-without-suspension's.
    if (spins && !atomic && view.isCoroutine())
      return false;
    return *strict_ || poll.change || (spins && atomic);
  }

  void reportPoll(const PollingLoop &poll, const FunctionView &view) {
    const SourceLocation where = poll.loop->getBeginLoc();
    const auto *subject = poll.subject;
    switch (poll.pause) {
    case Pause::None:
      report(where, "this loop keeps a processor busy until %0 changes") << subject;
      break;
    case Pause::Yields:
      report(where, "this loop takes the processor again and again until %0 changes")
          << subject;
      break;
    case Pause::Sleeps:
      report(where, "this loop polls: it wakes for nothing until %0 changes, and then "
                    "notices late")
          << subject;
      break;
    }
    if (poll.change)
      note(poll.change->getExprLoc(), "%0 is changed here, where nobody is told")
          << subject;
    noteRepair(poll, view);
  }

  void noteRepair(const PollingLoop &poll, const FunctionView &view) {
    const SourceLocation where = poll.loop->getBeginLoc();
    if (view.isCoroutine())
      note(where, "instead, await an event that is set where %0 changes") << poll.subject;
    else if (isAtomic(poll.subject->getType().getNonReferenceType()) &&
             context().getLangOpts().CPlusPlus20)
      note(where, "instead, wait() for %0 here, and notify_all() where it changes")
          << poll.subject;
    else
      note(where, "instead, wait on a condition variable that is notified where %0 "
                  "changes")
          << poll.subject;
  }

  void reportAttempt(const PollingLoop &poll) {
    const Expr *object = poll.attempt->receiver;
    const ValueDecl *variable = object ? variableOf(object) : nullptr;
    const std::string name = variable ? "'" + variable->getNameAsString() + "'"
                                      : displayCallee(*poll.attempt->expr);
    report(poll.loop->getBeginLoc(),
           "this loop asks %0 again and again instead of waiting for it")
        << name;
    if (poll.claims)
      note(poll.attempt->location(), "instead, use a mutex, or pause between two looks");
    else
      note(poll.attempt->location(),
           "instead, make the call that waits, with a time limit if it has one");
  }

  void reportCall(const PollingLoop &poll) {
    report(poll.loop->getBeginLoc(),
           "this loop polls: it wakes for nothing, and notices late");
    note(poll.loop->getBeginLoc(), "instead, let whoever knows tell it, by an event");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report loops that poll what nobody is seen to change, and "
                       "those that ask a function."};
  Option<bool> inTests_{this, "InTests", false,
                        "Also report code in files that hold tests."};
};

ASYNC_TIDY_CHECK(BusyWait);

} // namespace
} // namespace async_tidy
