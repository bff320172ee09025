// Whoever wraps the result of a callable in a task wraps the task of a coroutine as well.
// Waiting for the outer one yields the inner one, which nobody runs.

#include "flow/callable-result.h"
#include "flow/destination.h"
#include "flow/function-check.h"
#include "model/names.h"
#include "model/shape.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class NestedTask final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-nested-task",
                                  .summary = "a task that yields a task, and only one of "
                                             "them is awaited",
                                  .severity = Severity::Error,
                                  .fix = Fix::Suggested,
                                  .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &site : view.calls())
      if (const TaskRole *inner = innerTask(site.expr->getType());
          inner && site.expr->isPRValue() && isa<CallExpr>(site.expr))
        checkCall(site, *inner, view);
    if (*strict_)
      checkDeclaration(view);
  }

private:
  /// The task that a task yields; null if it yields something else.
  const TaskRole *innerTask(QualType outer) const {
    const auto *special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(outer));
    // A sender is built from senders; its arguments do not tell what it yields.
    const bool isSender = special && memberNamed(*special, "sender_concept") &&
                          !memberNamed(*special, "promise_type");
    if (!special || isSender || !roles().task(outer) ||
        special->getTemplateArgs().size() == 0 ||
        special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
      return nullptr;
    return roles().task(special->getTemplateArgs()[0].getAsType());
  }

  static bool isLostWhenDropped(const TaskRole &task) {
    return task.drop == Drop::NeverRuns || task.drop == Drop::Cancels ||
           task.drop == Drop::Terminates;
  }

  void checkCall(const CallSite &site, const TaskRole &inner, const FunctionView &view) {
    if (!isLostWhenDropped(inner) || !losesInner(*site.expr, view))
      return;
    const Expr *callable = callableFor(site);
    const Expr &where = callable ? *callable : *site.expr;
    report(where.getBeginLoc(),
           callable ? "%0 returns a task, which %1 wraps in another: it never runs"
                    : "%0 yields a task inside a task: the inner one never runs")
        << displayCallee(where) << displayCallee(*site.expr) << where.getSourceRange();
    for (const FunctionView *body : callable
                                        ? unit().callablesOf(*callable, view)
                                        : llvm::SmallVector<const FunctionView *, 2>())
      if (!body->suspensions().empty())
        note(body->suspensions().front().location(), "it is a coroutine: it awaits here");
    note(where.getBeginLoc(), "instead, await what it yields too, or %0")
        << advice(view, "await", "start the coroutine where it runs");
  }

  /// The argument whose task the call wraps.
  const Expr *callableFor(const CallSite &site) const {
    for (const Expr *argument : site.arguments)
      if (roles().task(resultOfCallable(*argument)))
        return argument;
    return nullptr;
  }

  /// Whether this function shows that the inner task comes to nothing.
  bool losesInner(const Expr &outer, const FunctionView &view) const {
    const Destination to = destinationOf(outer, view, roles());
    switch (to.goes) {
    case Goes::Dropped:
      return true;
    case Goes::Awaited:
      return view.discards(to.at);
    case Goes::Local:
      return llvm::all_of(view.uses(*to.variable), [&](const Expr *use) {
        const Destination next = destinationOf(*use, view, roles());
        return next.goes == Goes::Awaited && view.discards(next.at);
      });
    default:
      return false;
    }
  }

  void checkDeclaration(const FunctionView &view) {
    const QualType type = view.function().getReturnType();
    if (!view.isCoroutine() || view.lambda() || !innerTask(type))
      return;
    report(view.function().getLocation(),
           "'%0' yields a task inside a task: one await is not enough")
        << displayName(view.function());
    note(view.function().getLocation(), "to yield what the inner task results in, write "
                                        "'co_return co_await'");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report coroutines that are declared to yield a task."};
};

ASYNC_TIDY_CHECK(NestedTask);

} // namespace
} // namespace async_tidy
