// A server that starts a task for every connection or message takes whatever its peers
// send. Under load nothing pushes back: memory and file descriptors run out first.

#include "flow/endless-loop.h"
#include "flow/function-check.h"
#include "flow/started-work.h"
#include "model/names.h"

#include "llvm/ADT/MapVector.h"

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
    // One limit at the top of the loop holds back all that a turn starts: one finding, at
    // the first, which is a spawn in the loop itself where there is one.
    llvm::MapVector<const Stmt *, llvm::SmallVector<StartedWork, 2>> perLoop;
    for (const StartedWork &started : startedWork(view, unit()))
      if (const Stmt *loop = unlimitedLoop(started, view))
        perLoop[loop].push_back(started);
    for (const auto &[loop, started] : perLoop)
      report(*loop, started, view);
  }

private:
  /// The endless loop that starts it on every turn; null if something holds it back.
  const Stmt *unlimitedLoop(const StartedWork &started, const FunctionView &view) const {
    const Stmt *loop = endlessLoop(*started.at, view);
    if (!loop || isHeldBack(*started.at, *loop, view, roles()))
      return nullptr;
    const bool certain = started.detached && sourceOfWork(*loop, view) &&
                         !mayWaitForSpace(started, *loop, view);
    return certain || *strict_ ? loop : nullptr;
  }

  void report(const Stmt &loop, llvm::ArrayRef<StartedWork> started,
              const FunctionView &view) {
    const StartedWork &main = started.front();
    Check::report(main.at->getBeginLoc(),
                  "%0 is started on every turn of an endless loop, without a limit")
        << nameOf(main, view);
    for (const StartedWork &other : started.drop_front())
      note(other.at->getBeginLoc(), "so is %0") << nameOf(other, view);
    if (const CallSite *source = sourceOfWork(loop, view))
      note(source->expr->getBeginLoc(),
           "each turn takes new work here, as fast as it arrives");
    note(main.at->getBeginLoc(),
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
