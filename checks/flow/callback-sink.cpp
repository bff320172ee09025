#include "flow/callback-sink.h"

#include "flow/destination.h"
#include "flow/late-read.h"
#include "flow/outliving.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 3;

class SinkFinder {
public:
  SinkFinder(const FunctionView &view, const TranslationUnit &unit, unsigned depth)
      : view_(view), unit_(unit), depth_(depth) {}

  std::optional<CallbackSink> follow(const Expr &callable) const;
  std::optional<CallbackSink> followUses(const VarDecl &variable) const {
    for (const Expr *use : view_.uses(variable))
      if (std::optional<CallbackSink> sink = follow(*use))
        return sink;
    return std::nullopt;
  }

private:
  std::optional<CallbackSink> handedTo(const CallSite &call, ArgumentIndex index) const;
  std::optional<Runs> keptBy(const CallSite &call, ArgumentIndex index) const;
  bool isHeld(const CallSite &call) const;

  const FunctionView &view_;
  const TranslationUnit &unit_;
  unsigned depth_;
};

std::optional<CallbackSink> SinkFinder::follow(const Expr &callable) const {
  const Expr &whole = wholeValue(callable, view_, unit_.roles());
  const Stmt *parent = view_.parentOf(&whole);
  if (const auto *statement = dyn_cast_or_null<DeclStmt>(parent)) {
    for (const Decl *decl : statement->decls())
      if (const auto *variable = dyn_cast<VarDecl>(decl);
          variable && variable->getInit() == &whole && variable->hasLocalStorage())
        return followUses(*variable);
    return std::nullopt;
  }
  const auto *expr = dyn_cast_or_null<Expr>(parent);
  const CallSite *call = expr ? view_.callAt(expr) : nullptr;
  const std::optional<ArgumentIndex> index =
      call ? argumentOf(whole, *call) : std::nullopt;
  return index && *index != Receiver ? handedTo(*call, *index) : std::nullopt;
}

/// `require(executor, blocking.always).execute(work)`: an executor that was asked for
/// something else runs its work in another way than the model knows.
bool isAdapted(const Expr *executor) {
  const Expr *value = executor ? stripped(executor) : nullptr;
  if (const auto *op = dyn_cast_or_null<CXXOperatorCallExpr>(value))
    return op->getOperator() == OO_Call && op->getNumArgs() > 2; // with a property
  const auto *call = dyn_cast_or_null<CallExpr>(value);
  const FunctionDecl *callee = call ? calleeOf(*call) : nullptr;
  return callee && callee->getIdentifier() && callee->getName().starts_with("require");
}

/// Whether the role says so: stored, or started as a task of its own.
std::optional<Runs> SinkFinder::keptBy(const CallSite &call, ArgumentIndex index) const {
  if (!call.facts || call.facts->isSummary || isAdapted(call.receiver))
    return std::nullopt;
  for (const CallbackRole &role : call.facts->callbacks) {
    if (call.argument(role.argument) != call.argument(index) ||
        (!role.when.empty() && !unit_.anyHolds(role.when, call, view_)))
      continue;
    const bool started =
        call.facts->spawn && role.keeps == Keeps::Task && !call.facts->returns;
    if (role.runs != Runs::Inline && (role.keeps == Keeps::Stored || started))
      return role.runs;
    return std::nullopt;
  }
  return std::nullopt;
}

/// Whether the function keeps or awaits what the call returns, which may be what ends the
/// callback's life.
bool SinkFinder::isHeld(const CallSite &call) const {
  if (call.expr->getType()->isVoidType() || isa<CXXConstructExpr>(call.expr))
    return false;
  const Destination result = destinationOf(*call.expr, view_, unit_.roles());
  return result.goes == Goes::Awaited || result.goes == Goes::Unknown ||
         result.goes == Goes::Returned || result.goes == Goes::Outlives;
}

std::optional<CallbackSink> SinkFinder::handedTo(const CallSite &call,
                                                 ArgumentIndex index) const {
  if (isHeld(call))
    return std::nullopt;
  if (std::optional<Runs> runs = keptBy(call, index))
    return CallbackSink{&call, *runs};
  const FunctionView *callee =
      call.callee && (!call.facts || call.facts->isSummary) && depth_ > 0
          ? unit_.view(*call.callee)
          : nullptr;
  const ParmVarDecl *parameter = callee ? parameterFor(call, index) : nullptr;
  if (!parameter || callee == &view_ || callee->isCoroutine())
    return std::nullopt;
  std::optional<CallbackSink> inner =
      SinkFinder(*callee, unit_, depth_ - 1).followUses(*parameter);
  // A callee that goes on to work on some object may have waited for it.
  if (!inner || Outliving(parameter, *callee, unit_).maySettleAfter(*inner->call->expr))
    return std::nullopt;
  return CallbackSink{&call, inner->runs};
}

} // namespace

std::optional<CallbackSink> sinkOf(const LambdaExpr &lambda, const FunctionView &view,
                                   const TranslationUnit &unit) {
  return SinkFinder(view, unit, maxDepth).follow(lambda);
}

} // namespace async_tidy
