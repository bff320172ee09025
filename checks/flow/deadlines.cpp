#include "flow/deadlines.h"

#include "model/names.h"
#include "view/object.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 6;

bool waitsFor(const CallSite &site, WaitKind kind) {
  return site.facts && site.facts->wait && site.facts->wait->kind == kind;
}

const TypeFacts *factsOf(const Expr *expr, const Resolver &roles) {
  return roles.type(pointeeRecordOf(expr->IgnoreParenImpCasts()->getType()));
}

/// Whether the call sets the deadline of its object.
bool arms(const CallSite &site, const Resolver &roles) {
  if (!site.receiver || !site.callee || !site.callee->getIdentifier())
    return false;
  const TypeFacts *facts = factsOf(site.receiver, roles);
  return facts && facts->deadline &&
         llvm::is_contained(facts->deadline->arm, site.callee->getName());
}

/// The objects that a call may change: its receiver and what it takes by reference.
llvm::SmallVector<const ValueDecl *, 2> changedBy(const CallSite &site) {
  llvm::SmallVector<const ValueDecl *, 2> objects;
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
  if (site.receiver && method && !method->isConst())
    if (const ValueDecl *object = objectOf(site.receiver))
      objects.push_back(object);
  if (!site.callee || isa<CXXConstructExpr>(site.expr))
    return objects;
  const unsigned count =
      std::min<unsigned>(site.arguments.size(), site.callee->getNumParams());
  for (unsigned index = 0; index < count; ++index) {
    QualType type = site.callee->getParamDecl(index)->getType();
    if (type->isLValueReferenceType() && !type->getPointeeType().isConstQualified())
      if (const ValueDecl *object = objectOf(site.arguments[index]))
        objects.push_back(object);
  }
  return objects;
}

/// Calls that only hand a value on.
bool isTransparent(const Expr &expr) {
  if (const auto *construct = dyn_cast<CXXConstructExpr>(&expr))
    return construct->getNumArgs() == 1;
  return isMove(&expr);
}

} // namespace

Deadlines::Deadlines(const TranslationUnit &unit) : unit_(unit) {
  for (const FunctionView *view : unit.functions())
    for (const CallSite &site : view->calls())
      gather({&site, view});
}

void Deadlines::gather(const Site &site) {
  const CallSite &call = *site.call;
  if (call.callee)
    if (const FunctionView *callee = unit_.view(*call.callee))
      callers_[callee].push_back(site);
  if (call.facts && call.facts->spawn)
    if (const Expr *work = call.argument(call.facts->spawn->argument))
      for (const FunctionView *started : unit_.callablesOf(*work, *site.in))
        if (started->lambda())
          callers_[started].push_back(site);
  if (arms(call, unit_.roles()))
    if (const ValueDecl *object = objectOf(call.receiver))
      armed_.insert(object);
  if (!waitsFor(call, WaitKind::Timer))
    return;
  Visited visited;
  if (site.in->isCoroutine())
    gatherAfter(site, visited);
  for (const Expr *argument : call.arguments)
    for (const FunctionView *handler : unit_.callablesOf(*argument, *site.in))
      gatherTouched(*handler, *handler, visited);
}

/// A coroutine that awaits a timer: what comes behind the wait, or in its loop.
void Deadlines::gatherAfter(const Site &wait, Visited &visited) {
  const SourceManager &sources = unit_.context().getSourceManager();
  const Stmt *loop = wait.in->enclosingLoop(wait.call->expr);
  for (const CallSite &site : wait.in->calls())
    if (sources.isBeforeInTranslationUnit(wait.call->location(), site.location()) ||
        (loop && wait.in->isWithin(site.expr, loop)))
      gatherTouched(site, *wait.in, visited);
}

void Deadlines::gatherTouched(const FunctionView &handler, const FunctionView &watcher,
                              Visited &visited) {
  constexpr unsigned maxFunctions = 20;
  if (visited.size() >= maxFunctions || !visited.insert(&handler).second)
    return;
  for (const CallSite &site : handler.calls())
    gatherTouched(site, watcher, visited);
}

void Deadlines::gatherTouched(const CallSite &site, const FunctionView &watcher,
                              Visited &visited) {
  // What is asynchronous itself closes nothing: it is one more thing that may not end.
  if ((site.facts && site.facts->wait) ||
      (site.callee && unit_.roles().task(site.callee->getReturnType())))
    return;
  for (const ValueDecl *object : changedBy(site))
    watchers_[object].push_back(&watcher);
  if (const FunctionView *callee = site.callee ? unit_.view(*site.callee) : nullptr)
    gatherTouched(*callee, watcher, visited);
}

llvm::ArrayRef<Deadlines::Site> Deadlines::callersOf(const FunctionView &view) const {
  auto found = callers_.find(&view);
  if (found == callers_.end())
    return {};
  return found->second;
}

const ValueDecl *Deadlines::objectOfOperation(const CallSite &operation) {
  return objectOf(operation.receiver ? operation.receiver : operation.argument(0));
}

/// A duration, a cancellation token, or the result of a function that bounds.
bool Deadlines::isLimit(const Expr *expr, unsigned depth) const {
  expr = stripped(expr);
  if (!expr || depth == 0 || isa<LambdaExpr>(expr))
    return false;
  if (const TypeFacts *facts = factsOf(expr, unit_.roles());
      facts && (facts->duration || facts->cancellationToken))
    return true;
  if (isa<CallExpr, CXXConstructExpr>(expr))
    if (const FunctionFacts *facts = unit_.roles().call(*expr); facts && facts->timeout)
      return true;
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr))
    if (const auto *variable = dyn_cast<VarDecl>(reference->getDecl());
        variable && variable->isLocalVarDecl())
      return isLimit(variable->getInit(), depth - 1);
  return llvm::any_of(expr->children(), [&](const Stmt *child) {
    return isLimit(dyn_cast_or_null<Expr>(child), depth);
  });
}

bool Deadlines::hasLimit(const CallSite &site) const {
  if (site.facts && site.facts->timeout)
    return true;
  if (site.facts && site.facts->wait && site.facts->wait->deadline &&
      site.argument(*site.facts->wait->deadline))
    return true;
  return llvm::any_of(site.arguments,
                      [&](const Expr *argument) { return isLimit(argument, maxDepth); });
}

/// Whether an operand of a combinator ends after some time: a timer's wait, or a
/// coroutine that awaits one.
bool Deadlines::waitsForTimer(const Expr *operand, const FunctionView &in) const {
  const CallSite *site = in.callAt(strippedMove(operand));
  if (!site)
    return false;
  if (waitsFor(*site, WaitKind::Timer) || hasLimit(*site))
    return true;
  const FunctionView *callee = site->callee ? unit_.view(*site->callee) : nullptr;
  if (callee && llvm::any_of(callee->calls(), [](const CallSite &inner) {
        return waitsFor(inner, WaitKind::Timer);
      }))
    return true;
  // `a || b || timer` nests.
  return site->facts && site->facts->combinator &&
         llvm::any_of(site->arguments,
                      [&](const Expr *argument) { return waitsForTimer(argument, in); });
}

/// What the expressions around a call, up to its await, make of it.
Deadlines::Around Deadlines::around(const Site &site) const {
  const Expr *inner = site.call->expr;
  const SuspensionPoint *stackful = site.in->awaitOf(inner);
  if (stackful && stackful->expr == inner)
    return Around::Awaited;
  bool givenAway = site.call->facts && site.call->facts->spawn;
  for (const Stmt *node = inner; node; node = site.in->parentOf(node)) {
    if (isa<CoroutineSuspendExpr>(node))
      return Around::Awaited;
    const auto *expr = dyn_cast<Expr>(node);
    if (!expr)
      break;
    const CallSite *outer = node == inner ? nullptr : site.in->callAt(expr);
    if (!outer || isTransparent(*expr))
      continue;
    if (hasLimit(*outer))
      return Around::Bounded;
    if (outer->facts && (outer->facts->spawn || outer->facts->syncWait)) {
      givenAway = true;
      continue;
    }
    if (!outer->facts || !outer->facts->combinator)
      return Around::Bounded; // what it does with the operation is not known
    if (llvm::any_of(outer->arguments, [&](const Expr *argument) {
          return !site.in->isWithin(inner, argument) && waitsForTimer(argument, *site.in);
        }))
      return Around::Bounded;
  }
  // What is kept for later is awaited nobody knows where.
  return givenAway ? Around::GivenAway : Around::Bounded;
}

bool Deadlines::isArgumentBounded(const ParmVarDecl &parameter, const FunctionView &in,
                                  Visited &visited) const {
  llvm::ArrayRef<Site> callers = callersOf(in);
  const TypeFacts *facts = unit_.roles().type(pointeeRecordOf(parameter.getType()));
  const bool shared =
      parameter.getType()->isReferenceType() || parameter.getType()->isPointerType();
  if (callers.empty())
    return shared && facts && facts->deadline; // a caller elsewhere may have set it
  return llvm::all_of(callers, [&](const Site &caller) {
    const Expr *argument =
        caller.call->argument(static_cast<int>(parameter.getFunctionScopeIndex()));
    return argument && isObjectBounded(objectOf(argument), caller, visited);
  });
}

bool Deadlines::isObjectBounded(const ValueDecl *object, const Site &operation,
                                Visited &visited) const {
  if (!object)
    return false;
  if (armed_.contains(object))
    return true;
  if (auto found = watchers_.find(object); found != watchers_.end())
    if (llvm::any_of(found->second, [&](const FunctionView *watcher) {
          return watcher != operation.in;
        }))
      return true;
  const auto *parameter = dyn_cast<ParmVarDecl>(object);
  return parameter && visited.insert(operation.in).second &&
         isArgumentBounded(*parameter, *operation.in, visited);
}

bool Deadlines::areCallersBounded(const FunctionView &view, Visited &visited) const {
  if (!visited.insert(&view).second)
    return true; // a recursive call adds no way in
  llvm::ArrayRef<Site> callers = callersOf(view);
  return !callers.empty() && llvm::all_of(callers, [&](const Site &caller) {
    if (hasLimit(*caller.call))
      return true;
    const Around outside = around(caller);
    return outside == Around::Bounded ||
           (outside == Around::Awaited && areCallersBounded(*caller.in, visited));
  });
}

bool Deadlines::mayEnd(const Site &operation) const {
  if (hasLimit(*operation.call) || around(operation) != Around::Awaited)
    return true;
  Visited objects, callers;
  return isObjectBounded(objectOfOperation(*operation.call), operation, objects) ||
         areCallersBounded(*operation.in, callers);
}

} // namespace async_tidy
