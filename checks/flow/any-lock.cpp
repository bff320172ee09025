#include "flow/any-lock.h"

#include "flow/held-locks.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

bool takesLock(const CallSite &call, const Resolver &roles) {
  if (call.facts && (call.facts->lockOperation || call.facts->permitOperation ||
                     (call.facts->wait && call.facts->wait->kind == WaitKind::Lock)))
    return true;
  return call.receiver && roles.mutex(call.receiver->getType()) &&
         roles.isAwaitable(call.expr->getType());
}

} // namespace

bool mayHoldLock(const SuspensionPoint &point, const FunctionView &view,
                 Analysis &analysis) {
  const Resolver &roles = analysis.unit().roles();
  const SourceManager &sources = analysis.unit().context().getSourceManager();
  auto isBefore = [&](SourceLocation where) {
    return sources.isBeforeInTranslationUnit(where, point.location());
  };
  if (!analysis.heldLocks(view).at(point.expr).empty())
    return true;
  for (const VarDecl *local : view.locals())
    if (const TypeFacts *type = roles.type(local->getType());
        type && (type->guard || type->permit) && isBefore(local->getLocation()))
      return true;
  return llvm::any_of(view.calls(), [&](const CallSite &call) {
    return takesLock(call, roles) && isBefore(call.location());
  });
}

} // namespace async_tidy
