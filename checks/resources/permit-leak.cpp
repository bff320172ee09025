// A permit that is taken and given back by hand is lost on every way that skips the
// second call: an early return, an exception, the end of a suspended coroutine. Each loss
// makes the semaphore smaller, until nobody gets a permit any more.

#include "flow/function-check.h"
#include "flow/guard-fix.h"
#include "flow/paired-calls.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

std::optional<PairedCall> readPermit(const CallSite &site) {
  if (!site.facts || !site.facts->permitOperation)
    return std::nullopt;
  const PermitOperationRole &role = *site.facts->permitOperation;
  const Expr *semaphore = site.argument(role.argument);
  if (!semaphore)
    return std::nullopt;
  return PairedCall{role.effect == PermitEffect::Acquire      ? Deed::Takes
                    : role.effect == PermitEffect::TryAcquire ? Deed::MayTake
                                                              : Deed::Ends,
                    semaphore};
}

class PermitLeak final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-permit-leak",
      .summary = "a permit of a semaphore is not given back on some way out",
      .severity = Severity::Warning,
      .fix = Fix::Safe,
      .cwe = 772,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const DiscardedValue &value : view.discarded())
      checkDiscarded(value, view);
    for (const PairDuty &duty : pairDuties(view, unit(), readPermit))
      checkPair(duty, view);
  }

private:
  void checkDiscarded(const DiscardedValue &value, const FunctionView &view) {
    const TypeFacts *facts = roles().type(value.expr->getType());
    // Those that are guards as well belong to async-unnamed-guard.
    if (!facts || !facts->permit || facts->guard || !value.expr->isPRValue())
      return;
    const auto *block = dyn_cast_or_null<CompoundStmt>(statementOf(*value.expr, view));
    if (block && block->body_back() == view.parentOf(value.expr))
      return; // waits its turn, and for nothing else
    {
      DiagnosticBuilder finding =
          report(value.expr->getBeginLoc(),
                 "this permit is given back before the next statement");
      llvm::StringRef name = unusedName(view, {"permit", "units", "held"});
      if (block && value.how == Discard::Plain && !name.empty() &&
          isa<CallExpr, CoroutineSuspendExpr>(value.expr) &&
          isPlainText(value.expr->getSourceRange()))
        finding << FixItHint::CreateInsertion(value.expr->getBeginLoc(),
                                              ("auto " + name + " = ").str());
    }
    note(value.expr->getBeginLoc(), "keep it in a variable for as long as it is needed");
  }

  static const Stmt *statementOf(const Expr &expr, const FunctionView &view) {
    const Stmt *around = view.parentOf(&expr);
    return isa_and_nonnull<ExprWithCleanups>(around) ? view.parentOf(around) : around;
  }

  void checkPair(const PairDuty &duty, const FunctionView &view) {
    const DutyCourse course = follow(duty, view, analysis());
    // Whoever takes a second one counts things. Who keeps it in the end hands it over.
    if (!course.takenAgain.empty() || course.leftOpenAtLast)
      return;
    for (const DutyPoint &exit : course.exits) {
      const Stmt &by = *exit.at;
      {
        DiagnosticBuilder finding =
            report(&by == view.body() ? by.getEndLoc() : by.getBeginLoc(),
                   "a permit of '%0' is lost when this "
                   "%select{function|coroutine}1 "
                   "%select{returns|throws}2 here");
        finding << duty.name << view.isCoroutine() << isa<CXXThrowExpr>(by);
        addFix(finding, duty, view);
      }
      explain(duty, exit);
    }
    for (const DutyPoint &point : llvm::ArrayRef(course.suspensions).take_front()) {
      {
        DiagnosticBuilder finding = report(
            point.at->getBeginLoc(), "a permit of '%0' is lost if this await throws "
                                     "or is destroyed while suspended");
        finding << duty.name;
        addFix(finding, duty, view);
      }
      explain(duty, point);
    }
  }

  /// What gives a permit back by itself in the semaphore's library.
  std::string instead(const PairDuty &duty) const {
    const Expr *object = readPermit(*duty.takes.front())->object;
    const TypeFacts *facts = roles().type(pointeeRecordOf(object->getType()));
    if (!facts || !facts->semaphore)
      return {}; // a gate, with entries
    std::string text = roles().models().advice(facts->framework, "permit").str();
    if (const size_t at = text.find("{receiver}"); at != std::string::npos)
      text.replace(at, strlen("{receiver}"),
                   (object->getType()->isPointerType() ? "*" : "") + duty.name);
    return text;
  }

  void addFix(DiagnosticBuilder &finding, const PairDuty &duty,
              const FunctionView &view) const {
    const CallSite &taking = *duty.takes.front();
    const std::string object = instead(duty);
    llvm::StringRef name = unusedName(view, {"permit", "units", "held"});
    auto isOne = [](const CallSite *site) { return site->arguments.empty(); };
    if (object.empty() || name.empty() || duty.takes.size() != 1 || !taking.receiver ||
        !llvm::all_of(duty.takes, isOne) || !llvm::all_of(duty.ends, isOne))
      return;
    llvm::SmallVector<const CallExpr *, 2> ends;
    for (const CallSite *site : duty.ends)
      ends.push_back(cast<CallExpr>(site->expr));
    const SuspensionPoint *await = view.awaitOf(taking.expr);
    for (const FixItHint &fix :
         objectInstead(await ? *await->expr : *taking.expr, ends,
                       ("auto " + name + " = " + object).str(), view))
      finding << fix;
  }

  void explain(const PairDuty &duty, const DutyPoint &point) {
    note(point.since->getBeginLoc(), "taken here");
    const std::string object = instead(duty);
    note(duty.first(Deed::Ends)->getBeginLoc(), "given back only here; use %0 instead, "
                                                "which gives it back on every way out")
        << (object.empty() ? "an object with a destructor" : object);
  }
};

ASYNC_TIDY_CHECK(PermitLeak);

} // namespace
} // namespace async_tidy
