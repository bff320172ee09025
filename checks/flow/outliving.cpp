#include "flow/outliving.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

bool goesOnWhenDropped(const TaskRole &task) {
  return task.start == Start::Eager &&
         (task.drop == Drop::Detaches || task.drop == Drop::LosesError ||
          task.drop == Drop::Harmless);
}

bool Outliving::byTask(const Destination &task, const TaskRole &role) const {
  auto settles = [&] { return object_ && maySettleAfter(*task.at); };
  switch (task.goes) {
  case Goes::Unknown:
  case Goes::Awaited:
    return false;
  case Goes::Returned:
    return true;
  case Goes::Dropped:
    return goesOnWhenDropped(role) && !settles();
  case Goes::Started:
  case Goes::Outlives:
    return !settles();
  case Goes::Collected:
    if (object_ && task.variable)
      return isNarrowerThan(*task.variable);
    return !settles();
  case Goes::Local:
    return inVariable(*task.variable, role);
  }
  llvm_unreachable("covered switch");
}

/// A task in a local variable: a temporary is gone before anybody can await it. A
/// variable is gone only where the task leaves the function.
bool Outliving::inVariable(const VarDecl &task, const TaskRole &role) const {
  if (!object_)
    return !view_.uses(task).empty() || role.start == Start::Eager;
  if (isNarrowerThan(task))
    return true;
  bool leaves = false;
  for (const Expr *use : view_.uses(task)) {
    Destination next = destinationOf(*use, view_, unit_.roles());
    if (next.goes == Goes::Awaited || next.goes == Goes::Unknown)
      return false;
    leaves |= next.goes == Goes::Returned || next.goes == Goes::Outlives ||
              (next.goes == Goes::Started && !maySettleAfter(*next.at));
  }
  return leaves;
}

bool Outliving::maySettleAfter(const Stmt &start) const {
  const SourceManager &sources = unit_.context().getSourceManager();
  const Stmt *scope = scopeOf(*object_);
  // In a loop, what stands before the start also comes after it.
  const Stmt *loop = view_.enclosingLoop(&start);
  auto isLater = [&](const Expr *expr) {
    if ((scope && !view_.isWithin(expr, scope)) || view_.isWithin(&start, expr))
      return false;
    return sources.isBeforeInTranslationUnit(start.getEndLoc(), expr->getExprLoc()) ||
           (loop && view_.isWithin(expr, loop) && !view_.isWithin(expr, &start));
  };
  for (const SuspensionPoint &point : view_.suspensions())
    if (isLater(point.expr))
      return true;
  for (const CallSite &call : view_.calls())
    if (isLater(call.expr) && (call.facts || isa<CXXMemberCallExpr>(call.expr)))
      return true;
  // What is declared after the object is destroyed before it, and may join.
  return llvm::any_of(view_.locals(), [&](const VarDecl *local) {
    const TypeFacts *facts = unit_.roles().type(local->getType());
    return facts && (facts->thread || facts->executor || facts->scope) &&
           sources.isBeforeInTranslationUnit(object_->getLocation(),
                                             local->getLocation());
  });
}

/// Whether the object's block ends while the other variable lives on.
bool Outliving::isNarrowerThan(const VarDecl &other) const {
  const Stmt *scope = scopeOf(*object_);
  const Stmt *around = scopeOf(other);
  return scope && scope != around && !view_.isWithin(around, scope);
}

/// The statement at whose end a variable dies; null for parameters.
const Stmt *Outliving::scopeOf(const VarDecl &variable) const {
  const DeclStmt *declaration = view_.declarationOf(variable);
  return declaration ? view_.parentOf(declaration) : nullptr;
}

} // namespace async_tidy
