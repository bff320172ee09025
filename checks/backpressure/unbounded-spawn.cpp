// A server that starts a task for every connection or message takes whatever its peers
// send. Under load nothing pushes back: memory and file descriptors run out first.

#include "flow/destination.h"
#include "flow/endless-loop.h"
#include "flow/function-check.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class UnboundedSpawn final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-unbounded-spawn",
                                  .summary =
                                      "an endless loop starts tasks without a limit",
                                  .fix = Fix::Suggested,
                                  .cwe = 770};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.loops().empty())
      return;
    for (const CallSite &call : view.calls())
      if (std::optional<Started> started = startedBy(call, view))
        consider(*started, view);
    // Calling a coroutine whose task is made to be dropped starts it, too.
    for (const DiscardedValue &value : view.discarded())
      if (const TaskRole *task = roles().task(value.expr->getType());
          task && task->drop == Drop::Harmless && task->start == Start::Eager)
        consider({value.expr, value.expr}, view);
  }

private:
  /// Work that goes on beside the function.
  struct Started {
    const Expr *at;
    const Expr *work; ///< The task or callable; null for a thread.
  };

  std::optional<Started> startedBy(const CallSite &call, const FunctionView &view) const {
    if (!call.facts)
      return std::nullopt;
    const FunctionFacts &facts = *call.facts;
    if (facts.spawn && !facts.spawnsThread)
      return !facts.spawn->bounded &&
                     (isDetached(call) || (*strict_ && !isAwaited(call, view)))
                 ? std::optional(Started{call.expr, call.argument(facts.spawn->argument)})
                 : std::nullopt;
    if (facts.consumes && call.receiver)
      if (const TypeFacts *type = roles().type(call.receiver->getType());
          type && type->thread)
        return Started{call.expr, nullptr};
    for (const CallbackRole &role : facts.callbacks)
      if (role.runs == Runs::Offload && role.keeps == Keeps::Stored &&
          call.argument(role.argument) && !isAwaited(call, view) &&
          (role.when.empty() || unit().anyHolds(role.when, call, view)))
        return Started{call.expr, call.argument(role.argument)};
    return std::nullopt;
  }

  bool isDetached(const CallSite &call) const {
    const SpawnRole &role = *call.facts->spawn;
    const Expr *token = role.token ? call.argument(*role.token) : nullptr;
    const TypeFacts *type = token ? roles().type(token->getType()) : nullptr;
    return role.detached || (type && type->detachedToken);
  }

  bool isAwaited(const CallSite &call, const FunctionView &view) const {
    return destinationOf(*call.expr, view, roles()).goes == Goes::Awaited;
  }

  void consider(const Started &started, const FunctionView &view) {
    const Stmt *loop = endlessLoop(*started.at, view);
    if (!loop || isHeldBack(*started.at, *loop, view, roles()))
      return;
    const CallSite *source = sourceOfWork(*loop, view);
    if (source ? mayWaitForSpace(started, *loop, view) && !*strict_ : !*strict_)
      return;
    report(started.at->getBeginLoc(),
           "%0 is started on every turn of an endless loop, without a limit")
        << nameOf(started, view);
    if (source)
      note(source->expr->getBeginLoc(),
           "each turn takes new work here, as fast as it arrives");
    note(started.at->getBeginLoc(),
         "take a permit before it starts and release it at its "
         "end: %0")
        << advice(view, "spawn-limit",
                  "a semaphore with as many permits as may run at once");
  }

  /// What feeds the loop: an accept, a read or a receive.
  static const CallSite *sourceOfWork(const Stmt &loop, const FunctionView &view) {
    for (const CallSite &call : view.calls()) {
      if (!call.facts || !view.isWithin(call.expr, &loop))
        continue;
      const std::optional<WaitRole> &wait = call.facts->wait;
      if (call.facts->acceptsWork ||
          (wait && (wait->kind == WaitKind::Accept || wait->kind == WaitKind::Read ||
                    wait->kind == WaitKind::Receive)))
        return &call;
    }
    return nullptr;
  }

  /// A wait of which nothing is known may be the limit: `co_await limiter.enter()`.
  bool mayWaitForSpace(const Started &started, const Stmt &loop,
                       const FunctionView &view) const {
    return llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
      const CallSite *call = view.callAt(strippedMove(point.operand));
      return !point.neverSuspends && !point.cheap && view.isWithin(point.expr, &loop) &&
             !view.isWithin(started.at, point.expr) && !(call && call->facts) &&
             !(call && call->callee && call->callee->isOverloadedOperator());
    });
  }

  std::string nameOf(const Started &started, const FunctionView &view) const {
    if (!started.work)
      return "a thread";
    const auto *call = dyn_cast<CallExpr>(strippedMove(started.work));
    const FunctionDecl *function = call ? call->getDirectCallee() : nullptr;
    if (!function)
      for (const FunctionView *callable : unit().callablesOf(*started.work, view)) {
        if (callable->lambda())
          return "a lambda";
        function = &callable->function();
      }
    return function && function->getIdentifier() ? "'" + function->getName().str() + "'"
                                                 : "a task";
  }

  Option<bool> strict_{
      this, "Strict", false,
      "Also report tasks that somebody could wait for, and endless loops "
      "that no modelled accept, read or receive feeds."};
};

ASYNC_TIDY_CHECK(UnboundedSpawn);

} // namespace
} // namespace async_tidy
