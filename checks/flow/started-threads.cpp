#include "flow/started-threads.h"

#include "model/names.h"
#include "view/source.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

bool runsElsewhere(const CallSite &site, unsigned argument, const FunctionView &view,
                   const TranslationUnit &unit) {
  if (site.facts)
    for (const CallbackRole &role : site.facts->callbacks)
      if (site.argument(role.argument) == site.arguments[argument] &&
          (role.when.empty() || unit.anyHolds(role.when, site, view)))
        return role.runs == Runs::Thread || role.runs == Runs::Offload;
  // `threads.emplace_back(lambda)` makes the thread inside the container.
  const auto *container = site.receiver
                              ? dyn_cast_or_null<ClassTemplateSpecializationDecl>(
                                    recordOf(site.receiver->getType()))
                              : nullptr;
  if (!container || container->getTemplateArgs().size() == 0 || argument != 0 ||
      container->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const TypeFacts *element =
      unit.roles().type(container->getTemplateArgs()[0].getAsType());
  return element && element->thread;
}

bool waits(const CallSite &site) { return site.facts && site.facts->syncWait; }

/// Whether a body may be ordered with others by something it calls.
bool synchronises(const FunctionView &body) {
  return !body.suspensions().empty() ||
         llvm::any_of(body.calls(), [](const CallSite &site) {
           const FunctionFacts *facts = site.facts;
           return facts && (facts->syncWait || facts->conditionWait || facts->settle ||
                            facts->permitOperation || !facts->callbacks.empty() ||
                            (facts->blocking && !facts->lockOperation &&
                             facts->blocking->kind == BlockingKind::Wait) ||
                            (facts->lockOperation &&
                             facts->lockOperation->effect == LockEffect::Notify));
         });
}

const Stmt *concurrentLoop(const CallSite &start, const FunctionView &view) {
  const Stmt *loop = view.enclosingLoop(start.expr);
  if (!loop)
    return nullptr;
  const bool ownTurn = llvm::any_of(view.calls(), [&](const CallSite &site) {
    return waits(site) && view.isWithin(site.expr, loop);
  });
  // A thread, or a future that blocks, in a variable of the turn.
  const auto *declaration = view.enclosing<DeclStmt>(start.expr);
  const bool discarded = view.discards(start.expr) && start.expr->isPRValue();
  return ownTurn || discarded || (declaration && view.isWithin(declaration, loop))
             ? nullptr
             : loop;
}

} // namespace

std::vector<StartedThread> startedThreads(const FunctionView &view,
                                          const TranslationUnit &unit) {
  std::vector<StartedThread> started;
  auto before = [&](const CallSite &one, const CallSite &other) {
    return standsBefore(one.expr->getEndLoc(), other.expr->getBeginLoc(), unit.context());
  };
  for (const CallSite &site : view.calls())
    for (unsigned i = 0; i != site.arguments.size(); ++i) {
      const auto *lambda = dyn_cast<LambdaExpr>(strippedMove(site.arguments[i]));
      const FunctionView *body = lambda ? unit.view(*lambda->getCallOperator()) : nullptr;
      if (!body || synchronises(*body) || !runsElsewhere(site, i, view, unit))
        continue;
      StartedThread thread{.start = &site,
                           .body = body,
                           .lambda = lambda,
                           .loop = concurrentLoop(site, view)};
      for (const CallSite &other : view.calls())
        if (waits(other) && before(site, other) &&
            (!thread.joined || before(other, *thread.joined)))
          thread.joined = &other;
      started.push_back(thread);
    }
  return started;
}

} // namespace async_tidy
