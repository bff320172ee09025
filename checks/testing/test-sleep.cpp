// A test that sleeps until the other side is surely done is slow on a good day, and fails
// on the day the machine is busy.

#include "flow/function-check.h"
#include "model/names.h"
#include "view/source.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class TestSleep final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-test-sleep",
      .summary = "a test sleeps instead of waiting for what it tests",
      .severity = Severity::Warning,
      .tier = Tier::Test,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    llvm::SmallVector<const CallSite *, 2> sleeps;
    for (const CallSite &site : view.calls())
      if (isSleep(site, view))
        sleeps.push_back(&site);
    if (sleeps.empty() || !isTestBody(view, unit()) || readsClock(view))
      return;
    for (const CallSite *sleep : sleeps)
      checkSleep(*sleep, view);
  }

private:
  bool isSleep(const CallSite &site, const FunctionView &view) const {
    const FunctionFacts *facts = site.facts;
    if (!facts || site.arguments.empty())
      return false;
    if (facts->blocking && facts->blocking->kind == BlockingKind::Sleep)
      return !unit().anyHolds(facts->blocking->unless, site, view);
    return facts->wait && facts->wait->kind == WaitKind::Timer &&
           view.awaitOf(site.expr) != nullptr;
  }

  /// Time itself is what such a test is about.
  static bool readsClock(const FunctionView &view) {
    return llvm::any_of(view.calls(), [](const CallSite &site) {
      return site.callee && site.callee->getIdentifier() &&
             site.callee->getName() == "now";
    });
  }

  void checkSleep(const CallSite &sleep, const FunctionView &view) {
    // A loop around it asks again and again, which is no guess.
    if (view.enclosingLoop(sleep.expr))
      return;
    const Expr *started = startedBefore(sleep, view);
    const Stmt *assertion = reliance(sleep, view);
    if (!assertion || (!started && !*strict_))
      return;
    report(sleep.location(),
           "this sleep guesses when the work is done: the test fails on a "
           "busy machine");
    if (started)
      note(started->getExprLoc(), "started here, to run beside the test");
    note(context().getSourceManager().getExpansionLoc(assertion->getBeginLoc()),
         "relied upon here");
    note(sleep.location(), "instead, wait for the event itself, with a limit: a latch, a "
                           "future, a manual clock");
  }

  /// The first check between this sleep and the next that wants something to have
  /// happened. Null if the test waits in another way by then.
  const Stmt *reliance(const CallSite &sleep, const FunctionView &view) const {
    SourceLocation from = sleep.expr->getEndLoc();
    while (const Stmt *assertion = assertionAfter(from, view, unit())) {
      if (waitsBetween(sleep, *assertion, view))
        return nullptr;
      if (!wantsNothing(*assertion, unit()))
        return assertion;
      from = assertion->getEndLoc();
    }
    return nullptr;
  }

  /// Whether anything is waited for on the way from a sleep to the end of a check.
  bool waitsBetween(const CallSite &sleep, const Stmt &assertion,
                    const FunctionView &view) const {
    auto between = [&](const Expr &expr) {
      return &expr != sleep.expr &&
             standsBefore(sleep.expr->getEndLoc(), expr.getEndLoc(), context()) &&
             (view.isWithin(&expr, &assertion) ||
              standsBefore(expr.getEndLoc(), assertion.getBeginLoc(), context()));
    };
    return llvm::any_of(view.calls(),
                        [&](const CallSite &site) {
                          return site.facts &&
                                 (site.facts->syncWait || site.facts->blocking ||
                                  site.facts->conditionWait) &&
                                 between(*site.expr);
                        }) ||
           llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
             return between(*point.expr) && !view.isWithin(sleep.expr, point.expr);
           });
  }

  /// Work that runs beside the test, as far as the test shows it.
  const Expr *startedBefore(const CallSite &sleep, const FunctionView &view) const {
    const SourceManager &sources = context().getSourceManager();
    for (const CallSite &site : view.calls()) {
      if (!site.facts || !sources.isBeforeInTranslationUnit(site.expr->getBeginLoc(),
                                                            sleep.expr->getBeginLoc()))
        continue;
      const bool beside =
          llvm::any_of(site.facts->callbacks, [](const CallbackRole &role) {
            return role.runs == Runs::Thread || role.runs == Runs::Offload ||
                   role.runs == Runs::Loop;
          });
      if (beside || site.facts->spawn || site.facts->spawnsThread)
        return site.expr;
    }
    return nullptr;
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report sleeps in tests that show no work beside them."};
};

ASYNC_TIDY_CHECK(TestSleep);

} // namespace
} // namespace async_tidy
