#include "flow/live-across.h"

#include "flow/solver.h"
#include "model/names.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Per variable, a suspension point since its last definition; null if there is none.
struct Aged {
  using State = llvm::SmallVector<const SuspensionPoint *, 4>;
  llvm::ArrayRef<const VarDecl *> variables;
  llvm::DenseMap<const Stmt *, const SuspensionPoint *> points;

  State entry() const { return State(variables.size(), nullptr); }
  void join(State &into, const State &from) const {
    for (unsigned index = 0; index < into.size(); ++index)
      if (!into[index] || (from[index] && from[index] < into[index]))
        into[index] = from[index] ? from[index] : into[index];
  }
  void refine(State &, const CFGBlock &, bool) const {}
  void transfer(State &state, const CFGElement &element) const {
    std::optional<CFGStmt> part = element.getAs<CFGStmt>();
    if (!part)
      return;
    const Stmt *stmt = part->getStmt();
    if (const SuspensionPoint *point = points.lookup(stmt))
      for (const SuspensionPoint *&age : state)
        age = age ? age : point;
    if (const auto *declaration = dyn_cast<DeclStmt>(stmt)) {
      for (const Decl *decl : declaration->decls())
        define(decl, state);
    } else if (const VarDecl *assigned = assignedVariable(*stmt)) {
      define(assigned, state);
    }
  }

  static const Expr *assignmentTarget(const Stmt &stmt) {
    if (const auto *op = dyn_cast<BinaryOperator>(&stmt))
      return op->getOpcode() == BO_Assign ? op->getLHS() : nullptr;
    const auto *call = dyn_cast<CXXOperatorCallExpr>(&stmt);
    return call && call->getOperator() == OO_Equal ? call->getArg(0) : nullptr;
  }

private:
  static const VarDecl *assignedVariable(const Stmt &stmt) {
    const auto *target = dyn_cast_or_null<DeclRefExpr>(stripped(assignmentTarget(stmt)));
    return target ? dyn_cast<VarDecl>(target->getDecl()) : nullptr;
  }
  void define(const Decl *decl, State &state) const {
    for (unsigned index = 0; index < variables.size(); ++index)
      if (variables[index] == decl)
        state[index] = nullptr;
  }
};

/// Collects the reads of one solved function.
class Reader {
public:
  Reader(const Aged &domain, const FunctionView &view)
      : domain_(domain), view_(view), found_(domain.variables.size()) {}

  void look(const Stmt &stmt, const Aged::State &state) {
    const auto *mention = dyn_cast<DeclRefExpr>(&stmt);
    if (!mention || isTarget(*mention))
      return;
    for (unsigned index = 0; index < state.size(); ++index)
      if (state[index] && mention->getDecl() == domain_.variables[index])
        keepFirst(found_[index], {domain_.variables[index], state[index], mention});
  }

  std::vector<ReadAcross> take() const {
    std::vector<ReadAcross> result;
    for (const std::optional<ReadAcross> &read : found_)
      if (read)
        result.push_back(*read);
    return result;
  }

private:
  bool isTarget(const DeclRefExpr &mention) const {
    const Stmt *parent = view_.parentOf(&mention);
    const Expr *target = parent ? Aged::assignmentTarget(*parent) : nullptr;
    return target && stripped(target) == &mention;
  }

  void keepFirst(std::optional<ReadAcross> &best, const ReadAcross &next) const {
    const SourceManager &sources = view_.function().getASTContext().getSourceManager();
    if (!best || sources.isBeforeInTranslationUnit(next.read->getExprLoc(),
                                                   best->read->getExprLoc()))
      best = next;
  }

  const Aged &domain_;
  const FunctionView &view_;
  std::vector<std::optional<ReadAcross>> found_;
};

} // namespace

std::vector<ReadAcross> readsAcross(llvm::ArrayRef<const VarDecl *> variables,
                                    const FunctionView &view, const CFG *graph) {
  Aged domain;
  domain.variables = variables;
  for (const SuspensionPoint &point : view.suspensions())
    if (!point.neverSuspends)
      domain.points[point.expr] = &point;
  if (!graph || variables.empty() || domain.points.empty())
    return {};
  Solver<Aged> solver(*graph, domain);
  if (!solver.solve())
    return {};
  Reader reader(domain, view);
  for (const CFGBlock *block : *graph) {
    std::optional<Aged::State> state = solver.entryOf(*block);
    if (!state)
      continue;
    for (const CFGElement &element : *block) {
      if (std::optional<CFGStmt> part = element.getAs<CFGStmt>())
        reader.look(*part->getStmt(), *state);
      domain.transfer(*state, element);
    }
  }
  return reader.take();
}

} // namespace async_tidy
