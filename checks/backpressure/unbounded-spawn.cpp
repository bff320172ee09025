// A server that starts a task for every connection or message takes whatever its peers
// send. Under load nothing pushes back: memory and file descriptors run out first.

#include "flow/endless-loop.h"
#include "flow/function-check.h"
#include "flow/started-work.h"
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
    for (const StartedWork &started : startedWork(view, unit()))
      consider(started, view);
  }

private:
  void consider(const StartedWork &started, const FunctionView &view) {
    const Stmt *loop = endlessLoop(*started.at, view);
    if (!loop || isHeldBack(*started.at, *loop, view, roles()))
      return;
    const CallSite *source = sourceOfWork(*loop, view);
    const bool certain =
        started.detached && source && !mayWaitForSpace(started, *loop, view);
    if (!certain && !*strict_)
      return;
    report(started.at->getBeginLoc(),
           "%0 is started on every turn of an endless loop, without a limit")
        << nameOf(started, view);
    if (source)
      note(source->expr->getBeginLoc(),
           "each turn takes new work here, as fast as it arrives");
    note(started.at->getBeginLoc(),
         "take a permit before it starts and release it at its end: %0")
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
  bool mayWaitForSpace(const StartedWork &started, const Stmt &loop,
                       const FunctionView &view) const {
    return llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
      const CallSite *call = view.callAt(strippedMove(point.operand));
      return !point.neverSuspends && !point.cheap && view.isWithin(point.expr, &loop) &&
             !view.isWithin(started.at, point.expr) && !(call && call->facts) &&
             !(call && call->callee && call->callee->isOverloadedOperator());
    });
  }

  std::string nameOf(const StartedWork &started, const FunctionView &view) const {
    if (started.thread)
      return "a thread";
    if (!started.work)
      return "a task";
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
