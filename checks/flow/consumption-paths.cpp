// Follows one variable through the graph: does any way out lose the task in it?

#include "flow/consumption.h"

#include "flow/solver.h"

namespace async_tidy {

using namespace clang;

namespace {

/// What one variable may hold at a point; several bits where paths meet.
class HoldingDomain {
public:
  using State = unsigned;
  static constexpr unsigned Nothing = 1, Task = 2;

  HoldingDomain(const HeldTask &held, const FunctionView &view, const Resolver &roles)
      : held_(held),
        born_(view.isWithin(held.made, cast<VarDecl>(held.variable)->getInit())) {
    for (const Expr *mention : view.uses(*held.variable))
      kinds_[mention] = mentionKind(*mention, view, roles);
  }

  State entry() { return Nothing; }
  void join(State &into, const State &from) { into |= from; }
  void refine(State &, const CFGBlock &, bool) {}

  void transfer(State &state, const CFGElement &element) {
    if (auto destroyed = element.getAs<CFGAutomaticObjDtor>()) {
      if (destroyed->getVarDecl() == held_.variable)
        leave(state, destroyed->getTriggerStmt()->getEndLoc());
      return;
    }
    auto statement = element.getAs<CFGStmt>();
    if (!statement)
      return;
    const Stmt *stmt = statement->getStmt();
    if (isa<CXXThrowExpr>(stmt))
      state = 0; // An exception on its way out is reason enough to drop a task.
    else if (const auto *declarations = dyn_cast<DeclStmt>(stmt))
      declare(state, *declarations);
    else if (const auto *expr = dyn_cast<Expr>(stmt))
      mention(state, *expr);
  }

  std::optional<SourceLocation> firstLeak() const {
    return leak_.isValid() ? std::optional(leak_) : std::nullopt;
  }

private:
  void declare(State &state, const DeclStmt &declarations) {
    if (llvm::is_contained(declarations.decls(), held_.variable))
      state = born_ ? Task : Nothing;
  }

  void mention(State &state, const Expr &expr) {
    auto found = kinds_.find(&expr);
    if (found == kinds_.end())
      return;
    if (found->second == Mention::Consumes || found->second == Mention::Inspects)
      state = Nothing;
    else if (found->second == Mention::Fills) {
      if (!held_.many)
        leave(state, expr.getExprLoc());
      state = Task;
    }
  }

  void leave(State state, SourceLocation where) {
    if ((state & Task) && leak_.isInvalid())
      leak_ = where;
  }

  const HeldTask &held_;
  bool born_; ///< The declaration puts the task in.
  llvm::DenseMap<const Expr *, Mention> kinds_;
  SourceLocation leak_;
};

} // namespace

std::optional<SourceLocation> unconsumedAt(const HeldTask &held, const FunctionView &view,
                                           Analysis &analysis) {
  if (!isa<VarDecl>(held.variable))
    return std::nullopt;
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return std::nullopt;
  HoldingDomain domain(held, view, analysis.unit().roles());
  Solver<HoldingDomain> solver(*graph, domain);
  return solver.solve() ? domain.firstLeak() : std::nullopt;
}

} // namespace async_tidy
