// The captures of a coroutine lambda live in the closure object, not in the coroutine's
// frame. The frame outlives a closure that was only called for its task, and every read
// of a capture after a suspension then reads freed memory.

#include "flow/after-suspension.h"
#include "flow/closure-lifetime.h"
#include "flow/function-check.h"
#include "view/explicit-object.h"

namespace async_tidy {
namespace {

using namespace clang;

class LambdaCoroutineCapture final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-lambda-coroutine-capture",
      .summary = "a coroutine lambda outlives the closure that holds its captures",
      .severity = Severity::Error,
      .fix = Fix::Safe,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const LambdaExpr *lambda = view.lambda();
    if (!lambda || !view.parent() || !view.isCoroutine() ||
        view.isSynchronousGenerator() || keepsItself(view.function()))
      return;
    const TaskRole *task = roles().task(view.function().getReturnType());
    std::optional<Use> use = task ? danglingUse(view, *task) : std::nullopt;
    if (!use)
      return;
    std::optional<DeadClosure> dead =
        diesEarly(*lambda, *view.parent(), {unit(), *task, *allowedCallees_, *strict_});
    if (dead)
      report(view, *use, *dead);
  }

private:
  /// A capture and where the coroutine reads it too late.
  struct Use {
    const LambdaCapture *capture;
    const Expr *expr;
  };

  /// `this auto`: the closure is a parameter, so the frame has a copy of it.
  static bool keepsItself(const FunctionDecl &op) {
    const auto *method = cast<CXXMethodDecl>(&op);
    return method->isExplicitObjectMemberFunction() &&
           !method->getParamDecl(0)->getType()->isReferenceType();
  }

  std::optional<Use> danglingUse(const FunctionView &view, const TaskRole &task) {
    // A lazy body starts after the call, so all of it is too late.
    const bool whole = task.start != Start::Eager;
    std::optional<AfterSuspension> after;
    if (!whole)
      after.emplace(view, analysis().graph(view));
    auto isLate = [&](const Expr *expr) { return whole || after->contains(expr); };
    for (const LambdaCapture &capture : view.lambda()->captures()) {
      if (capture.capturesThis()) {
        for (const CXXThisExpr *use : view.thisUses())
          if (isLate(use))
            return Use{&capture, use};
      } else if (capture.capturesVariable()) {
        for (const Expr *use : view.uses(*capture.getCapturedVar()))
          if (isLate(use))
            return Use{&capture, use};
      }
    }
    return std::nullopt;
  }

  void report(const FunctionView &view, const Use &use, const DeadClosure &dead) {
    const LambdaExpr &lambda = *view.lambda();
    {
      DiagnosticBuilder finding =
          Check::report(lambda.getBeginLoc(),
                        "captured '%0' dangles: the closure dies before its coroutine");
      finding << nameOf(*use.capture);
      // A local closure would have to be moved by hand.
      if (std::optional<FixItHint> fix = insertExplicitObject(
              lambda, context().getLangOpts(), dead.how == Dies::WithExpression))
        finding << *fix;
    }
    note(use.expr->getExprLoc(), "'%0' is read through the closure here")
        << nameOf(*use.capture);
    explain(dead);
    note(lambda.getBeginLoc(), "%0")
        << advice(*view.parent(), "closure",
                  "pass what it reads as parameters; those are copied into its frame");
  }

  void explain(const DeadClosure &dead) {
    const SourceLocation where = dead.call->getExprLoc();
    if (dead.how == Dies::OnceInvoked)
      note(where, "this call frees the closure once it was invoked, not when it is done");
    else if (dead.how == Dies::Unseen)
      note(where, "nothing is known of how long this call keeps the closure");
    else if (dead.how == Dies::WithScope)
      note(where, "its task outlives '%0', which holds the closure")
          << dead.holder->getName();
    else
      note(where, "the closure is a temporary that dies with this expression");
    if (dead.task.at)
      note(dead.task.at->getBeginLoc(), "%0") << fateOf(dead.task);
  }

  static llvm::StringRef nameOf(const LambdaCapture &capture) {
    return capture.capturesThis() ? "this" : capture.getCapturedVar()->getName();
  }

  Option<std::vector<std::string>> allowedCallees_{
      this,
      "AllowedCallees",
      {},
      "Qualified names of functions that keep a closure until its task is done."};
  Option<bool> strict_{this, "Strict", false,
                       "Also report closures given to functions of which nothing is "
                       "known, unless the call is awaited on the spot."};
};

ASYNC_TIDY_CHECK(LambdaCoroutineCapture);

} // namespace
} // namespace async_tidy
