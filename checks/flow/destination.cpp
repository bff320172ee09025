#include "flow/destination.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isValueWrapper(const CXXConstructExpr &construct, const Resolver &roles) {
  if (construct.getNumArgs() == 0)
    return false;
  if (construct.getConstructor()->isCopyOrMoveConstructor())
    return true;
  const TypeFacts *facts = roles.type(construct.getType());
  return facts && facts->callableWrapper;
}

/// Whether `parent` is the same value as its operand `child`.
bool isSameValue(const Stmt &parent, const Stmt &child, const Resolver &roles) {
  if (isa<ParenExpr, CastExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(
          parent))
    return true;
  if (const auto *call = dyn_cast<CallExpr>(&parent))
    return isMove(call) && call->getArg(0) == &child;
  if (const auto *construct = dyn_cast<CXXConstructExpr>(&parent))
    return isValueWrapper(*construct, roles) && construct->getArg(0) == &child;
  if (const auto *choice = dyn_cast<ConditionalOperator>(&parent))
    return choice->getCond() != &child;
  if (const auto *comma = dyn_cast<BinaryOperator>(&parent))
    return comma->getOpcode() == BO_Comma && comma->getRHS() == &child;
  return false;
}

/// A variable whose lifetime ends with the function; null for statics, members and what
/// is only referred to.
const VarDecl *localVariable(const Expr *expr) {
  const auto *reference = dyn_cast_or_null<DeclRefExpr>(strippedMove(expr));
  const auto *variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (!variable || !variable->hasLocalStorage() ||
      reference->refersToEnclosingVariableOrCapture() ||
      variable->getType()->isLValueReferenceType())
    return nullptr;
  return variable;
}

/// What assigning to the expression stores into.
Destination storedIn(const Expr *target, const Stmt &at) {
  target = stripped(target);
  if (const VarDecl *variable = localVariable(target))
    return {Goes::Local, &at, variable};
  if (isa<MemberExpr>(target))
    return {Goes::Outlives, &at};
  const auto *reference = dyn_cast<DeclRefExpr>(target);
  if (reference && isa<VarDecl>(reference->getDecl()))
    return {Goes::Outlives, &at};
  return {Goes::Unknown, &at};
}

Destination declared(const DeclStmt &statement, const Expr &init) {
  for (const Decl *decl : statement.decls())
    if (const auto *variable = dyn_cast<VarDecl>(decl);
        variable && variable->getInit() == &init)
      return variable->hasLocalStorage() ? Destination{Goes::Local, &statement, variable}
                                         : Destination{Goes::Outlives, &statement};
  return {};
}

bool isPush(const CallSite &call, const Resolver &roles) {
  const TypeFacts *facts = call.receiver ? roles.type(call.receiver->getType()) : nullptr;
  return facts && facts->queue && call.callee && call.callee->getIdentifier() &&
         llvm::is_contained(facts->queue->push, call.callee->getName());
}

/// Follows a value into a call.
class CallTracer {
public:
  CallTracer(const CallSite &call, ArgumentIndex index, const FunctionView &view,
             const Resolver &roles)
      : call_(call), index_(index), view_(view), roles_(roles) {}

  Destination trace() const {
    if (const auto *op = dyn_cast<CXXOperatorCallExpr>(call_.expr);
        op && op->getOperator() == OO_Equal)
      return index_ == Receiver ? Destination{} : storedIn(op->getArg(0), *op);
    if (index_ != Receiver && isPush(call_, roles_))
      return {Goes::Collected, call_.expr, localVariable(call_.receiver)};
    if (const FunctionFacts *facts = call_.facts)
      if (std::optional<Destination> known = modelled(*facts))
        return *known;
    // Whatever the callee does with it, the full expression waits for the callee.
    Destination result = ofResult();
    if (result.goes == Goes::Awaited || (index_ == Receiver && isAwaitableResult()))
      return result;
    return {Goes::Unknown, call_.expr, nullptr, &call_, index_};
  }

private:
  std::optional<Destination> modelled(const FunctionFacts &facts) const {
    if (facts.syncWait && isMeant(facts.syncWait->argument))
      return Destination{Goes::Awaited, call_.expr};
    if (facts.combinator || (facts.timeout && isMeant(facts.timeout->bounds)))
      return ofResult();
    const bool started = facts.spawn && isMeant(facts.spawn->argument);
    if (!started && !facts.consumes)
      return std::nullopt;
    Destination result = ofResult();
    return result.goes == Goes::Awaited ? result : Destination{Goes::Started, call_.expr};
  }

  bool isMeant(ArgumentIndex index) const {
    return index == index_ || (index != Receiver && index_ != Receiver &&
                               call_.argument(index) == call_.argument(index_));
  }
  bool isAwaitableResult() const { return roles_.isAwaitable(call_.expr->getType()); }
  Destination ofResult() const { return destinationOf(*call_.expr, view_, roles_); }

  const CallSite &call_;
  ArgumentIndex index_;
  const FunctionView &view_;
  const Resolver &roles_;
};

} // namespace

llvm::StringRef fateOf(const Destination &task) {
  switch (task.goes) {
  case Goes::Returned:
    return "its task is returned";
  case Goes::Dropped:
    return "its task is dropped and goes on alone";
  case Goes::Started:
    return "its task is started on its own";
  case Goes::Local:
    return "its task is kept and awaited later";
  case Goes::Collected:
    return "its task is collected";
  default:
    return "its task is stored";
  }
}

const Expr &wholeValue(const Expr &value, const FunctionView &view,
                       const Resolver &roles) {
  const Expr *whole = &value;
  while (const auto *parent = dyn_cast_or_null<Expr>(view.parentOf(whole))) {
    if (!isSameValue(*parent, *whole, roles))
      break;
    whole = parent;
  }
  return *whole;
}

std::optional<ArgumentIndex> argumentOf(const Expr &expr, const CallSite &call) {
  if (call.receiver && stripped(call.receiver) == stripped(&expr))
    return Receiver;
  for (unsigned index = 0; index < call.arguments.size(); ++index)
    if (strippedMove(call.arguments[index]) == strippedMove(&expr))
      return static_cast<ArgumentIndex>(index);
  return std::nullopt;
}

Destination destinationOf(const Expr &value, const FunctionView &view,
                          const Resolver &roles) {
  if (view.discards(stripped(&value)))
    return {Goes::Dropped, &value};
  const Expr &whole = wholeValue(value, view, roles);
  const Stmt *parent = view.parentOf(&whole);
  if (!parent)
    // A member's initialiser stands alone in a constructor.
    return isa<CXXConstructorDecl>(view.function()) ? Destination{Goes::Outlives, &whole}
                                                    : Destination{};
  if (isa<CoawaitExpr, DependentCoawaitExpr>(parent))
    return {Goes::Awaited, parent};
  if (isa<ReturnStmt, CoreturnStmt>(parent))
    return {Goes::Returned, parent};
  if (const auto *statement = dyn_cast<DeclStmt>(parent))
    return declared(*statement, whole);
  const Expr *callee = dyn_cast<Expr>(parent);
  // `object.method()` reaches its call through the member access.
  if (const auto *member = dyn_cast<MemberExpr>(parent))
    callee = dyn_cast_or_null<Expr>(view.parentOf(member));
  const CallSite *call = callee ? view.callAt(callee) : nullptr;
  if (!call)
    return view.discards(stripped(&whole)) ? Destination{Goes::Dropped, &value}
                                           : Destination{};
  std::optional<ArgumentIndex> index = argumentOf(whole, *call);
  return index ? CallTracer(*call, *index, view, roles).trace() : Destination{};
}

} // namespace async_tidy
