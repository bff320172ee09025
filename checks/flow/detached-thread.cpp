#include "flow/detached-thread.h"

#include "flow/referent.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether the function suspends, blocks or works on some object after the call.
bool mayWaitAfter(const CallSite &detach, const FunctionView &view,
                  const ASTContext &context) {
  auto isLater = [&](const Expr *expr) {
    return standsBefore(detach.expr->getEndLoc(), expr->getExprLoc(), context);
  };
  return llvm::any_of(view.suspensions(),
                      [&](const auto &point) { return isLater(point.expr); }) ||
         llvm::any_of(view.calls(), [&](const CallSite &call) {
           return (call.facts || isa<CXXMemberCallExpr>(call.expr)) && isLater(call.expr);
         });
}

const VarDecl *capturedLocal(const LambdaExpr &lambda, const FunctionView &view,
                             const Resolver &roles) {
  const Expr *const *init = lambda.capture_init_begin();
  for (const LambdaCapture &capture : lambda.captures()) {
    const Expr *captured = *init++;
    if (captured && capture.capturesVariable() && capture.getCaptureKind() == LCK_ByRef)
      if (const Referent referent = referentOf(*captured, view, roles); referent.variable)
        return referent.variable;
  }
  return nullptr;
}

/// The construction that started the thread, and whether it has a name.
struct StartedBy {
  const CallSite *site = nullptr;
  bool named = false;
};

StartedBy startOf(const Expr &object, const FunctionView &view) {
  const Expr *made = stripped(&object);
  const auto *reference = dyn_cast<DeclRefExpr>(made);
  const auto *variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (variable && variable->hasLocalStorage() && variable->hasInit())
    made = stripped(variable->getInit());
  while (const auto *cast = dyn_cast<ExplicitCastExpr>(made))
    made = stripped(cast->getSubExpr());
  const CallSite *site = view.callAt(made);
  return {site && site->facts && site->facts->spawnsThread ? site : nullptr,
          variable != nullptr};
}

} // namespace

std::vector<DetachedThread> danglingThreads(const FunctionView &view,
                                            const TranslationUnit &unit) {
  std::vector<DetachedThread> found;
  for (const CallSite &call : view.calls()) {
    const TypeFacts *type = call.facts && call.facts->consumes && call.receiver
                                ? unit.roles().type(call.receiver->getType())
                                : nullptr;
    const StartedBy start =
        type && type->thread ? startOf(*call.receiver, view) : StartedBy{};
    if (!start.site || mayWaitAfter(call, view, unit.context()))
      continue;
    for (const Expr *argument : start.site->arguments) {
      const auto *lambda = dyn_cast<LambdaExpr>(strippedMove(argument));
      if (lambda && !start.named)
        continue;
      const VarDecl *variable = lambda
                                    ? capturedLocal(*lambda, view, unit.roles())
                                    : referentOf(*argument, view, unit.roles()).variable;
      if (variable) {
        found.push_back({&call, variable, argument});
        break;
      }
    }
  }
  return found;
}

} // namespace async_tidy
