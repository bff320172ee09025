// A wait on a condition variable may end although nobody notified, and a notification
// that came before it is lost. Only the condition itself says whether to go on, so it
// must be tested again after every wait.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "flow/recheck.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class CvWaitNoPredicate final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-cv-wait-no-predicate",
      .summary = "the condition is not tested again after a wait",
      .fix = Fix::Safe,
      .cwe = 662,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &site : view.calls())
      if (site.facts && site.facts->conditionWait && isa<CallExpr>(site.expr) &&
          !hasPredicate(site) && locksHere(site, view))
        checkWait(site, view);
  }

private:
  bool hasPredicate(const CallSite &site) const {
    const ConditionWaitRole &role = *site.facts->conditionWait;
    const Expr *last = role.predicate ? site.argument(*role.predicate) : nullptr;
    if (!last || last == site.argument(role.lock))
      return false;
    return isCallable(last->getType());
  }

  /// Where the caller owns the lock, the caller may loop.
  bool locksHere(const CallSite &site, const FunctionView &view) {
    const Expr *lock = site.argument(site.facts->conditionWait->lock);
    std::optional<AccessPath> place = AccessPath::of(lock, context());
    return place && llvm::any_of(analysis().heldLocks(view).at(site.expr),
                                 [&](const HeldLock &held) {
                                   return held.place == *place && !adopts(held.guard);
                                 });
  }

  bool adopts(const ValueDecl *guard) const {
    const auto *variable = dyn_cast_or_null<VarDecl>(guard);
    return variable && variable->getInit() &&
           roles().lockTag(stripped(variable->getInit())) == LockTag::Adopt;
  }

  void checkWait(const CallSite &site, const FunctionView &view) {
    const auto &wait = *cast<CallExpr>(site.expr);
    const Recheck recheck = recheckAfter(wait, view, analysis());
    if (recheck.happens)
      return;
    const bool timed = site.facts->conditionWait->timed;
    if (timed && !recheck.decision && !*reportUsedTimeouts_ && !view.discards(&wait))
      return; // whoever reads the result may know what to do
    {
      DiagnosticBuilder finding = report(
          site.location(), "%0 may return without a notification, and nothing tests the "
                           "condition again");
      finding << ("'" + nameOf(site) + "'") << wait.getSourceRange();
      if (recheck.decision)
        addFix(finding, *recheck.decision, site);
    }
    if (recheck.decision)
      note(recheck.decision->getIfLoc(), "tested here, before the wait only");
    note(site.location(), "wait in a loop that tests the condition%select{|, or pass the "
                          "condition as a predicate}0")
        << site.facts->conditionWait->predicate.has_value();
  }

  static std::string nameOf(const CallSite &site) {
    const Expr *object = site.receiver ? stripped(site.receiver) : nullptr;
    if (const auto *reference = dyn_cast_or_null<DeclRefExpr>(object))
      return reference->getDecl()->getNameAsString() + "." +
             site.callee->getNameAsString();
    if (const auto *member = dyn_cast_or_null<MemberExpr>(object))
      return member->getMemberDecl()->getNameAsString() + "." +
             site.callee->getNameAsString();
    return site.callee->getNameAsString();
  }

  /// `if (p) cv.wait(lock);` becomes `cv.wait(lock, [&] { return !p; });`, or a loop
  /// where no overload takes a predicate.
  void addFix(DiagnosticBuilder &finding, const IfStmt &decision,
              const CallSite &site) const {
    const Stmt *then = decision.getThen();
    if (const auto *block = dyn_cast<CompoundStmt>(then); block && block->size() == 1)
      then = block->body_front();
    const auto *alone = dyn_cast<Expr>(then);
    if (!alone || stripped(alone) != site.expr || decision.getElse() ||
        decision.hasInitStorage() || decision.hasVarStorage() ||
        !isPlainText(decision.getSourceRange()) ||
        !isPlainText(site.expr->getSourceRange()) || !onlyReads(*decision.getCond()))
      return;
    const bool overloaded =
        site.facts->conditionWait->predicate && site.facts->origin.isStated();
    if (!overloaded) {
      finding << FixItHint::CreateReplacement(decision.getIfLoc(), "while");
      return;
    }
    llvm::StringRef call = sourceText(site.expr->getSourceRange(), context());
    if (!call.consume_back(")"))
      return;
    const bool braces = isa<CompoundStmt>(decision.getThen());
    finding << FixItHint::CreateReplacement(decision.getSourceRange(),
                                            (call + ", [&] { return " +
                                             negated(*decision.getCond(), context()) +
                                             "; })" + (braces ? ";" : ""))
                                                .str());
  }

  Option<bool> reportUsedTimeouts_{
      this, "ReportUsedTimeouts", false,
      "Also report timed waits whose result is read but whose condition is not tested."};
};

ASYNC_TIDY_CHECK(CvWaitNoPredicate);

} // namespace
} // namespace async_tidy
