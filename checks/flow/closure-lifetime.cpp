#include "flow/closure-lifetime.h"

#include "model/names.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

/// The variable that keeps a closure, null for a temporary.
using Holder = const VarDecl *;

class ClosureTracer {
public:
  ClosureTracer(const ClosureQuestion &question, const FunctionView &view, unsigned depth)
      : question_(question), unit_(question.unit), roles_(unit_.roles()), view_(view),
        depth_(depth) {}

  /// Follows the closure that an expression denotes. With a holder, it names that
  /// variable.
  std::optional<DeadClosure> follow(const Expr &closure, Holder holder) const;
  /// Follows every use of a variable that holds the closure.
  std::optional<DeadClosure> followUses(const VarDecl &variable, Holder holder) const;

private:
  std::optional<DeadClosure> invoked(const Expr &call, Holder holder) const;
  std::optional<DeadClosure> handedOver(const CallSite &call, ArgumentIndex index,
                                        Holder holder) const;
  std::optional<DeadClosure> keptAs(Keeps keeps, bool dropsResult, const CallSite &call,
                                    Holder holder) const;
  std::optional<DeadClosure> entered(const FunctionView &callee, const CallSite &call,
                                     ArgumentIndex index, Holder holder) const;
  std::optional<DeadClosure> judge(const Destination &task, const Expr &call,
                                   Holder holder) const;
  bool outlivesInVariable(const VarDecl &task, Holder holder) const;
  bool goesOnWhenDropped() const;
  bool maySettleLater(const VarDecl &closure, const Stmt &after) const;
  bool isNarrower(const VarDecl &closure, const VarDecl &other) const;
  bool isKeeper(const CallSite &call) const;

  const ClosureQuestion &question_;
  const TranslationUnit &unit_;
  const Resolver &roles_;
  const FunctionView &view_;
  unsigned depth_;
};

/// The role for a callable argument; arguments counted from the end match too.
const CallbackRole *callbackRole(const CallSite &call, ArgumentIndex index,
                                 const FunctionView &in, const TranslationUnit &unit) {
  if (!call.facts)
    return nullptr;
  for (const CallbackRole &role : call.facts->callbacks)
    if (call.argument(role.argument) == call.argument(index) &&
        (role.when.empty() || unit.anyHolds(role.when, call, in)))
      return &role;
  return nullptr;
}

/// A wrapper over `void(...)` destroys the task that its callable returns.
bool wrapsVoid(QualType type) {
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  if (!special || special->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &first = special->getTemplateArgs()[0];
  const auto *signature = first.getKind() == TemplateArgument::Type
                              ? first.getAsType()->getAs<FunctionType>()
                              : nullptr;
  return signature && signature->getReturnType()->isVoidType();
}

bool isInvocation(const CallSite &call, ArgumentIndex index) {
  const auto *op = dyn_cast<CXXOperatorCallExpr>(call.expr);
  return op && op->getOperator() == OO_Call && index == Receiver;
}

std::optional<DeadClosure> ClosureTracer::follow(const Expr &closure,
                                                 Holder holder) const {
  const Expr &whole = wholeValue(closure, view_, roles_);
  const Stmt *parent = view_.parentOf(&whole);
  if (const auto *statement = dyn_cast_or_null<DeclStmt>(parent)) {
    for (const Decl *decl : statement->decls())
      if (const auto *variable = dyn_cast<VarDecl>(decl);
          variable && variable->getInit() == &whole && variable->hasLocalStorage() &&
          !variable->getType()->isLValueReferenceType())
        return followUses(*variable, variable);
    return std::nullopt;
  }
  const auto *expr = dyn_cast_or_null<Expr>(parent);
  const CallSite *call = expr ? view_.callAt(expr) : nullptr;
  if (!call)
    return std::nullopt;
  std::optional<ArgumentIndex> index = argumentOf(whole, *call);
  if (!index)
    return std::nullopt;
  if (isInvocation(*call, *index))
    return invoked(*call->expr, holder);
  return *index == Receiver ? std::nullopt : handedOver(*call, *index, holder);
}

std::optional<DeadClosure> ClosureTracer::followUses(const VarDecl &variable,
                                                     Holder holder) const {
  for (const Expr *use : view_.uses(variable))
    if (std::optional<DeadClosure> dead = follow(*use, holder))
      return dead;
  return std::nullopt;
}

std::optional<DeadClosure> ClosureTracer::invoked(const Expr &call, Holder holder) const {
  return judge(destinationOf(call, view_, roles_), call, holder);
}

std::optional<DeadClosure> ClosureTracer::judge(const Destination &task, const Expr &call,
                                                Holder holder) const {
  DeadClosure dead{holder ? Dies::WithScope : Dies::WithExpression, &call, task, holder};
  switch (task.goes) {
  case Goes::Unknown:
  case Goes::Awaited:
    return std::nullopt;
  case Goes::Returned:
    return dead;
  case Goes::Dropped:
    if (!goesOnWhenDropped() || (holder && maySettleLater(*holder, *task.at)))
      return std::nullopt;
    return dead;
  case Goes::Started:
  case Goes::Outlives:
    if (holder && maySettleLater(*holder, *task.at))
      return std::nullopt;
    return dead;
  case Goes::Collected:
    if (holder && (task.variable ? !isNarrower(*holder, *task.variable)
                                 : maySettleLater(*holder, *task.at)))
      return std::nullopt;
    return dead;
  case Goes::Local:
    return outlivesInVariable(*task.variable, holder) ? std::optional(dead)
                                                      : std::nullopt;
  }
  llvm_unreachable("covered switch");
}

/// A task in a local variable: the closure's expression is over before anybody can await
/// it. A closure in a variable is gone only where the task leaves the function.
bool ClosureTracer::outlivesInVariable(const VarDecl &task, Holder holder) const {
  if (!holder)
    return !view_.uses(task).empty() || question_.task.start == Start::Eager;
  if (isNarrower(*holder, task))
    return true;
  bool leaves = false;
  for (const Expr *use : view_.uses(task)) {
    Destination next = destinationOf(*use, view_, roles_);
    if (next.goes == Goes::Awaited || next.goes == Goes::Unknown)
      return false;
    leaves |= next.goes == Goes::Returned || next.goes == Goes::Outlives ||
              (next.goes == Goes::Started && !maySettleLater(*holder, *next.at));
  }
  return leaves;
}

bool ClosureTracer::goesOnWhenDropped() const {
  const Drop drop = question_.task.drop;
  return question_.task.start == Start::Eager &&
         (drop == Drop::Detaches || drop == Drop::LosesError || drop == Drop::Harmless);
}

/// Whether the function may wait for started work before the closure's scope ends: it
/// suspends, blocks, or works on some object after the start.
bool ClosureTracer::maySettleLater(const VarDecl &closure, const Stmt &after) const {
  const SourceManager &sources = unit_.context().getSourceManager();
  auto isLater = [&](const Expr *expr) {
    return sources.isBeforeInTranslationUnit(after.getEndLoc(), expr->getExprLoc());
  };
  for (const SuspensionPoint &point : view_.suspensions())
    if (isLater(point.expr))
      return true;
  for (const CallSite &call : view_.calls())
    if (isLater(call.expr) && (call.facts || isa<CXXMemberCallExpr>(call.expr)))
      return true;
  // What is declared after the closure is destroyed before it, and may join.
  return llvm::any_of(view_.locals(), [&](const VarDecl *local) {
    const TypeFacts *facts = roles_.type(local->getType());
    return facts && (facts->thread || facts->executor || facts->scope) &&
           sources.isBeforeInTranslationUnit(closure.getLocation(), local->getLocation());
  });
}

/// Whether the closure's block ends while the other variable lives on.
bool ClosureTracer::isNarrower(const VarDecl &closure, const VarDecl &other) const {
  const Stmt *scope = view_.parentOf(view_.declarationOf(closure));
  const Stmt *around = view_.parentOf(view_.declarationOf(other));
  return scope && scope != around && !view_.isWithin(around, scope);
}

bool ClosureTracer::isKeeper(const CallSite &call) const {
  return call.callee &&
         llvm::is_contained(question_.keepers, qualifiedName(*call.callee).str());
}

std::optional<DeadClosure> ClosureTracer::handedOver(const CallSite &call,
                                                     ArgumentIndex index,
                                                     Holder holder) const {
  if (isKeeper(call) || depth_ == 0)
    return std::nullopt;
  // What a body that is seen does with it tells more than the summary that it has.
  const CallbackRole *role = callbackRole(call, index, view_, unit_);
  const FunctionView *callee = call.callee ? unit_.view(*call.callee) : nullptr;
  const bool isSummary = role && callee && !call.facts->origin.isStated() &&
                         (role->runs == Runs::Unknown || role->runs == Runs::Inline);
  if (role && !isSummary) {
    const bool drops = role->dropsResult || wrapsVoid(call.argument(index)->getType());
    return keptAs(role->keeps, drops, call, holder);
  }
  if (callee)
    return entered(*callee, call, index, holder);
  // A container keeps what it is given; a local closure may be meant to be referred to.
  const TypeFacts *receiver =
      call.receiver ? roles_.type(call.receiver->getType()) : nullptr;
  if (!question_.strict || holder || !isa<CallExpr>(call.expr) ||
      (receiver && receiver->queue) ||
      destinationOf(*call.expr, view_, roles_).goes == Goes::Awaited)
    return std::nullopt;
  return DeadClosure{Dies::Unseen, call.expr, {}, nullptr};
}

std::optional<DeadClosure> ClosureTracer::keptAs(Keeps keeps, bool dropsResult,
                                                 const CallSite &call,
                                                 Holder holder) const {
  if (keeps == Keeps::Task || (dropsResult && !goesOnWhenDropped()))
    return std::nullopt;
  if (keeps == Keeps::Stored)
    return DeadClosure{Dies::OnceInvoked, call.expr, {}, nullptr};
  if (dropsResult)
    return judge({Goes::Dropped, call.expr}, *call.expr, holder);
  // The callee hands on the task that the callable made.
  return roles_.isAwaitable(call.expr->getType())
             ? judge(destinationOf(*call.expr, view_, roles_), *call.expr, holder)
             : std::nullopt;
}

/// Looks into a callee whose body is visible: what it does with its parameter. By value
/// the parameter is the closure; by reference the closure stays where it was.
std::optional<DeadClosure> ClosureTracer::entered(const FunctionView &callee,
                                                  const CallSite &call,
                                                  ArgumentIndex index,
                                                  Holder holder) const {
  if (index < 0 || index >= static_cast<int>(callee.function().getNumParams()))
    return std::nullopt;
  const ParmVarDecl *parameter = callee.function().getParamDecl(index);
  ClosureTracer inside(question_, callee, depth_ - 1);
  std::optional<DeadClosure> dead = inside.followUses(*parameter, parameter);
  if (!parameter->getType()->isReferenceType())
    return dead;
  // A task that comes back, or a coroutine that still needs the reference, needs the
  // closure for as long as the caller keeps the result.
  const bool comesBack = dead ? dead->task.goes == Goes::Returned
                              : callee.isCoroutine() && !callee.uses(*parameter).empty();
  if (comesBack)
    return judge(destinationOf(*call.expr, view_, roles_), *call.expr, holder);
  if (!dead || (holder && maySettleLater(*holder, *call.expr)))
    return std::nullopt;
  dead->how = holder ? Dies::WithScope : Dies::WithExpression;
  dead->holder = holder;
  return dead;
}

} // namespace

std::optional<DeadClosure> diesEarly(const LambdaExpr &lambda, const FunctionView &in,
                                     const ClosureQuestion &question) {
  constexpr unsigned maxDepth = 3;
  return ClosureTracer(question, in, maxDepth).follow(lambda, nullptr);
}

} // namespace async_tidy
