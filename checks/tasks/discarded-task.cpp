// A task that nobody keeps: a lazy one never runs, an eager one goes on with its error
// unseen, and a blocking one makes the call synchronous.

#include "flow/consumption.h"
#include "flow/escape.h"
#include "flow/function-check.h"
#include "model/infer-task.h"
#include "model/names.h"
#include "view/awaiting.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class DiscardedTask final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-discarded-task",
                                  .summary =
                                      "the result of an asynchronous call is dropped",
                                  .severity = Severity::Error,
                                  .fix = Fix::Suggested,
                                  .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const DiscardedValue &value : view.discarded()) {
      // A call that returns a reference hands out a task that somebody else keeps.
      if (!value.expr->isPRValue() || isChosenByCaller(*value.expr, view) ||
          isExpectedToThrow(*value.expr, view, unit()))
        continue;
      if (const TaskRole *task = taskMadeBy(*value.expr, view, unit()))
        checkTask(*task, value, view);
      else if (*reportAwaitables_ && value.how == Discard::Plain)
        checkAwaitable(*value.expr, view);
    }
  }

private:
  void checkTask(const TaskRole &task, const DiscardedValue &value,
                 const FunctionView &view) {
    const CallSite *site = view.callAt(value.expr);
    const bool awaited = isa<CoroutineSuspendExpr>(value.expr);
    if (!awaited && !isa<CallExpr>(value.expr))
      return;
    if (site && site->facts &&
        (site->facts->returnsSelf || site->facts->inspects || site->facts->consumes))
      return;
    // Thrown away in so many words, or left over from an await: fine if it runs anyway.
    if ((awaited || (value.how != Discard::Plain && !*reportVoidCasts_)) &&
        task.drop != Drop::NeverRuns)
      return;
    if (task.drop == Drop::Harmless ||
        (task.drop == Drop::LosesError && isErrorSeen(site, view)))
      return;
    report(where(*value.expr), "the task of %0 is dropped here, %1")
        << displayCallee(*value.expr) << consequence(task.drop)
        << value.expr->getSourceRange();
    noteRepair(*value.expr, task, view);
  }

  /// The end of a chain that is given the error; or a test, which fails or hangs on it.
  bool isErrorSeen(const CallSite *site, const FunctionView &view) const {
    return (site && llvm::any_of(site->arguments,
                                 [&](const Expr *argument) {
                                   return takesFailure(argument->getType(), roles());
                                 })) ||
           isTestCode(view, unit());
  }

  /// `mutex.lock();` on a mutex whose `lock` is to be awaited.
  void checkAwaitable(const Expr &expr, const FunctionView &view) {
    const CallSite *site = isa<CallExpr>(expr) ? view.callAt(&expr) : nullptr;
    const CXXRecordDecl *record = recordOf(expr.getType());
    const TypeFacts *facts = site ? roles().type(record) : nullptr;
    if (!facts || !facts->awaitable || facts->awaitable->neverSuspends || facts->guard ||
        facts->mutex || facts->executor || facts->queue || record->isInStdNamespace() ||
        !startsWhenAwaited(*record) || startsWork(*site))
      return;
    report(where(expr), "%0 does nothing until it is awaited, and its result is dropped")
        << displayCallee(expr) << expr.getSourceRange();
    if (canAwait(expr, view, roles()))
      note(expr.getBeginLoc(), "write 'co_await' before it");
  }

  /// What is given a task or a callable may have started it, and return a handle.
  bool startsWork(const CallSite &site) const {
    return llvm::any_of(site.arguments, [&](const Expr *argument) {
      const CXXRecordDecl *record = recordOf(argument->getType());
      const TypeFacts *facts = roles().type(record);
      return (record && record->isLambda()) ||
             (facts && (facts->task || facts->callableWrapper));
    });
  }

  /// The method's name in a chain; the beginning of a lambda that is called at once.
  static SourceLocation where(const Expr &expr) {
    return isa<CXXOperatorCallExpr>(expr) ? expr.getBeginLoc() : expr.getExprLoc();
  }

  static llvm::StringRef consequence(Drop drop) {
    switch (drop) {
    case Drop::NeverRuns:
      return "so it never runs";
    case Drop::Cancels:
      return "so its work ends at once";
    case Drop::Detaches:
      return "so its result and errors are lost";
    case Drop::LosesError:
      return "so an error in it goes unseen";
    case Drop::Blocks:
      return "and its destructor waits: the call is synchronous";
    case Drop::Terminates:
      return "and its destructor ends the program";
    default:
      return "and nobody awaits it";
    }
  }

  void noteRepair(const Expr &expr, const TaskRole &task, const FunctionView &view) {
    if (canAwait(expr, view, roles())) {
      note(expr.getBeginLoc(), "write 'co_await' before it");
      return;
    }
    const TypeFacts *facts = roles().type(expr.getType());
    llvm::StringRef instead =
        facts ? roles().models().advice(facts->framework, "await") : llvm::StringRef();
    if (instead.empty())
      instead = task.start == Start::Lazy
                    ? "await it, return it, or hand it to whoever runs it"
                    : "keep it until it is done, and look at its result";
    note(expr.getBeginLoc(), "instead, %0") << instead;
  }

  Option<bool> reportVoidCasts_{
      this, "ReportVoidCasts", false,
      "Also report a running task that is thrown away by a cast "
      "to void or by std::ignore. A task that never starts is "
      "reported in any case."};
  Option<bool> reportAwaitables_{this, "ReportAwaitables", true,
                                 "Also report awaitables that are no tasks, such as what "
                                 "an asynchronous mutex returns from lock()."};
};

ASYNC_TIDY_CHECK(DiscardedTask);

} // namespace
} // namespace async_tidy
