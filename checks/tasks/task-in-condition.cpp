// A task that converts to bool says whether there is a coroutine, and right after the
// call there always is one. `if (isReady())` forgets to wait for the answer, and is
// always true.

#include "flow/function-check.h"
#include "model/infer-task.h"
#include "model/names.h"
#include "view/awaiting.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class TaskInCondition final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-task-in-condition",
      .summary = "a task is tested or compared instead of its result",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 1025};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &site : view.calls()) {
      if (const auto *conversion = dyn_cast_or_null<CXXConversionDecl>(site.callee))
        checkConversion(site, *conversion, view);
      else if (const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
               op && op->isComparisonOp())
        checkComparison(*op, view);
    }
  }

private:
  void checkConversion(const CallSite &site, const CXXConversionDecl &conversion,
                       const FunctionView &view) {
    // An implicit conversion that may change the task is a way to wait for its result.
    const bool asksForValidity = conversion.isExplicit() || conversion.isConst();
    if (!site.receiver || !conversion.getConversionType()->isBooleanType() ||
        !asksForValidity || isSpelledOut(site, view))
      return;
    const Expr *made = unawaited(*site.receiver, view);
    if (!made)
      return;
    report(made->getBeginLoc(),
           "this tests whether %0 returned a task, not what the task "
           "results in")
        << displayCallee(*made) << made->getSourceRange();
    noteRepair(*made, view);
  }

  void checkComparison(const CXXOperatorCallExpr &comparison, const FunctionView &view) {
    for (const Expr *side : comparison.arguments())
      if (const Expr *made = unawaited(*side, view)) {
        const Expr *other = comparison.getArg(side == comparison.getArg(0) ? 1 : 0);
        if (other->getType()->isNullPtrType())
          return;
        report(made->getBeginLoc(),
               "this compares the task of %0, not what it results in")
            << displayCallee(*made) << comparison.getSourceRange();
        noteRepair(*made, view);
        return;
      }
  }

  /// `static_cast<bool>(f())`: the author knows what is converted.
  static bool isSpelledOut(const CallSite &site, const FunctionView &view) {
    const Stmt *around = view.parentOf(site.expr);
    while (around && isa<ImplicitCastExpr, FullExpr>(around))
      around = view.parentOf(around);
    return isa_and_nonnull<ExplicitCastExpr>(around) &&
           !around->getBeginLoc().isMacroID(); // `assert` writes one, too
  }

  /// The call behind an operand, if it makes a task that results in something. Variables
  /// are left out: a task that was kept may well be asked whether it is there.
  const Expr *unawaited(const Expr &operand, const FunctionView &view) const {
    const Expr *made = stripped(&operand);
    const CallSite *site = isa<CallExpr>(made) ? view.callAt(made) : nullptr;
    if (!site || !made->isPRValue() || made->isTypeDependent() ||
        (site->facts && (site->facts->inspects || site->facts->consumes)))
      return nullptr;
    const CXXRecordDecl *record = recordOf(made->getType());
    const TypeFacts *facts = roles().type(record);
    if (!facts || facts->guard || facts->mutex)
      return nullptr;
    if (facts->task)
      return resultsInSomething(*record) ? made : nullptr;
    return facts->awaitable && startsWhenAwaited(*record) ? made : nullptr;
  }

  static bool resultsInSomething(const CXXRecordDecl &task) {
    const auto *special = dyn_cast<ClassTemplateSpecializationDecl>(&task);
    if (!special || special->getTemplateArgs().size() == 0)
      return false;
    const TemplateArgument &result = special->getTemplateArgs()[0];
    return result.getKind() == TemplateArgument::Type &&
           !result.getAsType()->isVoidType();
  }

  void noteRepair(const Expr &made, const FunctionView &view) {
    if (canAwait(made, view, roles()))
      note(made.getBeginLoc(), "write 'co_await' before it");
    else
      note(made.getBeginLoc(), "instead, %0")
          << advice(view, "await", "wait for the task, and test its result");
  }
};

ASYNC_TIDY_CHECK(TaskInCondition);

} // namespace
} // namespace async_tidy
