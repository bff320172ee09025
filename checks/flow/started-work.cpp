#include "flow/started-work.h"

#include "flow/destination.h"
#include "flow/endless-loop.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isAwaited(const CallSite &call, const FunctionView &view, const Resolver &roles) {
  return destinationOf(*call.expr, view, roles).goes == Goes::Awaited;
}

bool isDetached(const CallSite &call, const Resolver &roles) {
  const SpawnRole &role = *call.facts->spawn;
  const Expr *token = role.token ? call.argument(*role.token) : nullptr;
  const TypeFacts *type = token ? roles.type(token->getType()) : nullptr;
  return role.detached || (type && type->detachedToken);
}

/// What a call starts by its role.
std::optional<StartedWork> byRole(const CallSite &call, const FunctionView &view,
                                  const TranslationUnit &unit) {
  const Resolver &roles = unit.roles();
  const FunctionFacts &facts = *call.facts;
  if (facts.spawn && !facts.spawnsThread) {
    if (facts.spawn->bounded || isAwaited(call, view, roles))
      return std::nullopt;
    return StartedWork{call.expr, call.argument(facts.spawn->argument), false,
                       isDetached(call, roles)};
  }
  if (facts.consumes && call.receiver)
    if (const TypeFacts *type = roles.type(call.receiver->getType());
        type && type->thread)
      return StartedWork{call.expr, nullptr, true, true};
  for (const CallbackRole &role : facts.callbacks)
    if (role.runs == Runs::Offload && role.keeps == Keeps::Stored &&
        call.argument(role.argument) && !isAwaited(call, view, roles) &&
        (role.when.empty() || unit.anyHolds(role.when, call, view)))
      return StartedWork{call.expr, call.argument(role.argument), false, true};
  return std::nullopt;
}

void collectOwn(const FunctionView &view, const TranslationUnit &unit,
                llvm::SmallVectorImpl<StartedWork> &found) {
  for (const CallSite &call : view.calls())
    if (std::optional<StartedWork> started =
            call.facts ? byRole(call, view, unit) : std::nullopt)
      found.push_back(*started);
  for (const DiscardedValue &value : view.discarded())
    if (const TaskRole *task = unit.roles().task(value.expr->getType());
        task && task->drop == Drop::Harmless && task->start == Start::Eager)
      found.push_back({value.expr, value.expr, false, true});
}

/// `session->start()`, where `start` spawns the session's coroutine and returns.
bool startsDetached(const FunctionView &callee, const TranslationUnit &unit) {
  llvm::SmallVector<StartedWork, 4> own;
  collectOwn(callee, unit, own);
  return llvm::any_of(own, [&](const StartedWork &started) {
    const CallSite *call = callee.callAt(started.at);
    return started.detached && call && call->facts && call->facts->spawn &&
           !isHeldBack(*started.at, *callee.body(), callee, unit.roles());
  });
}

} // namespace

llvm::SmallVector<StartedWork, 4> startedWork(const FunctionView &view,
                                              const TranslationUnit &unit) {
  llvm::SmallVector<StartedWork, 4> found;
  collectOwn(view, unit, found);
  for (const CallSite &call : view.calls())
    if (const FunctionView *callee = call.callee && (!call.facts || call.facts->isSummary)
                                         ? unit.view(*call.callee)
                                         : nullptr;
        callee && callee != &view && !callee->isCoroutine() &&
        startsDetached(*callee, unit))
      found.push_back({call.expr, call.expr, false, true});
  return found;
}

} // namespace async_tidy
