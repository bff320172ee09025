#include "flow/shared-memory.h"

#include "flow/held-locks.h"
#include "flow/solver.h"
#include "model/names.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isSharedVariable(const ValueDecl &decl) {
  const auto *variable = dyn_cast<VarDecl>(&decl);
  return variable && variable->hasGlobalStorage() &&
         variable->getTLSKind() == VarDecl::TLS_None;
}

/// Collects the longest paths that start at `this` or at a global.
struct MentionCollector {
  const FunctionView &view;
  const Resolver &roles;
  std::vector<SharedMention> found = {};

  void walk(const Stmt *stmt) {
    if (!stmt)
      return;
    if (const auto *lambda = dyn_cast<LambdaExpr>(stmt)) {
      for (const Expr *init : lambda->capture_inits())
        walk(init);
      return;
    }
    if (const auto *expr = dyn_cast<Expr>(stmt); expr && add(*expr))
      return;
    for (const Stmt *child : stmt->children())
      walk(child);
  }

  bool add(const Expr &expr) {
    const auto *member = dyn_cast<MemberExpr>(&expr);
    const auto *reference = dyn_cast<DeclRefExpr>(&expr);
    const bool field = member && isa<FieldDecl>(member->getMemberDecl());
    const bool global = (reference && isSharedVariable(*reference->getDecl())) ||
                        (member && isSharedVariable(*member->getMemberDecl()));
    if (!field && !global)
      return false;
    std::optional<AccessPath> place = AccessPath::of(&expr, roles.context());
    if (!place || (!place->startsAtThis() && !place->variable()) ||
        (place->variable() && !isSharedVariable(*place->variable())))
      return false;
    if (!expr.getType().isConstQualified() && !synchronisesItself(expr.getType(), roles))
      found.push_back({&expr, *place, touchOf(expr, view)});
    return true;
  }
};

bool holdsPermit(const FunctionView &view, const Resolver &roles) {
  return llvm::any_of(view.calls(),
                      [](const CallSite &site) {
                        return site.facts && site.facts->permitOperation;
                      }) ||
         llvm::any_of(view.locals(), [&](const VarDecl *local) {
           const TypeFacts *facts = roles.type(local->getType());
           return facts && facts->permit;
         });
}

/// What became of a value that was read: not yet read, fresh, or read before a
/// suspension.
struct Staleness {
  enum : uint8_t { Unread = 1, Fresh = 2, Stale = 4 };
  using State = uint8_t;
  const Stmt *read;
  llvm::SmallPtrSet<const Stmt *, 8> suspensions, looks;

  State entry() const { return Unread; }
  void join(State &into, State from) const { into |= from; }
  void refine(State &, const CFGBlock &, bool) const {}
  void transfer(State &state, const CFGElement &element) const {
    const std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
    if (!stmt)
      return;
    if (stmt->getStmt() == read)
      state = Fresh;
    else if (looks.contains(stmt->getStmt()))
      state = Unread;
    else if (suspensions.contains(stmt->getStmt()) && (state & Fresh))
      state = (state & ~Fresh) | Stale;
  }
};

} // namespace

std::vector<SharedMention> sharedMentions(const Stmt &within, const FunctionView &view,
                                          const Resolver &roles) {
  MentionCollector collector{view, roles};
  collector.walk(&within);
  return std::move(collector.found);
}

std::vector<const Expr *> openSuspensions(const FunctionView &view, Analysis &analysis) {
  std::vector<const Expr *> open;
  if (view.suspensions().empty() || holdsPermit(view, analysis.unit().roles()))
    return open;
  const HeldLocks &tasks = analysis.heldLocks(view, LockOwner::Task);
  const HeldLocks &threads = analysis.heldLocks(view);
  for (const SuspensionPoint &point : view.suspensions())
    if (!point.neverSuspends && tasks.at(point.expr).empty() &&
        threads.at(point.expr).empty())
      open.push_back(point.expr);
  return open;
}

bool isStaleAt(const Expr &read, const Expr &use,
               llvm::ArrayRef<const Expr *> suspensions,
               llvm::ArrayRef<const Expr *> looks, const FunctionView &view,
               Analysis &analysis) {
  const CFG *graph = suspensions.empty() ? nullptr : analysis.graph(view);
  if (!graph)
    return false;
  Staleness domain{
      &read, {suspensions.begin(), suspensions.end()}, {looks.begin(), looks.end()}};
  Solver<Staleness> solver(*graph, domain);
  if (!solver.solve())
    return false;
  for (const CFGBlock *block : *graph) {
    std::optional<uint8_t> state = solver.entryOf(*block);
    for (const CFGElement &element : *block) {
      if (!state)
        break;
      if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
          stmt && stmt->getStmt() == &use && (*state & Staleness::Stale))
        return true;
      domain.transfer(*state, element);
    }
  }
  return false;
}

} // namespace async_tidy
