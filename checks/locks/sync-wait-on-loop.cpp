// Whoever waits for a result on an executor's thread keeps that thread from the very work
// that makes the result: with one thread it is a deadlock, with several it takes as many
// waiters.

#include "flow/function-check.h"
#include "model/names.h"
#include "view/hop.h"
#include "view/object.h"
#include "view/ready.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

class SyncWaitOnLoop final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-sync-wait-on-loop",
      .summary = "a thread of the event loop waits for asynchronous work",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 833,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (!unit().context(view).isAsync())
      return;
    for (const CallSite &site : view.calls())
      if (site.facts && site.facts->syncWait)
        checkWait(*site.facts->syncWait, site, view);
  }

private:
  void checkWait(const SyncWaitRole &role, const CallSite &site,
                 const FunctionView &view) {
    if (unit().anyHolds(role.unless, site, view) ||
        isProvenReady(role, site, view, unit()))
      return;
    const std::optional<Hop> hop = lastHopBefore(view, site.location(), roles());
    const clang::ValueDecl *own = hop ? hop->executor : registeredOn(view);
    const CallSite *start = startOf(role, site, view);
    const bool deadlock = own && start && executorOf(*start) == own;
    // On a pool, other threads may do the work; only its own pool is sure to be short of
    // one.
    if (!deadlock && ((hop && hop->kind == ExecutorKind::Pool) ||
                      (!*inTests_ && isTestCode(view, unit()))))
      return;
    report(site.location(),
           deadlock ? "'%0' waits for work that may need this very thread: a deadlock"
                    : "'%0' blocks its thread until the result is there; no other task "
                      "on it can run")
        << calleeName(site);
    noteContext(view);
    if (deadlock)
      note(start->location(), "the work is given to the same executor here");
    noteInstead(site, view, "wait", role.instead);
  }

  /// The executor that a callback was handed to.
  const clang::ValueDecl *registeredOn(const FunctionView &view) const {
    const CallSite *site = unit().context(view).registration;
    return site ? executorOf(*site) : nullptr;
  }

  /// The call that started the work which is waited for.
  static const CallSite *startOf(const SyncWaitRole &role, const CallSite &site,
                                 const FunctionView &view) {
    const clang::Expr *waited = strippedMove(site.argument(role.argument));
    if (const auto *variable = llvm::dyn_cast_or_null<clang::VarDecl>(variableOf(waited)))
      waited = strippedMove(variable->getInit());
    return waited ? view.callAt(waited) : nullptr;
  }

  /// The executor that a call gives work to: its object, or its first argument.
  const clang::ValueDecl *executorOf(const CallSite &site) const {
    for (const clang::Expr *candidate : {site.receiver, site.argument(0)})
      if (candidate)
        if (const TypeFacts *facts = roles().type(pointeeRecordOf(candidate->getType()));
            facts && facts->executor)
          return variableOf(candidate);
    return nullptr;
  }

  Option<bool> inTests_{this, "InTests", false,
                        "Also report in files that hold tests, where a blocked thread is "
                        "part of the plan. A certain deadlock is reported in any case."};
};

ASYNC_TIDY_CHECK(SyncWaitOnLoop);

} // namespace
} // namespace async_tidy
