#include "view/hop.h"

#include "model/names.h"
#include "view/object.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

const ExecutorRole *executorRole(const Expr *expr, const Resolver &roles) {
  const TypeFacts *facts = roles.type(pointeeRecordOf(expr->getType()));
  return facts && facts->executor ? &*facts->executor : nullptr;
}

/// The first executor that an expression mentions.
const Expr *executorIn(const Expr *expr, const Resolver &roles) {
  if (!expr || isa<LambdaExpr>(expr))
    return nullptr;
  if (executorRole(expr, roles))
    return expr;
  for (const Stmt *child : expr->children())
    if (const Expr *found = executorIn(dyn_cast_or_null<Expr>(child), roles))
      return found;
  return nullptr;
}

/// Work that is given away runs elsewhere; the giver goes on where it was.
bool givesWorkAway(const CallSite &site, const Resolver &roles) {
  if (site.facts && (site.facts->wait || site.facts->spawn))
    return true;
  return llvm::any_of(site.arguments, [&](const Expr *argument) {
    const CXXRecordDecl *record = recordOf(argument->getType());
    return (record && record->isLambda()) || roles.task(argument->getType());
  });
}

std::optional<Hop> hopAt(const FunctionView &view, const SuspensionPoint &point,
                         const Resolver &roles) {
  const CallSite *site = view.callAt(strippedMove(point.operand));
  if (!site || givesWorkAway(*site, roles))
    return std::nullopt;
  const Expr *executor = site->receiver ? executorIn(site->receiver, roles) : nullptr;
  // `post(pool, token)` comes straight back: the token tells where to go on, the first
  // argument only where the trip goes.
  const bool roundTrip = site->facts && !site->facts->callbacks.empty();
  const unsigned first = roundTrip && site->arguments.size() > 1 ? 1 : 0;
  for (const Expr *argument :
       llvm::ArrayRef(site->arguments)
           .drop_front(std::min<size_t>(first, site->arguments.size())))
    if (!executor)
      executor = executorIn(argument, roles);
  if (!executor)
    return std::nullopt;
  return Hop{&point, variableOf(executor), executorRole(executor, roles)->kind};
}

} // namespace

std::optional<Hop> lastHopBefore(const FunctionView &view, SourceLocation where,
                                 const Resolver &roles) {
  const SourceManager &sources = roles.context().getSourceManager();
  std::optional<Hop> last;
  for (const SuspensionPoint &point : view.suspensions())
    if (sources.isBeforeInTranslationUnit(point.location(), where))
      if (std::optional<Hop> hop = hopAt(view, point, roles))
        last = hop;
  if (!last && !view.isCoroutine() && view.parent() && view.lambda())
    return lastHopBefore(*view.parent(), view.lambda()->getBeginLoc(), roles);
  return last;
}

} // namespace async_tidy
