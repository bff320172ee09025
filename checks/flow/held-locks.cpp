// Solves the lock domain over a function and keeps what checks ask for. A lock that is
// held on some paths only is dropped where the paths look tied to each other: taken and
// given back under conditions on the same variable.

#include "flow/held-locks.h"

#include "flow/lock-domain.h"
#include "flow/solver.h"

#include "clang/AST/Attr.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether the function itself creates or operates a lock.
bool mentionsLocks(const FunctionView &view, const Resolver &roles) {
  auto isLockOwner = [&](const VarDecl *variable) {
    return roles.isThreadGuard(variable->getType()) ||
           holdsGuard(variable->getType(), roles);
  };
  return view.function().hasAttr<RequiresCapabilityAttr>() ||
         roles.isThreadGuard(view.function().getReturnType()) ||
         llvm::any_of(view.locals(), isLockOwner) ||
         llvm::any_of(view.function().parameters(), isLockOwner) ||
         llvm::any_of(view.calls(), [&](const CallSite &site) {
           return (site.facts && site.facts->lockOperation &&
                   site.facts->lockOperation->effect != LockEffect::Notify) ||
                  (isa<CallExpr>(site.expr) && roles.isThreadGuard(site.expr->getType()));
         });
}

bool callsLockHelper(const FunctionView &view, Analysis &analysis) {
  return llvm::any_of(view.calls(), [&](const CallSite &site) {
    const FunctionView *callee =
        site.callee ? analysis.unit().view(*site.callee) : nullptr;
    return callee && !analysis.heldLocks(*callee).effects().effects.empty();
  });
}

using Mentions = llvm::SmallPtrSet<const Decl *, 4>;

void addMentions(const Stmt *stmt, Mentions &mentions) {
  if (!stmt)
    return;
  if (const auto *reference = dyn_cast<DeclRefExpr>(stmt);
      reference && isa<VarDecl, BindingDecl>(reference->getDecl()))
    mentions.insert(reference->getDecl()->getCanonicalDecl());
  else if (const auto *member = dyn_cast<MemberExpr>(stmt))
    mentions.insert(member->getMemberDecl()->getCanonicalDecl());
  for (const Stmt *child : stmt->children())
    addMentions(child, mentions);
}

/// What the branches around a statement test.
Mentions conditionsAround(const Stmt *stmt, const FunctionView &view) {
  Mentions mentions;
  for (const Stmt *child = stmt; const Stmt *around = view.parentOf(child);
       child = around) {
    if (const auto *branch = dyn_cast<IfStmt>(around);
        branch && child != branch->getCond())
      addMentions(branch->getCond(), mentions);
    else if (const auto *choice = dyn_cast<SwitchStmt>(around))
      addMentions(choice->getCond(), mentions);
  }
  return mentions;
}

bool overlap(const Mentions &left, const Mentions &right) {
  return llvm::any_of(left, [&](const Decl *decl) { return right.contains(decl); });
}

/// Whether a lock taken on some paths is, by the look of the conditions, not held here.
bool isCorrelated(const LockObject &lock, const Stmt *point, const FunctionView &view) {
  Mentions taken;
  for (const Stmt *acquire : lock.acquires)
    if (acquire)
      for (const Decl *decl : conditionsAround(acquire, view))
        taken.insert(decl);
  if (taken.empty())
    return false;
  return overlap(taken, conditionsAround(point, view)) ||
         llvm::any_of(lock.releases, [&](const Stmt *release) {
           return overlap(taken, conditionsAround(release, view));
         });
}

HeldLock heldLock(const LockObject &lock, const LockDomain::Cell &cell) {
  HeldLock held;
  held.place = lock.place;
  held.guard = lock.guard;
  held.name = lock.name;
  held.acquired = cell.acquired ? cell.acquired->getBeginLoc() : lock.declared;
  // A guard that locks when it is made is found by its name.
  const auto *variable = dyn_cast_or_null<VarDecl>(lock.guard);
  if (lock.guard && (!variable || variable->getInit() == cell.acquired))
    held.acquired = lock.declared;
  held.onEveryPath = cell.fates == LockHeld;
  held.temporary = lock.temporary;
  return held;
}

bool isAskedFor(const Stmt &stmt) {
  return isa<CallExpr, CXXConstructExpr, CoroutineSuspendExpr, DependentCoawaitExpr>(
      stmt);
}

bool isSeenByCallers(const LockObject &lock, const FunctionView &view) {
  const ValueDecl *variable = lock.place.variable();
  if (!variable)
    return lock.place.startsAtThis();
  const auto *local = dyn_cast<VarDecl>(variable);
  if (!local || local->hasGlobalStorage() || local->getDeclContext() != &view.function())
    return true;
  return isa<ParmVarDecl>(local) &&
         (local->getType()->isReferenceType() || local->getType()->isPointerType());
}

} // namespace

HeldLocks::HeldLocks(Analysis &analysis, const FunctionView &view) {
  const Resolver &roles = analysis.unit().roles();
  if (!mentionsLocks(view, roles) && !callsLockHelper(view, analysis))
    return;
  effects_.known = false;
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return;
  LockDomain domain(analysis, view);
  Solver solver(*graph, domain);
  if (!solver.solve())
    return;
  for (const CFGBlock *block : *graph) {
    if (!solver.entryOf(*block))
      continue;
    LockDomain::State state = *solver.entryOf(*block);
    for (const CFGElement &element : *block) {
      if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
          stmt && isAskedFor(*stmt->getStmt()))
        for (unsigned i = 0; i != state.size(); ++i)
          if (const LockDomain::Cell &cell = state[i];
              (cell.fates & LockHeld) && !(cell.fates & LockUnknown) &&
              (cell.fates == LockHeld ||
               !isCorrelated(domain.locks()[i], stmt->getStmt(), view)))
            held_[stmt->getStmt()].push_back(heldLock(domain.locks()[i], cell));
      domain.transfer(state, element);
    }
  }
  effects_.known = true;
  effects_.returned = domain.returned();
  if (const std::optional<LockDomain::State> &exit = solver.entryOf(graph->getExit()))
    for (unsigned i = 0; i != exit->size(); ++i)
      if ((*exit)[i].fates != LockUntouched && isSeenByCallers(domain.locks()[i], view))
        effects_.effects.push_back(
            {domain.locks()[i].place, (*exit)[i].fates, domain.locks()[i].name});
}

} // namespace async_tidy
