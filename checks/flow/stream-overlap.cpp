#include "flow/stream-overlap.h"

#include "flow/solver.h"
#include "flow/stream-uses.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

bool sameDirection(Direction one, Direction other) {
  return one == Direction::Both || other == Direction::Both || one == other;
}

bool collide(const StreamUse &one, const StreamUse &other) {
  return one.stream == other.stream &&
         sameDirection(one.role.direction, other.role.direction) &&
         !(one.role.overlaps && other.role.overlaps);
}

/// The branches that decide whether a statement runs, with the side it stands on.
llvm::SmallVector<std::pair<const Stmt *, const Stmt *>, 4>
branchesAround(const Stmt &stmt, const FunctionView &view) {
  llvm::SmallVector<std::pair<const Stmt *, const Stmt *>, 4> found;
  const Stmt *child = &stmt;
  for (const Stmt *parent = view.parentOf(child); parent;
       child = parent, parent = view.parentOf(parent)) {
    const auto *branch = dyn_cast<IfStmt>(parent);
    if ((branch && (child == branch->getThen() || child == branch->getElse())) ||
        isa<SwitchStmt, ConditionalOperator, CXXCatchStmt>(parent))
      found.emplace_back(parent, child);
  }
  return found;
}

/// Whether one of two statements runs whenever the other does, as far as branches tell:
/// two conditions of their own may exclude each other.
bool runTogether(const Stmt &one, const Stmt &other, const FunctionView &view) {
  const auto first = branchesAround(one, view), second = branchesAround(other, view);
  auto within = [](const auto &outer, const auto &inner) {
    return llvm::all_of(
        outer, [&](const auto &branch) { return llvm::is_contained(inner, branch); });
  };
  return within(first, second) || within(second, first);
}

/// Whether control may jump right to a statement from outside of the loop around it: the
/// function is a coroutine made of a switch, which returns here and is entered here
/// again.
bool isEntryPoint(const Stmt &stmt, const FunctionView &view) {
  bool labelled = false;
  for (const Stmt *parent = view.parentOf(&stmt); parent;
       parent = view.parentOf(parent)) {
    if (isa<SwitchCase>(parent))
      labelled = true;
    else if (isa<SwitchStmt>(parent))
      labelled = false;
    else if (labelled && isa<ForStmt, WhileStmt, DoStmt>(parent))
      return true;
  }
  return false;
}

/// Whether a variable is made to name another object somewhere in a statement.
bool isReassigned(const ValueDecl &variable, const Stmt &within,
                  const FunctionView &view) {
  return llvm::any_of(view.uses(variable), [&](const Expr *use) {
    if (!view.isWithin(use, &within))
      return false;
    const Stmt *parent = view.parentOf(use);
    if (const auto *unary = dyn_cast_or_null<UnaryOperator>(parent))
      return unary->isIncrementDecrementOp();
    if (const auto *binary = dyn_cast_or_null<BinaryOperator>(parent))
      return binary->isAssignmentOp() && stripped(binary->getLHS()) == use;
    const auto *op = dyn_cast_or_null<CXXOperatorCallExpr>(parent);
    return op && op->getArg(0)->IgnoreParens() == use &&
           (op->isAssignmentOp() || op->getOperator() == OO_PlusPlus ||
            op->getOperator() == OO_MinusMinus);
  });
}

/// Which operations may be under way.
class UnderWay {
public:
  struct State {
    llvm::SmallVector<unsigned, 4> uses; ///< Sorted.
    bool operator==(const State &) const = default;
  };

  UnderWay(llvm::ArrayRef<StreamUse> uses, const FunctionView &view)
      : uses_(uses) {
    for (const SuspensionPoint &point : view.suspensions())
      if (!point.neverSuspends)
        waits_.insert(point.expr);
    for (const CallSite &site : view.calls())
      if (site.facts && (site.facts->syncWait || site.facts->blocking ||
                         site.facts->conditionWait || site.facts->cancel))
        waits_.insert(site.expr);
  }

  State entry() { return {}; }

  void join(State &into, const State &from) {
    for (unsigned use : from.uses)
      if (!llvm::is_contained(into.uses, use))
        into.uses.push_back(use);
    llvm::sort(into.uses);
  }

  void refine(State &, const CFGBlock &, bool) {}

  void transfer(State &state, const CFGElement &element) {
    auto statement = element.getAs<CFGStmt>();
    if (!statement)
      return;
    const Stmt *stmt = statement->getStmt();
    if (waits_.contains(stmt))
      state.uses.clear();
    State begun;
    for (unsigned index = 0; index < uses_.size(); ++index)
      if (uses_[index].startedAt == stmt)
        begun.uses.push_back(index);
    join(state, begun);
  }

private:
  llvm::ArrayRef<StreamUse> uses_;
  llvm::DenseSet<const Stmt *> waits_;
};

class OverlapFinder {
public:
  OverlapFinder(std::vector<StreamUse> uses, const FunctionView &view)
      : uses_(std::move(uses)), view_(view) {}

  std::vector<StreamOverlap> find(const CFG &graph) {
    UnderWay domain(uses_, view_);
    Solver<UnderWay> solver(graph, domain);
    if (!solver.solve())
      return {};
    for (const CFGBlock *block : graph) {
      std::optional<UnderWay::State> state = solver.entryOf(*block);
      if (!state)
        continue;
      for (const CFGElement &element : *block) {
        if (auto statement = element.getAs<CFGStmt>())
          look(*statement->getStmt(), *state);
        domain.transfer(*state, element);
      }
    }
    llvm::sort(found_, [](const StreamOverlap &one, const StreamOverlap &other) {
      return one.second.startedAt->getExprLoc() < other.second.startedAt->getExprLoc();
    });
    return std::move(found_);
  }

private:
  void look(const Stmt &stmt, const UnderWay::State &state) {
    for (unsigned second = 0; second < uses_.size(); ++second) {
      if (uses_[second].startedAt != &stmt)
        continue;
      for (unsigned first = 0; first < second; ++first)
        if (uses_[first].startedAt == &stmt && uses_[first].task != uses_[second].task &&
            collide(uses_[first], uses_[second]) && !changes(uses_[second], stmt))
          return add(uses_[first], uses_[second]);
      for (unsigned first : state.uses)
        if (collide(uses_[first], uses_[second]) &&
            (first == second || uses_[first].startedAt == &stmt
                 ? startsAgain(uses_[second])
                 : runTogether(*uses_[first].startedAt, stmt, view_) &&
                       !changes(uses_[second], *view_.body())))
          return add(uses_[first], uses_[second]);
    }
  }

  /// Whether a loop starts it on the same stream each time.
  bool startsAgain(const StreamUse &use) const {
    const Stmt *loop = view_.enclosingLoop(use.startedAt);
    return loop && !changes(use, *loop);
  }

  /// Whether the path may lead to another stream the next time.
  bool changes(const StreamUse &use, const Stmt &within) const {
    if (!use.stream.fieldNames())
      return true; // an element, and nobody knows which
    const ValueDecl *start = use.stream.variable();
    if (!start || isa<FunctionDecl>(start))
      return false;
    const auto *local = dyn_cast<VarDecl>(start);
    const Stmt *declared = local ? view_.declarationOf(*local) : nullptr;
    const bool isLoop = isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(within);
    return (isLoop && declared && view_.isWithin(declared, &within)) ||
           isReassigned(*start, within, view_);
  }

  void add(const StreamUse &first, const StreamUse &second) {
    const ValueDecl *name = second.stream.lastField();
    if (!name)
      name = second.stream.variable();
    const bool isNamed = name && name->getIdentifier();
    found_.push_back(
        {first, second, isNamed ? "'" + name->getNameAsString() + "'" : "the stream"});
  }

  std::vector<StreamUse> uses_;
  const FunctionView &view_;
  std::vector<StreamOverlap> found_;
};

} // namespace

std::vector<StreamOverlap> overlappingOperations(const FunctionView &view,
                                                 Analysis &analysis) {
  std::vector<StreamUse> uses = startedStreamUses(view, analysis.unit());
  if (uses.empty() || (uses.size() == 1 && !view.enclosingLoop(uses[0].startedAt)))
    return {};
  if (llvm::any_of(
          uses, [&](const StreamUse &use) { return isEntryPoint(*use.startedAt, view); }))
    return {};
  const CFG *graph = analysis.graph(view);
  return graph ? OverlapFinder(std::move(uses), view).find(*graph)
               : std::vector<StreamOverlap>();
}

} // namespace async_tidy
