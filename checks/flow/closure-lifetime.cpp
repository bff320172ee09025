#include "flow/closure-lifetime.h"

#include "flow/outliving.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

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
  Outliving outliving(Holder holder) const { return {holder, view_, unit_}; }
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
  if (!outliving(holder).byTask(task, question_.task))
    return std::nullopt;
  return DeadClosure{holder ? Dies::WithScope : Dies::WithExpression, &call, task,
                     holder};
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
  if (role && !(callee && call.facts->isSummary)) {
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
  if (keeps == Keeps::Task || (dropsResult && !goesOnWhenDropped(question_.task)))
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
  if (!dead || (holder && outliving(holder).maySettleAfter(*call.expr)))
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
