#include "flow/overwritten.h"

#include "flow/access-path.h"
#include "flow/duties.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {

using namespace clang;

namespace {

/// A variable or field that a value is assigned to, and its values as duties: taken by an
/// assignment, ended by any other mention.
struct Target {
  AccessPath place;
  QualType type;
  Duty duty;
};

const CXXOperatorCallExpr *assignment(const CallSite &site) {
  const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
  return op && op->getOperator() == OO_Equal && op->getNumArgs() == 2 ? op : nullptr;
}

/// A value that is made here: by a call, awaited or not, or by a constructor.
bool isFresh(const Expr *value) {
  const Expr *bare = value ? stripped(value) : nullptr;
  if (const auto *cast = dyn_cast_or_null<CXXFunctionalCastExpr>(bare))
    bare = stripped(cast->getSubExpr());
  if (const auto *construct = dyn_cast_or_null<CXXConstructExpr>(bare))
    return construct->getNumArgs() > 0 &&
           !construct->getConstructor()->isCopyOrMoveConstructor();
  return bare && !isMove(bare) && isa<CallExpr, CoroutineSuspendExpr>(bare);
}

class TargetFinder {
public:
  TargetFinder(const FunctionView &view, const ASTContext &context)
      : view_(view), context_(context) {}

  std::vector<Target> find(llvm::function_ref<bool(QualType)> matters) {
    for (const CallSite &site : view_.calls())
      if (const CXXOperatorCallExpr *op = assignment(site);
          op && matters(op->getArg(0)->getType()) && isFresh(op->getArg(1)))
        add(*op);
    for (Target &target : targets_)
      addMentions(target);
    return std::move(targets_);
  }

private:
  void add(const CXXOperatorCallExpr &op) {
    std::optional<AccessPath> place = AccessPath::of(op.getArg(0), context_);
    const bool local = place && place->isWhole() && place->variable() &&
                       isa<VarDecl>(place->variable()) &&
                       cast<VarDecl>(place->variable())->hasLocalStorage();
    if (!place || !(local || (place->startsAtThis() && place->fieldNames())))
      return;
    auto known = llvm::find_if(
        targets_, [&](const Target &target) { return target.place == *place; });
    if (known == targets_.end()) {
      targets_.push_back({*place, op.getArg(0)->getType(), Duty()});
      known = std::prev(targets_.end());
      known->duty.name =
          (local ? place->variable() : place->lastField())->getNameAsString();
    }
    known->duty.deeds[&op] = Deed::Takes;
  }

  void addMentions(Target &target) {
    walk(view_.body(), nullptr, target);
    if (const auto *variable = dyn_cast_or_null<VarDecl>(target.place.variable()))
      if (const DeclStmt *declaration = view_.declarationOf(*variable);
          declaration && isFresh(variable->getInit()))
        target.duty.deeds[declaration] = Deed::Takes;
    if (!target.place.startsAtThis())
      return;
    // Others may use a field as soon as they run.
    for (const SuspensionPoint &point : view_.suspensions())
      target.duty.deeds.try_emplace(point.expr, Deed::Ends);
    for (const CallSite &site : view_.calls())
      if ((site.receiver && isThis(*site.receiver)) ||
          llvm::any_of(site.arguments,
                       [](const Expr *argument) { return isThis(*argument); }))
        target.duty.deeds.try_emplace(site.expr, Deed::Ends);
  }

  static bool isThis(const Expr &expr) {
    const Expr *bare = stripped(&expr);
    if (const auto *deref = dyn_cast<UnaryOperator>(bare))
      bare = stripped(deref->getSubExpr());
    return isa<CXXThisExpr>(bare);
  }

  void walk(const Stmt *stmt, const LambdaExpr *lambda, Target &target) {
    if (!stmt)
      return;
    if (const auto *inner = dyn_cast<LambdaExpr>(stmt))
      lambda = lambda ? lambda : inner;
    if (isa<DeclRefExpr, MemberExpr>(stmt) &&
        AccessPath::of(cast<Expr>(stmt), context_) == target.place) {
      if (!isAssigned(*stmt, target))
        target.duty.deeds[lambda ? lambda : stmt] = Deed::Ends;
      return;
    }
    for (const Stmt *child : stmt->children())
      walk(child, lambda, target);
  }

  bool isAssigned(const Stmt &mention, const Target &target) const {
    const auto *op = dyn_cast_or_null<CXXOperatorCallExpr>(view_.parentOf(&mention));
    return op && target.duty.deeds.contains(op) && op->getArg(0) == &mention;
  }

  const FunctionView &view_;
  const ASTContext &context_;
  std::vector<Target> targets_;
};

} // namespace

std::vector<Overwrite> overwrittenUnused(const FunctionView &view, Analysis &analysis,
                                         llvm::function_ref<bool(QualType)> matters) {
  std::vector<Overwrite> found;
  for (const Target &target : TargetFinder(view, analysis.unit().context()).find(matters))
    for (const DutyPoint &point : follow(target.duty, view, analysis).takenAgain)
      if (point.onEveryPath)
        found.push_back(
            {target.duty.name, target.type, point.since, cast<Expr>(point.at)});
  return found;
}

} // namespace async_tidy
