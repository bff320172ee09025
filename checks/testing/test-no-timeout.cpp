// A wait without a limit turns the bug that a test is there to find into a run that
// hangs: no message, no line, and the other tests never start.

#include "flow/function-check.h"
#include "model/names.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class TestNoTimeout final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-test-no-timeout",
      .summary = "a test waits without a limit for what may never happen",
      .severity = Severity::Warning,
      .tier = Tier::Test,
      .cwe = 1088};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &site : view.calls()) {
      if (!waits(site, view) || isTimed(site))
        continue;
      if (!isTestBody(view, unit()) ||
          testDeclaration(view, unit()).contains_insensitive("timeout"))
        return;
      report(
          site.location(),
          "%0 waits without limit: if nothing wakes it, the test hangs and does not fail")
          << displayCallee(*site.expr);
      note(site.location(), "instead, use its timed form, and check that it was in time");
    }
  }

private:
  /// A wait for something that somebody else must do: settle a promise, count down,
  /// notify. What ends by itself, such as a thread's function, is a matter of taste.
  bool waits(const CallSite &site, const FunctionView &view) const {
    if (!site.facts)
      return false;
    const FunctionFacts &facts = *site.facts;
    if (facts.blocking && facts.blocking->kind == BlockingKind::RunLoop)
      return *strict_;
    if (facts.conditionWait)
      return !facts.conditionWait->timed;
    if (facts.blocking)
      return facts.blocking->kind == BlockingKind::Wait;
    if (!facts.syncWait || facts.syncWait->argument != Receiver || !site.receiver)
      return facts.syncWait && *strict_;
    const TypeFacts *type = roles().type(stripped(site.receiver)->getType());
    const TypeFacts *runner = roles().type(pointeeRecordOf(site.receiver->getType()));
    if ((type && type->thread) || (runner && runner->executor))
      return *strict_;
    return *strict_ || !type || !type->task || isOfPromise(*site.receiver, view);
  }

  bool isTimed(const CallSite &site) const {
    return llvm::any_of(site.arguments, [&](const Expr *argument) {
      const TypeFacts *facts = roles().type(argument->getType());
      return facts && facts->duration;
    });
  }

  /// `promise.get_future()`, also kept in a variable.
  bool isOfPromise(const Expr &future, const FunctionView &view) const {
    const Expr *made = strippedMove(&future);
    if (const auto *variable = dyn_cast_or_null<VarDecl>(variableOf(&future)))
      made = variable->hasInit() ? strippedMove(variable->getInit()) : nullptr;
    const CallSite *site = made ? view.callAt(made) : nullptr;
    const TypeFacts *owner =
        site && site->receiver ? roles().type(site->receiver->getType()) : nullptr;
    return owner && owner->promise;
  }

  Option<bool> strict_{
      this, "Strict", false,
      "Also report joins of threads, futures of work that ends by itself, "
      "and event loops that run until they are out of work."};
};

ASYNC_TIDY_CHECK(TestNoTimeout);

} // namespace
} // namespace async_tidy
