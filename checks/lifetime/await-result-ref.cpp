// A task owns its result. `auto &&x = co_await f();` extends the life of what the await
// returns by value; of a reference into the task it extends nothing, and the task that
// `f` returned is destroyed at the end of the statement.

#include "flow/function-check.h"
#include "flow/referent.h"
#include "flow/result-owner.h"
#include "model/names.h"
#include "view/by-value.h"

#include "clang/AST/DeclCXX.h"

namespace async_tidy {
namespace {

using namespace clang;

class AwaitResultRef final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-await-result-ref",
      .summary = "a reference to the result of an await outlives the task that owns it",
      .severity = Severity::Error,
      .fix = Fix::Safe,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const SuspensionPoint &point : view.suspensions())
      if (const auto *await = dyn_cast<CoawaitExpr>(point.expr);
          await && !await->isTypeDependent())
        checkAwait(*await, view);
  }

private:
  void checkAwait(const CoawaitExpr &await, const FunctionView &view) {
    if (!await.isGLValue() && !isViewLike(await.getType(), roles()))
      return;
    const VarDecl *variable = boundTo(await, view);
    const Expr *use = variable ? laterUse(*variable, view) : nullptr;
    if (!use)
      return;
    ResultOwner result = ownerOfResult(await, roles());
    if (dangles(await, result.owner, roles()))
      report(*variable, await, *use, result);
  }

  /// The variable that keeps referring to the result; a copy of it does not.
  const VarDecl *boundTo(const Expr &await, const FunctionView &view) const {
    const Stmt *child = &await, *parent = view.parentOf(child);
    while (
        isa_and_nonnull<ParenExpr, ImplicitCastExpr, FullExpr, MaterializeTemporaryExpr>(
            parent) ||
        isFieldAccess(parent)) {
      child = parent;
      parent = view.parentOf(parent);
    }
    const auto *declaration = dyn_cast_or_null<DeclStmt>(parent);
    if (!declaration)
      return nullptr;
    for (const Decl *decl : declaration->decls())
      if (const auto *variable = dyn_cast<VarDecl>(decl);
          variable && variable->getInit() == child &&
          (variable->getType()->isReferenceType() ||
           isViewLike(variable->getType(), roles())))
        return variable;
    return nullptr;
  }

  static bool isFieldAccess(const Stmt *stmt) {
    const auto *member = dyn_cast_or_null<MemberExpr>(stmt);
    return member && isa<FieldDecl>(member->getMemberDecl()) && !member->isArrow() &&
           !member->getMemberDecl()->getType()->isReferenceType();
  }

  static const Expr *laterUse(const VarDecl &variable, const FunctionView &view) {
    if (variable.isCXXForRangeDecl() || variable.isImplicit())
      return variable.getInit();
    if (const auto *parts = dyn_cast<DecompositionDecl>(&variable)) {
      for (const BindingDecl *part : parts->bindings())
        if (!view.uses(*part).empty())
          return view.uses(*part).front();
      return nullptr;
    }
    return view.uses(variable).empty() ? nullptr : view.uses(variable).front();
  }

  void report(const VarDecl &variable, const CoawaitExpr &await, const Expr &use,
              const ResultOwner &result) {
    const bool loop = variable.isImplicit();
    {
      DiagnosticBuilder finding =
          loop ? Check::report(await.getExprLoc(),
                               "this loop runs over a result that dies with its task "
                               "before the first round")
               : Check::report(variable.getLocation(),
                               "%0 dangles: what it refers to dies with the awaited "
                               "temporary");
      if (!loop)
        finding << nameOf(variable)
                << valueInstead(variable, await.isXValue(), context());
    }
    if (result.said)
      note(result.said->getBeginLoc(), "the await gives out a reference to %0 here")
          << (result.owner == Owner::Awaiter ? "a member of the awaiter"
                                             : "what is in the coroutine's frame");
    if (!loop)
      note(use.getExprLoc(), "used here, after the temporary is destroyed");
    note(await.getExprLoc(), "%0")
        << (loop ? "keep the result in a variable of its own, and loop over that"
                 : "take the result by value, or keep the task in a variable");
  }

  static std::string nameOf(const VarDecl &variable) {
    if (const auto *parts = dyn_cast<DecompositionDecl>(&variable))
      return "'" + parts->bindings().front()->getNameAsString() + "'";
    return "'" + variable.getNameAsString() + "'";
  }
};

ASYNC_TIDY_CHECK(AwaitResultRef);

} // namespace
} // namespace async_tidy
