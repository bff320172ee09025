#include "flow/unsuspended-loop.h"

#include "flow/endless-loop.h"
#include "model/names.h"
#include "view/hop.h"
#include "view/memory.h"

#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxSteps = 4000;

/// Takes something if it is there, and says whether it did.
bool mayDecline(const CallSite &site, const Resolver &roles) {
  const FunctionFacts *facts = site.facts;
  if (facts &&
      (facts->mayRefuse ||
       (facts->lockOperation && facts->lockOperation->effect == LockEffect::TryAcquire) ||
       (facts->permitOperation &&
        facts->permitOperation->effect == PermitEffect::TryAcquire)))
    return true;
  const TypeFacts *type =
      site.receiver ? roles.type(pointeeRecordOf(site.receiver->getType())) : nullptr;
  return type && type->queue && !type->queue->container && site.callee &&
         site.callee->getIdentifier() && site.callee->getName().starts_with("try") &&
         llvm::is_contained(type->queue->pop, site.callee->getName());
}

/// Searches the ways round one loop.
class RoundFinder {
public:
  RoundFinder(const Stmt &loop, const FunctionView &view, const TranslationUnit &unit,
              const CFG &graph)
      : loop_(loop), view_(view), unit_(unit), graph_(graph) {}

  /// False if there is no way round without a suspension, or too many.
  bool find(bool idle, const Stmt *&decision) {
    idle_ = idle;
    steps_ = 0;
    for (const CFGBlock *block : graph_)
      if (block->getLoopTarget() == &loop_)
        for (const CFGBlock::AdjacentBlock &begin : block->succs())
          if (begin.getReachableBlock())
            return follow(*begin.getReachableBlock(), nullptr, decision) == Way::Round;
    return false;
  }

private:
  enum class Way { None, Round, TooMany };

  Way follow(const CFGBlock &block, const Stmt *lastBranch, const Stmt *&decision) {
    if (++steps_ > maxSteps)
      return Way::TooMany;
    if (block.getLoopTarget() == &loop_) {
      decision = lastBranch;
      return Way::Round;
    }
    if (!isOpen(block) || !onWay_.insert(&block).second)
      return Way::None;
    const size_t assignedBefore = assigned_.size();
    noteAssigned(block);
    Way result = Way::None;
    const bool branches = block.succ_size() == 2 && block.getLastCondition();
    unsigned index = 0;
    for (const CFGBlock::AdjacentBlock &next : block.succs()) {
      const bool taken = index++ == 0;
      const CFGBlock *successor = next.getReachableBlock();
      if (!successor || result != Way::None)
        continue;
      std::optional<Assumption> assumed;
      if (branches && !(assumed = assume(*block.getLastCondition(), taken)))
        continue;
      const Stmt *branch = branches && block.getTerminatorStmt() != &loop_
                               ? block.getLastCondition()
                               : lastBranch;
      result = follow(*successor, branch, decision);
      if (assumed && assumed->isNew)
        assumptions_.pop_back();
    }
    assigned_.resize(assignedBefore);
    onWay_.erase(&block);
    return result;
  }

  /// A variable of the round itself: it begins anew each time.
  const VarDecl *variableOfRound(const Expr *expr) const {
    const auto *reference =
        dyn_cast_or_null<DeclRefExpr>(expr ? stripped(expr) : nullptr);
    const auto *variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
    const DeclStmt *declaration = variable ? view_.declarationOf(*variable) : nullptr;
    return declaration && !variable->getType()->isReferenceType() &&
                   view_.isWithin(declaration, &loop_)
               ? variable
               : nullptr;
  }

  static const Expr *assignedBy(const Stmt &stmt) {
    if (const auto *binary = dyn_cast<BinaryOperator>(&stmt))
      return binary->isAssignmentOp() ? binary->getLHS() : nullptr;
    const auto *unary = dyn_cast<UnaryOperator>(&stmt);
    return unary && unary->isIncrementDecrementOp() ? unary->getSubExpr() : nullptr;
  }

  void noteAssigned(const CFGBlock &block) {
    for (const CFGElement &element : block)
      if (std::optional<CFGStmt> statement = element.getAs<CFGStmt>())
        if (const VarDecl *variable = variableOfRound(assignedBy(*statement->getStmt())))
          assigned_.push_back(variable);
  }

  /// Whether a condition can have the value, judged from the variables of the round that
  /// it mentions: they are what they were set to first, or unknown once assigned to.
  enum class Possible { Yes, No, Unknown };
  Possible isPossible(const Expr &condition, bool value) const {
    if (const VarDecl *variable = variableOfRound(&condition)) {
      bool first = false;
      if (llvm::is_contained(assigned_, variable))
        return Possible::Unknown;
      const Expr *init = variable->getInit();
      if (init && !init->isValueDependent() &&
          init->EvaluateAsBooleanCondition(first, unit_.context()))
        return first == value ? Possible::Yes : Possible::No;
      return Possible::Yes;
    }
    return mentionsAssigned(condition) ? Possible::Unknown : Possible::Yes;
  }

  bool mentionsAssigned(const Stmt &stmt) const {
    const auto *expr = dyn_cast<Expr>(&stmt);
    const VarDecl *variable = expr ? variableOfRound(expr) : nullptr;
    return (variable && llvm::is_contained(assigned_, variable)) ||
           llvm::any_of(stmt.children(), [&](const Stmt *child) {
             return child && mentionsAssigned(*child);
           });
  }

  /// On one way, one condition has one value. Where the way changes things, this gives up
  /// some ways that exist.
  struct Assumption {
    bool isNew;
  };
  std::optional<Assumption> assume(const Expr &condition, bool value) {
    const Expr *inner = stripped(&condition);
    while (const auto *negation = dyn_cast<UnaryOperator>(inner)) {
      if (negation->getOpcode() != UO_LNot)
        break;
      value = !value;
      inner = stripped(negation->getSubExpr());
    }
    const Possible possible = isPossible(*inner, value);
    if (possible != Possible::Yes)
      return possible == Possible::No ? std::nullopt : std::optional(Assumption{false});
    llvm::FoldingSetNodeID id;
    inner->Profile(id, unit_.context(), /*Canonical=*/true);
    for (const auto &[known, before] : assumptions_)
      if (known == id)
        return before == value ? std::optional(Assumption{false}) : std::nullopt;
    assumptions_.emplace_back(id, value);
    return Assumption{true};
  }

  /// Whether control passes the block without a suspension and, if asked, without doing
  /// anything. A loop inside that awaits is taken to run at least once.
  bool isOpen(const CFGBlock &block) const {
    const Stmt *terminator = block.getTerminatorStmt();
    if (terminator && terminator != &loop_ &&
        llvm::is_contained(view_.loops(), terminator) && awaitsIn(*terminator))
      return false;
    for (const CFGElement &element : block) {
      std::optional<CFGStmt> statement = element.getAs<CFGStmt>();
      if (!statement)
        continue;
      const Stmt &stmt = *statement->getStmt();
      if (suspends(stmt) || isForOthers(stmt) || (idle_ && doesSomething(stmt)))
        return false;
    }
    return true;
  }

  bool suspends(const Stmt &stmt) const {
    return llvm::any_of(view_.suspensions(), [&](const SuspensionPoint &point) {
      return point.expr == &stmt && !point.neverSuspends;
    });
  }

  bool awaitsIn(const Stmt &loop) const {
    return llvm::any_of(view_.suspensions(), [&](const SuspensionPoint &point) {
      return !point.neverSuspends && view_.isWithin(point.expr, &loop);
    });
  }

  /// What another thread, a signal or a device may change meanwhile; a nested loop that
  /// runs the other tasks.
  bool isForOthers(const Stmt &stmt) const {
    const auto *expr = dyn_cast<Expr>(&stmt);
    if (!expr)
      return false;
    if (expr->isLValue() &&
        (expr->getType().isVolatileQualified() || isAtomic(expr->getType())))
      return true;
    const CallSite *site = view_.callAt(expr);
    return site && site->facts &&
           (site->facts->checksCancellation || site->facts->yields ||
            (site->facts->blocking &&
             (site->facts->blocking->kind == BlockingKind::RunLoop ||
              site->facts->blocking->kind == BlockingKind::Poll)));
  }

  bool doesSomething(const Stmt &stmt) const {
    if (const Expr *target = assignedBy(stmt))
      return !variableOfRound(target);
    if (const auto *construct = dyn_cast<CXXConstructExpr>(&stmt)) {
      const CXXConstructorDecl *constructor = construct->getConstructor();
      const TypeFacts *type = unit_.roles().type(construct->getType());
      return !constructor->isCopyOrMoveConstructor() &&
             !constructor->isDefaultConstructor() && !(type && type->guard) &&
             !constructor->isInStdNamespace();
    }
    if (const auto *call = dyn_cast<CallExpr>(&stmt))
      return works(*call);
    return isa<CXXNewExpr, CXXDeleteExpr, CXXThrowExpr, AsmStmt, DependentCoawaitExpr,
               CXXUnresolvedConstructExpr>(stmt);
  }

  bool works(const CallExpr &call) const {
    const CallSite *site = view_.callAt(&call);
    if (!site) // the compiler's own calls of a coroutine
      return false;
    if (isMove(&call) || mayDecline(*site, unit_.roles()))
      return false;
    const auto *op = dyn_cast<CXXOperatorCallExpr>(&call);
    if (op && op->isComparisonOp())
      return false;
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(site->callee);
    return !method || !method->isConst() || method->getReturnType()->isVoidType();
  }

  const Stmt &loop_;
  const FunctionView &view_;
  const TranslationUnit &unit_;
  const CFG &graph_;
  bool idle_ = false;
  unsigned steps_ = 0;
  llvm::SmallPtrSet<const CFGBlock *, 16> onWay_;
  std::vector<const VarDecl *> assigned_;
  std::vector<std::pair<llvm::FoldingSetNodeID, bool>> assumptions_;
};

std::optional<UnsuspendedLoop> look(const Stmt &loop, const FunctionView &view,
                                    Analysis &analysis) {
  const TranslationUnit &unit = analysis.unit();
  const Stmt *body = loopBody(loop);
  if (!body || endlessLoop(*body, view) != &loop)
    return std::nullopt;
  const std::optional<Hop> hop = lastHopBefore(view, loop.getBeginLoc(), unit.roles());
  if (hop && hop->kind == ExecutorKind::Pool)
    return std::nullopt;
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return std::nullopt;
  UnsuspendedLoop found{.loop = &loop};
  RoundFinder rounds(loop, view, unit, *graph);
  found.idle = rounds.find(/*idle=*/true, found.decision);
  if (!found.idle && !rounds.find(/*idle=*/false, found.decision))
    return std::nullopt;
  const bool awaits = llvm::any_of(view.suspensions(), [&](const SuspensionPoint &point) {
    return !point.neverSuspends && view.isWithin(point.expr, &loop);
  });
  found.forEver = !awaits && hasNoCondition(loop, unit.context()) && !mayLeaveLoop(body);
  return found;
}

} // namespace

std::vector<UnsuspendedLoop> unsuspendedLoops(const FunctionView &view,
                                              Analysis &analysis) {
  std::vector<UnsuspendedLoop> found;
  for (const Stmt *loop : view.loops())
    if (std::optional<UnsuspendedLoop> one = look(*loop, view, analysis))
      found.push_back(*one);
  llvm::sort(found, [](const UnsuspendedLoop &one, const UnsuspendedLoop &other) {
    return one.loop->getBeginLoc() < other.loop->getBeginLoc();
  });
  return found;
}

} // namespace async_tidy
