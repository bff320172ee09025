// "Start this in the background" is not what such a call says: without a policy the work
// may wait until somebody asks for it, and its future waits for the work in its
// destructor.

#include "flow/consumption.h"
#include "flow/function-check.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class StdAsync final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-std-async",
      .summary = "work launched with no policy, or with a future that waits for it",
      .severity = Severity::Warning,
      .fix = Fix::Safe,
      .cwe = 1322};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const bool launches = llvm::any_of(view.calls(), isLaunch);
    if (!launches)
      return;
    for (const DiscardedValue &value : view.discarded())
      if (const CallSite *site = view.callAt(value.expr);
          value.how != Discard::Plain && site && isLaunch(*site))
        checkThrownAway(*site, view);
    for (const CallSite &site : view.calls())
      if (isLaunch(site))
        checkPolicy(site, view);
    if (unit().context(view).isAsync())
      for (const HeldTask &held : heldTasks(view, unit()))
        checkHeld(held, view);
  }

private:
  enum class When { Open, Now, Later, Unclear };

  static bool isLaunch(const CallSite &site) {
    return site.facts && site.facts->launch && !site.arguments.empty();
  }

  static bool mentions(const Stmt *tree, llvm::StringRef enumerator) {
    const auto *reference = dyn_cast_or_null<DeclRefExpr>(tree);
    if (reference && isa<EnumConstantDecl>(reference->getDecl()) &&
        reference->getDecl()->getName() == enumerator)
      return true;
    return tree && llvm::any_of(tree->children(), [&](const Stmt *child) {
             return mentions(child, enumerator);
           });
  }

  When whenRun(const CallSite &site, const FunctionView &view) const {
    const LaunchRole &role = *site.facts->launch;
    if (site.arguments.front()->isTypeDependent())
      return When::Unclear;
    if (!unit().anyHolds(role.chosen, site, view))
      return When::Open;
    if (mentions(site.arguments.front(),
                 llvm::StringRef(role.policy).rsplit("::").second))
      return When::Now;
    return site.arguments.front()->isEvaluatable(context()) ? When::Later : When::Unclear;
  }

  void checkPolicy(const CallSite &site, const FunctionView &view) {
    if (whenRun(site, view) != When::Open)
      return;
    const Expr &work = *site.arguments.front();
    const std::string &policy = site.facts->launch->policy;
    {
      auto finding =
          report(site.location(),
                 "%0 may run only when somebody waits for it: no launch policy is given");
      finding << displayCallee(work) << work.getSourceRange();
      if (isPlainText(work.getSourceRange()))
        finding << FixItHint::CreateInsertion(work.getBeginLoc(), policy + ", ");
    } // sent before its note
    note(work.getBeginLoc(), "to run it at once, pass %0 first") << policy;
  }

  void checkThrownAway(const CallSite &site, const FunctionView &view) {
    const When when = whenRun(site, view);
    if (when != When::Now && when != When::Open)
      return;
    report(site.location(), "the future thrown away here waits for %0: the call blocks")
        << displayCallee(work(site, when)) << site.expr->getSourceRange();
    note(site.location(),
         "instead, keep the future as long as the work may take, or use %0")
        << advice(view, "offload", "a thread pool");
  }

  static const Expr &work(const CallSite &site, When when) {
    const bool second = when == When::Now && site.arguments.size() > 1;
    return *site.arguments[second ? 1 : 0];
  }

  /// A variable of a coroutine or a callback that may still be waiting for its work when
  /// it dies.
  void checkHeld(const HeldTask &held, const FunctionView &view) {
    const CallSite *site = view.callAt(held.made);
    if (!site || !isLaunch(*site))
      return;
    const When when = whenRun(*site, view);
    if (when != When::Now && when != When::Open)
      return;
    if (held.consumed && !unconsumedAt(held, view, analysis()))
      return;
    report(held.variable->getLocation(),
           "%0 blocks the event loop where it dies: its destructor waits for the work")
        << held.variable;
    note(site->location(), "launched here");
    noteContext(view);
    note(held.variable->getLocation(), "use instead: %0")
        << advice(view, "offload", "a thread pool, and await its result");
  }
};

ASYNC_TIDY_CHECK(StdAsync);

} // namespace
} // namespace async_tidy
