// Solves the lock domain over a function and keeps what checks ask for. A lock that is
// held on some paths only is dropped where the paths look tied to each other: taken and
// given back under conditions on the same variable.

#include "flow/held-locks.h"

#include "flow/lock-domain.h"
#include "flow/solver.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether the function itself creates or operates a lock.
bool mentionsLocks(const FunctionView &view, LockOwner owner, const Resolver &roles) {
  auto isLockOwner = [&](const VarDecl *variable) {
    return isGuardOf(owner, variable->getType(), roles) ||
           (owner == LockOwner::Thread && holdsGuard(variable->getType(), roles));
  };
  return view.function().hasAttr<RequiresCapabilityAttr>() ||
         isGuardOf(owner, view.function().getReturnType(), roles) ||
         llvm::any_of(view.locals(), isLockOwner) ||
         llvm::any_of(view.function().parameters(), isLockOwner) ||
         llvm::any_of(view.calls(), [&](const CallSite &site) {
           return (site.facts && site.facts->lockOperation &&
                   site.facts->lockOperation->effect != LockEffect::Notify) ||
                  (isa<CallExpr>(site.expr) &&
                   isGuardOf(owner, site.expr->getType(), roles));
         });
}

/// What a callee does to locks, null if it is not known: it may be overridden, or it runs
/// later.
const LockEffects *effectsOf(const CallSite &site, Analysis &analysis, LockOwner owner) {
  const FunctionView *callee = site.callee ? analysis.unit().view(*site.callee) : nullptr;
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
  if (!callee || (method && method->isVirtual()) ||
      (callee->isCoroutine() && owner == LockOwner::Thread))
    return nullptr;
  return &analysis.heldLocks(*callee, owner).effects();
}

bool callsLockHelper(const FunctionView &view, Analysis &analysis, LockOwner owner) {
  return llvm::any_of(view.calls(), [&](const CallSite &site) {
    const LockEffects *effects = effectsOf(site, analysis, owner);
    return effects && !effects->effects.empty();
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

/// Whether the caller can tell the function to leave its locks alone: by a flag, or by
/// the thread that it calls from.
bool locksOnRequest(const FunctionView &view) {
  auto testsFlag = [](const IfStmt *branch) {
    Mentions mentions;
    addMentions(branch->getCond(), mentions);
    return llvm::any_of(mentions, [](const Decl *decl) {
      const auto *parameter = dyn_cast<ParmVarDecl>(decl);
      return parameter && parameter->getType().getNonReferenceType()->isBooleanType();
    });
  };
  return llvm::any_of(view.branches(), testsFlag) ||
         llvm::any_of(view.calls(), [](const CallSite &site) {
           return site.facts && site.facts->threadIdentity;
         });
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
  held.shared = lock.shared;
  if (held.byHand())
    held.mutexes.push_back(lock.place);
  else
    held.mutexes.assign(lock.covers.begin(), lock.covers.end());
  for (const Stmt *release : lock.releases)
    if (held.released.isInvalid() || release->getBeginLoc() < held.released)
      held.released = release->getBeginLoc();
  return held;
}

bool isAskedFor(const Stmt &stmt) {
  return isa<CallExpr, CXXConstructExpr, CoroutineSuspendExpr, DependentCoawaitExpr,
             MemberExpr, BinaryOperator, UnaryOperator>(stmt);
}

bool isSeenByCallers(const AccessPath &place, const FunctionView &view) {
  const ValueDecl *variable = place.variable();
  if (!variable)
    return place.startsAtThis();
  const auto *local = dyn_cast<VarDecl>(variable);
  if (!local || local->hasGlobalStorage() || local->getDeclContext() != &view.function())
    return true;
  return isa<ParmVarDecl>(local) &&
         (local->getType()->isReferenceType() || local->getType()->isPointerType());
}

} // namespace

/// One function's fixpoint, read block by block.
struct HeldLocks::Pass {
  const FunctionView &view;
  LockDomain &domain;
  HeldLocks &result;
  std::vector<Acquisition> log = {};

  std::vector<HeldLock> heldAt(const LockDomain::State &state, const Stmt *point) const {
    std::vector<HeldLock> held;
    for (unsigned i = 0; i != state.size(); ++i)
      if (const LockDomain::Cell &cell = state[i];
          (cell.fates & LockHeld) && !(cell.fates & LockUnknown) &&
          (cell.fates == LockHeld || !isCorrelated(domain.locks()[i], point, view)))
        held.push_back(heldLock(domain.locks()[i], cell));
    return held;
  }

  void read(const CFGBlock &block, LockDomain::State state) {
    for (const CFGElement &element : block) {
      const std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
      if (stmt && isAskedFor(*stmt->getStmt()))
        result.keep(stmt->getStmt(), heldAt(state, stmt->getStmt()));
      LockDomain::State before = state;
      domain.transfer(state, element);
      for (Acquisition &taken : log) {
        taken.held = heldAt(before, stmt->getStmt());
        if (!taken.tries)
          passOn(taken, before);
        result.acquisitions_.push_back(std::move(taken));
      }
      log.clear();
    }
  }

  void passOn(const Acquisition &taken, const LockDomain::State &before) {
    for (const AccessPath &mutex : taken.mutexes)
      if (isSeenByCallers(mutex, view) && domain.isUntouched(before, mutex))
        result.effects_.takes.push_back(
            {.place = mutex,
             .name = taken.name,
             .where = taken.callee ? taken.inside : taken.where,
             .shared = taken.shared,
             .recursive = taken.recursive});
  }

  /// The locks that are certain to be held where a block leaves the function.
  void leave(const CFGBlock &block, LockDomain::State state) {
    LockedExit exit;
    for (const CFGElement &element : block) {
      domain.transfer(state, element);
      if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
          stmt && isa<ReturnStmt, CoreturnStmt, CXXThrowExpr>(stmt->getStmt()))
        exit.by = stmt->getStmt();
    }
    for (unsigned i = 0; i != state.size(); ++i)
      if (state[i].fates == LockHeld)
        exit.held.push_back(heldLock(domain.locks()[i], state[i]));
    if (!exit.held.empty())
      result.exits_.push_back(std::move(exit));
  }
};

void HeldLocks::keep(const Stmt *point, std::vector<HeldLock> held) {
  if (held.empty())
    return;
  auto same = [](const HeldLock &left, const HeldLock &right) {
    return left.place == right.place && left.acquired == right.acquired &&
           left.onEveryPath == right.onEveryPath;
  };
  // Most statements find what the one before found.
  if (sets_.empty() || !llvm::equal(sets_.back(), held, same))
    sets_.push_back(std::move(held));
  held_[point] = sets_.size() - 1;
}

/// A function without locks of its own still takes what its callees take.
void HeldLocks::takeFromCallees(Analysis &analysis, const FunctionView &view,
                                LockOwner owner) {
  for (const CallSite &site : view.calls()) {
    const LockEffects *effects = effectsOf(site, analysis, owner);
    if (!effects || effects->takes.empty() ||
        (owner == LockOwner::Task && !view.awaitOf(site.expr)))
      continue;
    for (LockEffects::Take take : effects->takes)
      if (std::optional<AccessPath> place =
              placeInCaller(take.place, site, *analysis.unit().view(*site.callee),
                            analysis.unit().context());
          place && isSeenByCallers(*place, view)) {
        take.place = *place;
        effects_.takes.push_back(std::move(take));
      }
  }
}

HeldLocks::HeldLocks(Analysis &analysis, const FunctionView &view, LockOwner owner) {
  solve(analysis, view, owner);
  if (!effects_.takes.empty() && locksOnRequest(view))
    effects_.takes.clear();
}

void HeldLocks::solve(Analysis &analysis, const FunctionView &view, LockOwner owner) {
  if (!mentionsLocks(view, owner, analysis.unit().roles()) &&
      !callsLockHelper(view, analysis, owner))
    return takeFromCallees(analysis, view, owner);
  effects_.known = false;
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return;
  LockDomain domain(analysis, view, owner);
  Solver solver(*graph, domain);
  if (!solver.solve())
    return;
  Pass pass{view, domain, *this};
  domain.record(pass.log);
  for (const CFGBlock *block : *graph)
    if (solver.entryOf(*block))
      pass.read(*block, *solver.entryOf(*block));
  for (const CFGBlock::AdjacentBlock &last : graph->getExit().preds())
    if (const CFGBlock *block = last.getReachableBlock();
        block && solver.entryOf(*block) && !block->hasNoReturnElement())
      pass.leave(*block, *solver.entryOf(*block));
  effects_.known = true;
  effects_.returned = domain.returned();
  if (const std::optional<LockDomain::State> &exit = solver.entryOf(graph->getExit()))
    for (unsigned i = 0; i != exit->size(); ++i)
      if ((*exit)[i].fates != LockUntouched &&
          isSeenByCallers(domain.locks()[i].place, view))
        effects_.effects.push_back(
            {domain.locks()[i].place, (*exit)[i].fates, domain.locks()[i].name});
}

} // namespace async_tidy
