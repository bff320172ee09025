// A destructor cannot wait. An object whose work must be waited for is closed by a call
// of its own, and on the way out that skips the call the program ends in the destructor,
// or what was under way is cut off: data not flushed, tasks that use what is gone.

#include "flow/close-duties.h"
#include "flow/function-check.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class MissingClose final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-missing-close",
      .summary = "an object dies without the close or join that must be waited for",
      .severity = Severity::Warning,
      .cwe = 459,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CloseDuty &duty : closeDuties(view, unit())) {
      const DutyCourse course = follow(duty, view, analysis());
      if (const DutyPoint *late = closedForGood(course, view))
        reportLate(duty, *late, view);
      else if (!course.exits.empty())
        reportExits(duty, course, view);
      else if (*strict_ && !course.suspensions.empty())
        reportSuspension(duty, course.suspensions.front(), view);
    }
  }

private:
  void reportExits(const CloseDuty &duty, const DutyCourse &course,
                   const FunctionView &view) {
    if (!duty.first(Deed::Ends)) {
      const DutyPoint &exit = course.exits.front();
      report(duty.object->getLocation(), "'%0' dies at the end of its scope, and nobody "
                                         "calls and awaits its '%1'")
          << duty.name << closing(duty);
      if (!duty.facts->closeable->after.empty())
        note(exit.since->getBeginLoc(), "it has work to wait for since this call");
      return advise(duty, view);
    }
    for (const DutyPoint &exit : course.exits) {
      const bool leaves = isa<ReturnStmt, CoreturnStmt, CXXThrowExpr>(exit.at);
      report(leaves ? exit.at->getBeginLoc() : exit.at->getEndLoc(),
             "'%0' dies on this way out without its '%1'")
          << duty.name << closing(duty);
      note(exit.since->getBeginLoc(), "it must be closed since here");
      advise(duty, view);
    }
  }

  /// Work that is begun after a close that is final.
  static const DutyPoint *closedForGood(const DutyCourse &course,
                                        const FunctionView &view) {
    for (const DutyPoint &late : course.takenLate)
      if (const CallSite *closing = view.callAt(cast<Expr>(late.since));
          closing && closing->facts && closing->facts->once && isa<Expr>(late.at))
        return &late;
    return nullptr;
  }

  void reportLate(const CloseDuty &duty, const DutyPoint &late,
                  const FunctionView &view) {
    report(cast<Expr>(late.at)->getExprLoc(),
           "'%0' was closed before: it aborts, or refuses this")
        << duty.name;
    note(view.callAt(cast<Expr>(late.since))->location(),
         "closed here; instead, do it after all that it waits for");
  }

  void reportSuspension(const CloseDuty &duty, const DutyPoint &point,
                        const FunctionView &view) {
    report(point.at->getBeginLoc(), "if this await throws, '%0' dies without its '%1'")
        << duty.name << closing(duty);
    note(point.since->getBeginLoc(), "it must be closed since here");
    advise(duty, view);
  }

  void advise(const CloseDuty &duty, const FunctionView &view) {
    const Stmt *closes = duty.first(Deed::Ends);
    note(closes ? closes->getBeginLoc() : duty.object->getLocation(),
         "write '%select{|co_await }0%1.%2()' on every way out; a destructor cannot wait")
        << view.isCoroutine() << duty.name << closing(duty);
  }

  static llvm::StringRef closing(const CloseDuty &duty) {
    return duty.facts->closeable->by.front();
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report an await between the first use and the close: if it "
                       "throws, the close is skipped."};
};

ASYNC_TIDY_CHECK(MissingClose);

} // namespace
} // namespace async_tidy
