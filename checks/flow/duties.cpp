#include "flow/duties.h"

#include "flow/solver.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

/// What a comparison of a handle with a constant says: true if the handle is good where
/// the comparison holds.
std::optional<bool> goodWhere(BinaryOperatorKind op, QualType type, int64_t constant) {
  if (type->isPointerType()) // null, MAP_FAILED
    return op == BO_EQ   ? std::optional(false)
           : op == BO_NE ? std::optional(true)
                         : std::nullopt;
  if (op == BO_LT || op == BO_LE || (op == BO_EQ && constant < 0))
    return false;
  if (op == BO_GT || op == BO_GE || (op == BO_NE && constant < 0))
    return true;
  return std::nullopt;
}

std::optional<int64_t> constantOf(const Expr &expr, const ASTContext &context) {
  if (expr.isNullPointerConstant(const_cast<ASTContext &>(context),
                                 Expr::NPC_ValueDependentIsNotNull))
    return 0;
  Expr::EvalResult value;
  if (expr.isValueDependent() || !expr.EvaluateAsRValue(value, context))
    return std::nullopt;
  if (value.Val.isInt())
    return value.Val.getInt().getExtValue();
  return value.Val.isLValue() ? std::optional<int64_t>(0) : std::nullopt;
}

/// What became of a duty on the way here.
class DutyDomain {
public:
  enum : uint8_t { Untaken = 1, Open = 2, Ended = 4, Gone = 8, Passed = 16 };
  struct State {
    uint8_t fates = Untaken;
    const Stmt *since = nullptr;
    bool operator==(const State &) const = default;
    bool isOpen() const { return (fates & ~Passed) == Open; }
  };

  /// `trusting`: unseen code that is handed the thing does not end it.
  DutyDomain(const Duty &duty, const ASTContext &context, bool trusting)
      : duty_(duty), context_(context), trusting_(trusting) {}

  State entry() { return {}; }

  void join(State &into, const State &from) {
    into.fates |= from.fates;
    if (!into.since ||
        (from.since && from.since->getBeginLoc() < into.since->getBeginLoc()))
      into.since = from.since;
  }

  void transfer(State &state, const CFGElement &element) {
    if (auto destroyed = element.getAs<CFGAutomaticObjDtor>();
        destroyed && destroyed->getVarDecl() == duty_.object)
      state = {};
    std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
    auto found = stmt ? duty_.deeds.find(stmt->getStmt()) : duty_.deeds.end();
    if (found == duty_.deeds.end())
      return;
    switch (found->second) {
    case Deed::Takes:
      // Who was given an object looks after all that is begun on it.
      if (!duty_.object || !(state.fates & Gone))
        state = {uint8_t(Open | (duty_.object ? state.fates & Passed : 0)), found->first};
      break;
    case Deed::MayTake:
      state = {Open | Untaken, found->first};
      break;
    case Deed::Ends:
      state = {Ended, found->first};
      break;
    case Deed::Replaces:
      state = {};
      break;
    case Deed::Passes:
      if (!trusting_)
        state = {Gone, found->first};
      else if (duty_.object || (state.fates & Open))
        state.fates |= Passed;
      break;
    case Deed::GivesAway:
      state = {Gone, found->first};
      break;
    }
  }

  void refine(State &state, const CFGBlock &block, bool taken) {
    const auto *condition = dyn_cast_or_null<Expr>(block.getLastCondition());
    std::optional<bool> says = condition ? meaning(*condition) : std::nullopt;
    if (!says || !(state.fates & Open))
      return;
    if (*says != taken)
      state.fates = (state.fates & ~(Open | Passed)) | Untaken;
    else
      state.fates &= ~Untaken;
  }

private:
  /// Whether the duty was taken where the condition is true.
  std::optional<bool> meaning(const Expr &condition) const {
    const Expr *expr = stripped(&condition);
    if (const auto *cast = dyn_cast<ExplicitCastExpr>(expr))
      return meaning(*cast->getSubExpr());
    if (duty_.tests.contains(expr))
      return true;
    if (const auto *reference = dyn_cast<DeclRefExpr>(expr);
        reference && duty_.tests.contains(reference->getDecl()))
      return true;
    if (const auto *unary = dyn_cast<UnaryOperator>(expr);
        unary && unary->getOpcode() == UO_LNot) {
      std::optional<bool> inner = meaning(*unary->getSubExpr());
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    if (const auto *call = dyn_cast<CallExpr>(expr))
      if (const FunctionDecl *callee = call->getDirectCallee();
          callee && callee->getBuiltinID() == Builtin::BI__builtin_expect)
        return meaning(*call->getArg(0));
    if (const auto *comparison = dyn_cast<BinaryOperator>(expr);
        comparison && comparison->isComparisonOp())
      return compared(*comparison);
    if (isHandle(*expr) && duty_.handle->getType()->isPointerType())
      return true;
    return std::nullopt;
  }

  std::optional<bool> compared(const BinaryOperator &comparison) const {
    const Expr *left = comparison.getLHS(), *right = comparison.getRHS();
    BinaryOperatorKind op = comparison.getOpcode();
    if (!isHandle(*stripped(left))) {
      std::swap(left, right);
      if (op != BO_EQ && op != BO_NE)
        op = BinaryOperator::reverseComparisonOp(op);
    }
    if (!isHandle(*stripped(left)))
      return std::nullopt;
    std::optional<int64_t> constant = constantOf(*right, context_);
    return constant ? goodWhere(op, duty_.handle->getType(), *constant) : std::nullopt;
  }

  /// The variable, or what is being assigned to it.
  bool isHandle(const Expr &expr) const {
    if (const auto *assignment = dyn_cast<BinaryOperator>(&expr))
      return assignment->getOpcode() == BO_Assign &&
             isHandle(*stripped(assignment->getLHS()));
    const auto *reference = dyn_cast<DeclRefExpr>(&expr);
    return reference && duty_.handle && reference->getDecl() == duty_.handle;
  }

  const Duty &duty_;
  const ASTContext &context_;
  const bool trusting_;
};

/// Reads the states of one fixpoint.
class CourseReader {
public:
  CourseReader(const Duty &duty, const FunctionView &view, const CFG &graph,
               bool trusting)
      : duty_(duty), view_(view), graph_(graph),
        domain_(duty, view.function().getASTContext(), trusting),
        solver_(graph, domain_) {}

  bool solve() { return solver_.solve(); }

  /// Whether some way out leaves it to unseen code that it was passed to.
  bool leavesItToOthers() const { return leavesItToOthers_; }

  DutyCourse read() {
    for (const CFGBlock *block : graph_)
      if (solver_.entryOf(*block))
        read(*block, *solver_.entryOf(*block));
    for (const CFGBlock::AdjacentBlock &last : graph_.getExit().preds())
      if (const CFGBlock *block = last.getReachableBlock();
          block && solver_.entryOf(*block) && !block->hasNoReturnElement())
        leave(*block, *solver_.entryOf(*block));
    for (auto *points :
         {&course_.suspensions, &course_.exits, &course_.takenAgain, &course_.takenLate})
      llvm::sort(*points, [](const DutyPoint &one, const DutyPoint &other) {
        return one.at->getEndLoc() < other.at->getEndLoc();
      });
    return std::move(course_);
  }

private:
  using State = DutyDomain::State;

  void read(const CFGBlock &block, State state) {
    for (const CFGElement &element : block) {
      if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>())
        look(*stmt->getStmt(), state);
      else if (auto destroyed = element.getAs<CFGAutomaticObjDtor>();
               destroyed && duty_.object && destroyed->getVarDecl() == duty_.object)
        leave(*destroyed->getTriggerStmt(), state);
      domain_.transfer(state, element);
    }
  }

  void look(const Stmt &stmt, const State &state) {
    if (state.isOpen())
      for (const SuspensionPoint &point : view_.suspensions())
        if (point.expr == &stmt && !point.neverSuspends && !isHandled(stmt))
          course_.suspensions.push_back({&stmt, state.since});
    auto found = duty_.deeds.find(&stmt);
    if (found == duty_.deeds.end() ||
        (found->second != Deed::Takes && found->second != Deed::Replaces))
      return;
    constexpr uint8_t settled = DutyDomain::Ended | DutyDomain::Gone | DutyDomain::Passed;
    if (state.fates & DutyDomain::Open)
      course_.takenAgain.push_back({&stmt, state.since, !(state.fates & settled)});
    if (state.fates == DutyDomain::Ended)
      course_.takenLate.push_back({&stmt, state.since});
  }

  /// The `co_return` at the end of a coroutine that nobody wrote.
  static bool isImplied(const Stmt &stmt) {
    const auto *result = dyn_cast<CoreturnStmt>(&stmt);
    return result && result->isImplicit();
  }

  void leave(const Stmt &by, const State &state) {
    const bool throws = isa<CXXThrowExpr>(by);
    const bool mayBeOpen = state.fates & DutyDomain::Open;
    if (!throws && (!last_ || last_->getEndLoc() <= by.getEndLoc())) {
      last_ = &by;
      course_.leftOpenAtLast = mayBeOpen;
    }
    if (mayBeOpen && (state.fates & DutyDomain::Passed) && !throws)
      leavesItToOthers_ = true;
    else if (state.isOpen())
      course_.exits.push_back({&by, state.since});
  }

  void leave(const CFGBlock &block, State state) {
    const Stmt *by = view_.body();
    for (const CFGElement &element : block) {
      domain_.transfer(state, element);
      if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>();
          stmt && isa<ReturnStmt, CoreturnStmt, CXXThrowExpr>(stmt->getStmt()) &&
          !isImplied(*stmt->getStmt()))
        by = stmt->getStmt();
    }
    // The graph destroys an object where its scope ends, but not where it throws.
    if (!duty_.object || isa<CXXThrowExpr>(by))
      leave(*by, state);
  }

  /// Whether a handler around the suspension ends it, or lets the code below do so.
  bool isHandled(const Stmt &suspension) const {
    const Stmt *child = &suspension;
    for (const Stmt *around = view_.parentOf(child); around;
         child = around, around = view_.parentOf(around)) {
      const auto *attempt = dyn_cast<CXXTryStmt>(around);
      if (!attempt || child != attempt->getTryBlock())
        continue;
      for (unsigned i = 0; i != attempt->getNumHandlers(); ++i)
        if (handles(*attempt->getHandler(i)->getHandlerBlock()))
          return true;
    }
    return false;
  }

  bool handles(const Stmt &handler) const {
    const auto *block = dyn_cast<CompoundStmt>(&handler);
    const Stmt *last = block && !block->body_empty() ? block->body_back() : nullptr;
    if (const auto *whole = dyn_cast_or_null<ExprWithCleanups>(last))
      last = whole->getSubExpr();
    if (!isa_and_nonnull<CXXThrowExpr, ReturnStmt, CoreturnStmt>(last))
      return true;
    return llvm::any_of(duty_.deeds, [&](const auto &entry) {
      return entry.second != Deed::Takes && view_.isWithin(entry.first, &handler);
    });
  }

  const Duty &duty_;
  const FunctionView &view_;
  const CFG &graph_;
  DutyDomain domain_;
  Solver<DutyDomain> solver_;
  DutyCourse course_;
  const Stmt *last_ = nullptr; ///< The way out that stands last.
  bool leavesItToOthers_ = false;
};

} // namespace

const Stmt *Duty::first(Deed deed) const {
  const Stmt *first = nullptr;
  for (const auto &[stmt, kind] : deeds)
    if (kind == deed && (!first || stmt->getBeginLoc() < first->getBeginLoc()))
      first = stmt;
  return first;
}

DutyCourse follow(const Duty &duty, const FunctionView &view, Analysis &analysis) {
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return {};
  for (bool trusting : {true, false}) {
    CourseReader reader(duty, view, *graph, trusting);
    if (!reader.solve())
      return {};
    DutyCourse course = reader.read();
    if (!reader.leavesItToOthers())
      return course;
  }
  return {};
}

} // namespace async_tidy
