// A test whose assertions stand in work that never runs, or that may run when the test is
// over, is green whatever the code does.

#include "flow/function-check.h"
#include "flow/started-work.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class TestUnawaited final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-test-unawaited",
      .summary = "a test does not wait for the work that holds its assertions",
      .severity = Severity::Error,
      .tier = Tier::Test,
      .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.lambdas().empty() || !isTestBody(view, unit()))
      return;
    for (const VarDecl *local : view.locals())
      if (local->hasInit() && view.uses(*local).empty())
        checkUncalled(*local, view);
    for (const CallSite &site : view.calls())
      checkCallbacks(site, view);
    for (const StartedWork &started : startedWork(view, unit()))
      if (const CallSite *site = view.callAt(started.at);
          started.thread && started.detached && site && site->receiver &&
          !mayWaitAfter(*site, view, nullptr))
        if (const FunctionView *body = assertingBody(*site->receiver, view))
          reportLost(
              *body, site->location(),
              "the test may be over before %0 checks anything: its thread is detached",
              "instead, join the thread");
  }

private:
  /// A body behind the expression that holds an assertion, also in lambdas of its own.
  const FunctionView *assertingBody(const Expr &callable,
                                    const FunctionView &view) const {
    for (const FunctionView *body : unit().callablesOf(callable, view))
      if (assertionAfter({}, *body, unit()))
        return body;
    return nullptr;
  }

  void checkUncalled(const VarDecl &local, const FunctionView &view) {
    const FunctionView *body = assertingBody(*local.getInit(), view);
    if (!body || !body->lambda() || local.hasAttr<UnusedAttr>() ||
        !recordIsLambda(local.getType()))
      return;
    reportLost(*body, local.getLocation(),
               "the test never calls %0, so that its assertions check nothing",
               "call it, and wait for it if it is a coroutine");
  }

  static bool recordIsLambda(QualType type) {
    const CXXRecordDecl *record = type.getNonReferenceType()->getAsCXXRecordDecl();
    return record && record->isLambda();
  }

  /// A callback of an event loop that is the test's own, and that nobody runs.
  void checkCallbacks(const CallSite &site, const FunctionView &view) {
    if (!site.facts)
      return;
    for (const CallbackRole &role : site.facts->callbacks) {
      const Expr *callable = site.argument(role.argument);
      if (!callable || role.runs != Runs::Loop)
        continue;
      const VarDecl *loop = localLoop(site);
      const FunctionView *body = loop ? assertingBody(*callable, view) : nullptr;
      if (!body || mayWaitAfter(site, view, loop))
        continue;
      reportLost(*body, callable->getBeginLoc(),
                 "nothing in this test runs the loop, so that %0 checks nothing",
                 "run the loop before the test ends, with a limit");
      return;
    }
  }

  const VarDecl *localLoop(const CallSite &site) const {
    for (const Expr *place :
         {site.receiver, site.arguments.empty() ? nullptr : site.arguments.front()}) {
      const auto *variable = dyn_cast_or_null<VarDecl>(place ? objectOf(place) : nullptr);
      const TypeFacts *facts = variable ? roles().type(variable->getType()) : nullptr;
      if (facts && facts->executor && facts->executor->kind == ExecutorKind::Loop &&
          variable->isLocalVarDecl() && !variable->getType()->isReferenceType())
        return variable;
    }
    return nullptr;
  }

  /// Anything behind the call that may wait, or that may run the loop: any call that is
  /// not the registration of another callback, a construction or an assertion.
  bool mayWaitAfter(const CallSite &start, const FunctionView &view,
                    const VarDecl *loop) const {
    const SourceManager &sources = context().getSourceManager();
    auto follows = [&](SourceLocation where) {
      return sources.isBeforeInTranslationUnit(start.expr->getEndLoc(), where);
    };
    if (loop) // somebody else may have it: a thread, an object
      for (const Expr *use : view.uses(*loop))
        if (isa_and_nonnull<LambdaExpr>(view.parentOf(use)) ||
            view.enclosing<CXXConstructExpr>(use))
          return true;
    if (view.enclosingLoop(start.expr) ||
        llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
          return follows(point.location());
        }))
      return true;
    return llvm::any_of(view.calls(), [&](const CallSite &site) {
      return follows(site.expr->getBeginLoc()) && !isa<CXXConstructExpr>(site.expr) &&
             !(site.facts && !site.facts->callbacks.empty() && !site.facts->isSummary) &&
             !(site.callee && site.callee->isInStdNamespace() && !site.facts) &&
             !site.expr->getBeginLoc().isMacroID();
    });
  }

  void reportLost(const FunctionView &body, SourceLocation where, llvm::StringRef message,
                  llvm::StringRef instead) {
    const Stmt *assertion = assertionAfter({}, body, unit());
    report(where, message) << (body.lambda() ? "this lambda" : "the function");
    note(context().getSourceManager().getExpansionLoc(assertion->getBeginLoc()),
         "the first of its assertions");
    note(where, instead);
  }
};

ASYNC_TIDY_CHECK(TestUnawaited);

} // namespace
} // namespace async_tidy
