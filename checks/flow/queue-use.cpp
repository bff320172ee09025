#include "flow/queue-use.h"

#include "flow/endless-loop.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace async_tidy {

using namespace clang;

namespace {

using Variables = llvm::SmallSetVector<const ValueDecl *, 8>;

/// The member or global that an expression names: `queue_`, `this->queue_`, `q->items`.
const ValueDecl *sharedVariable(const Expr *expr) {
  expr = strippedMove(expr);
  const ValueDecl *variable = nullptr;
  if (const auto *member = dyn_cast_or_null<MemberExpr>(expr))
    variable = dyn_cast<FieldDecl>(member->getMemberDecl());
  else if (const auto *reference = dyn_cast_or_null<DeclRefExpr>(expr))
    variable = dyn_cast<VarDecl>(reference->getDecl());
  const auto *global = dyn_cast_or_null<VarDecl>(variable);
  if (!variable || (global && !global->hasGlobalStorage()))
    return nullptr;
  return cast<ValueDecl>(variable->getCanonicalDecl());
}

/// The members and globals that an expression mentions.
void mentioned(const Stmt *stmt, Variables &found) {
  if (!stmt || isa<LambdaExpr>(stmt))
    return;
  if (const auto *expr = dyn_cast<Expr>(stmt))
    if (isa<MemberExpr, DeclRefExpr>(expr))
      if (const ValueDecl *variable = sharedVariable(expr))
        found.insert(variable);
  for (const Stmt *child : stmt->children())
    mentioned(child, found);
}

/// Sorts the accesses of one translation unit.
class Collector {
public:
  explicit Collector(const TranslationUnit &unit) : unit_(unit), roles_(unit.roles()) {}

  std::vector<SharedContainer> collect() {
    for (const FunctionView *view : unit_.functions())
      for (const CallSite &call : view->calls())
        add(call, *view);
    std::vector<SharedContainer> result;
    for (auto &[variable, container] : found_)
      result.push_back(std::move(container));
    const SourceManager &sources = unit_.context().getSourceManager();
    llvm::sort(result, [&](const SharedContainer &left, const SharedContainer &right) {
      return sources.isBeforeInTranslationUnit(left.variable->getLocation(),
                                               right.variable->getLocation());
    });
    return result;
  }

private:
  void add(const CallSite &call, const FunctionView &view) {
    if (call.receiver)
      if (SharedContainer *container = containerOf(call.receiver))
        addMethod(call, view, *container);
    // `std::swap(queue, batch)`, `auto batch = std::move(queue)`: all of it at once.
    for (unsigned index = 0; index < call.arguments.size(); ++index)
      if (isMove(call.arguments[index]) || isExchange(call, index))
        if (SharedContainer *container = containerOf(call.arguments[index]))
          container->drains.push_back({&view, call.expr});
  }

  void addMethod(const CallSite &call, const FunctionView &view,
                 SharedContainer &container) {
    if (!call.callee || !call.callee->getIdentifier())
      return;
    const QueueRole &role = *container.type->queue;
    llvm::StringRef name = call.callee->getName();
    if (llvm::is_contained(role.push, name))
      container.pushes.push_back({&view, call.expr});
    else if (llvm::is_contained(role.pop, name) ||
             (llvm::is_contained(role.popAt, name) && takesFirst(call)))
      container.drains.push_back({&view, call.expr});
  }

  /// `queue.erase(queue.begin())`.
  static bool takesFirst(const CallSite &call) {
    if (call.arguments.size() != 1)
      return false;
    const Expr *iterator = strippedMove(call.arguments[0]);
    // From iterator to const_iterator.
    if (const auto *converted = dyn_cast<CXXConstructExpr>(iterator);
        converted && converted->getNumArgs() >= 1)
      iterator = strippedMove(converted->getArg(0));
    const auto *first = dyn_cast<CXXMemberCallExpr>(iterator);
    return first && first->getNumArgs() == 0 &&
           sharedVariable(first->getImplicitObjectArgument()) ==
               sharedVariable(call.receiver);
  }

  /// `swap`, `exchange`: a standard function that takes what a variable holds.
  static bool isExchange(const CallSite &call, unsigned index) {
    if (!call.callee || !call.callee->isInStdNamespace() || !isa<CallExpr>(call.expr) ||
        index >= call.callee->getNumParams() || isa<CXXOperatorCallExpr>(call.expr))
      return false;
    QualType parameter = call.callee->getParamDecl(index)->getType();
    QualType result = call.callee->getReturnType();
    return parameter->isLValueReferenceType() &&
           !parameter->getPointeeType().isConstQualified() &&
           (result->isVoidType() || recordOf(result) == recordOf(parameter));
  }

  /// The ready queue of a scheduler: as long as there are coroutines, which wait for it.
  static bool holdsCoroutines(QualType type) {
    const auto *special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
    return special && special->getTemplateArgs().size() > 0 &&
           special->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
           isCoroutineHandle(special->getTemplateArgs()[0].getAsType());
  }

  SharedContainer *containerOf(const Expr *expr) {
    const ValueDecl *variable = sharedVariable(expr);
    const TypeFacts *type = variable ? roles_.type(variable->getType()) : nullptr;
    if (!type || !type->queue || holdsCoroutines(variable->getType()))
      return nullptr;
    SharedContainer &container = found_[variable];
    container.variable = variable;
    container.type = type;
    return &container;
  }

  const TranslationUnit &unit_;
  const Resolver &roles_;
  llvm::MapVector<const ValueDecl *, SharedContainer> found_;
};

/// Waits for a peer, not for another part of the program.
bool isTransfer(const FunctionFacts &facts) {
  if (!facts.wait)
    return false;
  switch (facts.wait->kind) {
  case WaitKind::Receive:
  case WaitKind::Send:
  case WaitKind::Lock:
  case WaitKind::Event:
  case WaitKind::Timer:
  case WaitKind::Join:
    return false;
  default:
    return true;
  }
}

/// What the function waits on: conditions, semaphores, timers, awaited members.
Variables waitsOn(const FunctionView &view) {
  Variables result;
  for (const SuspensionPoint &point : view.suspensions()) {
    const bool transfers = llvm::any_of(view.calls(), [&](const CallSite &call) {
      return call.facts && isTransfer(*call.facts) &&
             view.isWithin(call.expr, point.operand);
    });
    if (!point.neverSuspends && !transfers)
      mentioned(point.operand, result);
  }
  for (const CallSite &call : view.calls()) {
    if (!call.facts || isTransfer(*call.facts))
      continue;
    const bool waits = call.facts->conditionWait || call.facts->blocking ||
                       call.facts->syncWait || call.facts->wait;
    if (const ValueDecl *variable = waits ? sharedVariable(call.receiver) : nullptr)
      result.insert(variable);
  }
  return result;
}

/// What the function works on: the receivers of its calls that can change them.
Variables worksOn(const FunctionView &view) {
  Variables result;
  for (const CallSite &call : view.calls()) {
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
    if (call.receiver && method && !method->isConst())
      if (const ValueDecl *variable = sharedVariable(call.receiver))
        result.insert(variable);
    if (call.facts && call.facts->lockOperation &&
        call.facts->lockOperation->effect == LockEffect::Notify)
      if (const Expr *object = call.argument(call.facts->lockOperation->argument))
        mentioned(object, result);
  }
  return result;
}

/// A mutex, or the container itself, wakes nobody.
bool mayWake(const ValueDecl &variable, const Resolver &roles) {
  const TypeFacts *type = roles.type(variable.getType());
  const CXXRecordDecl *record = recordOf(variable.getType());
  return record && !(type && (type->mutex || type->guard || type->queue));
}

const ValueDecl *wakeUp(const FunctionView &signals, const FunctionView &waits,
                        const Resolver &roles) {
  const Variables waited = waitsOn(waits);
  for (const ValueDecl *variable : worksOn(signals))
    if (waited.contains(variable) && mayWake(*variable, roles))
      return variable;
  return nullptr;
}

/// `queue.size()` as a number: a test of how full it is. `empty()` is none.
bool asksHowFull(const CallSite &call, const SharedContainer &container) {
  return call.callee && call.callee->getIdentifier() && call.receiver &&
         llvm::is_contained(container.type->queue->size, call.callee->getName()) &&
         !call.callee->getReturnType()->isBooleanType() &&
         sharedVariable(call.receiver) == container.variable;
}

bool calls(const FunctionView &view, const FunctionDecl &function) {
  return llvm::any_of(view.calls(), [&](const CallSite &call) {
    return call.callee && call.callee->getCanonicalDecl() == function.getCanonicalDecl();
  });
}

} // namespace

bool isUnbounded(const QueueRole &role, QualType type) {
  const auto *special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(pointeeRecordOf(type));
  if (role.bound != Bound::ByTemplate || !special)
    return role.bound == Bound::Unbounded;
  const TemplateArgumentList &arguments = special->getTemplateArgs();
  return role.argument >= arguments.size() ||
         (arguments[role.argument].getKind() == TemplateArgument::Pack &&
          arguments[role.argument].pack_size() == 0);
}

std::vector<SharedContainer> sharedContainers(const TranslationUnit &unit) {
  return Collector(unit).collect();
}

std::optional<HandOff> handOff(const QueueAccess &push, const QueueAccess &drain,
                               const TranslationUnit &unit) {
  // A work list: what drains it also fills it, at its own pace.
  if (push.view == drain.view || calls(*drain.view, push.view->function()))
    return std::nullopt;
  if (const ValueDecl *object = wakeUp(*push.view, *drain.view, unit.roles()))
    return HandOff{object, nullptr};
  const Context &drained = unit.context(*drain.view);
  if (drained.kind == ContextKind::Plain || drained.kind == ContextKind::Coroutine)
    return std::nullopt;
  return HandOff{nullptr, &drained};
}

bool isBounded(const QueueAccess &push, const SharedContainer &container,
               const TranslationUnit &unit) {
  const FunctionView &view = *push.view;
  const SourceManager &sources = unit.context().getSourceManager();
  // Whoever fills and drains in one place drops what is too much: a ring, a cache.
  for (const QueueAccess &drain : container.drains)
    if (drain.view == push.view)
      return true;
  if (isHeldBack(*push.expr, *view.body(), view, unit.roles()))
    return true;
  for (const CallSite &call : view.calls())
    if (asksHowFull(call, container) &&
        sources.isBeforeInTranslationUnit(call.location(), push.expr->getBeginLoc()))
      return true;
  // The drain gives back the space that the push waits for.
  return llvm::any_of(container.drains, [&](const QueueAccess &drain) {
    return wakeUp(*drain.view, view, unit.roles());
  });
}

} // namespace async_tidy
