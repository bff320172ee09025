// A queue between a producer and a consumer that is slower holds ever more. Without a
// limit the only thing that stops it is the memory of the machine, long after every entry
// became too old to be of use.

#include "flow/function-check.h"
#include "flow/queue-use.h"
#include "model/names.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class UnboundedQueue final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-unbounded-queue",
      .summary = "a queue between execution contexts takes any number of entries",
      .fix = Fix::Suggested,
      .cwe = 770};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &call : view.calls())
      if (const auto *construct = dyn_cast<CXXConstructExpr>(call.expr))
        checkCapacity(*construct, call, view);
  }

  void checkUnit() override {
    for (const SharedContainer &container : sharedContainers(unit())) {
      if (container.pushes.empty())
        continue;
      const QueueRole &queue = *container.type->queue;
      // In a queue of the program's own, its container is what is reported.
      if (queue.container && queue.bound == Bound::Unbounded)
        checkContainer(container);
      else if (!queue.container && container.type->origin.isStated() &&
               isUnbounded(queue, container.variable->getType()))
        checkDeclared(container);
    }
  }

private:
  /// A bounded queue whose bound is the largest number there is.
  void checkCapacity(const CXXConstructExpr &construct, const CallSite &call,
                     const FunctionView &view) {
    const TypeFacts *type = roles().type(construct.getType());
    if (!type || !type->queue || type->queue->bound != Bound::ByConstructor ||
        construct.getConstructor()->isCopyOrMoveConstructor())
      return;
    const Expr *capacity = call.argument(static_cast<int>(type->queue->argument));
    Expr::EvalResult value;
    if (!capacity || capacity->isValueDependent() ||
        !capacity->getType()->isIntegerType() ||
        !capacity->EvaluateAsInt(value, context()))
      return;
    const llvm::APSInt &number = value.Val.getInt();
    if (!number.isMaxValue() && !number.isAllOnes())
      return;
    report(capacity->getBeginLoc(), "a capacity of %0 is no limit: the queue takes any "
                                    "number of entries")
        << toString(number, 10);
    suggest(capacity->getBeginLoc(), view);
  }

  /// A type whose push never waits.
  void checkDeclared(const SharedContainer &queue) {
    for (const QueueAccess &push : queue.pushes)
      if (!isBounded(push, queue, unit())) {
        reportQueue(queue, push);
        suggest(push.expr->getBeginLoc(), *push.view);
        return;
      }
  }

  /// A container that one function fills and another, in its own time, drains.
  void checkContainer(const SharedContainer &queue) {
    for (const QueueAccess &push : queue.pushes) {
      if (isSetUp(*push.view) || isTestCode(*push.view, unit()) ||
          isBounded(push, queue, unit()))
        continue;
      for (const QueueAccess &drain : queue.drains) {
        std::optional<HandOff> evidence = handOff(push, drain, unit());
        if (!evidence && !(*strict_ && drain.view != push.view && !isSetUp(*drain.view)))
          continue;
        reportQueue(queue, push);
        noteDrain(drain, evidence.value_or(HandOff{}));
        // It is the waiting side whose result type tells the framework.
        suggest(push.expr->getBeginLoc(), *drain.view);
        return;
      }
    }
  }

  /// What a constructor fills has the size of the set-up; a destructor only cleans up.
  static bool isSetUp(const FunctionView &view) {
    return isa<CXXConstructorDecl, CXXDestructorDecl>(view.function());
  }

  /// Where it is filled, because the limit belongs there.
  void reportQueue(const SharedContainer &queue, const QueueAccess &push) {
    report(push.expr->getBeginLoc(),
           "'%0' grows without a limit when it is filled faster than drained")
        << queue.variable->getName();
    note(queue.variable->getLocation(), "declared here, without a capacity");
  }

  void noteDrain(const QueueAccess &drain, const HandOff &evidence) {
    const SourceLocation where = drain.expr->getBeginLoc();
    if (evidence.wakeUp)
      note(where, "drained here, by a function that waits on '%0'")
          << evidence.wakeUp->getName();
    else if (evidence.drainedIn)
      note(where, "drained here, in a function that runs %0")
          << (evidence.drainedIn->kind == ContextKind::Loop ? "later on an event loop"
                                                            : "on another thread");
    else
      note(where, "drained here");
  }

  void suggest(SourceLocation where, const FunctionView &view) {
    note(where, "let the producer wait, or refuse, when it is full: %0")
        << advice(view, "queue", "a queue with a capacity whose push waits");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report members that one function fills and another drains "
                       "where nothing shows that they run in different contexts."};
};

ASYNC_TIDY_CHECK(UnboundedQueue);

} // namespace
} // namespace async_tidy
