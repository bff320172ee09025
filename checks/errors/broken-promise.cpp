// Whoever hands over a completion handler waits for it to be called. A path that returns
// without calling it or passing it on leaves the caller waiting for good.

#include "flow/escape.h"
#include "flow/function-check.h"
#include "flow/single-use.h"
#include "flow/unmentioned.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class BrokenPromise final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-broken-promise",
      .summary = "a completion handler or promise is dropped, or settled twice",
      .severity = Severity::Error,
      .cwe = 691};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const SecondUse &use : secondUses(view, analysis()))
      if (use.again == UsedUp::Settled)
        reportAgain(use);
    if (view.branches().empty() || !view.function().getReturnType()->isVoidType())
      return;
    for (const ParmVarDecl *parameter : view.function().parameters())
      if (!parameter->hasDefaultArg()) // nobody needs to wait for it
        checkVariable(*parameter, view);
    if (!view.lambda())
      return;
    for (const LambdaCapture &capture : view.lambda()->captures())
      if (capture.capturesVariable() && capture.getCaptureKind() == LCK_ByCopy)
        checkVariable(*capture.getCapturedVar(), view);
  }

private:
  enum class Kind { None, Handler, Promise };

  void checkVariable(const ValueDecl &variable, const FunctionView &view) {
    if (view.uses(variable).empty())
      return;
    const Kind kind = kindOf(variable);
    if (kind == Kind::None || !isPassedOrSettled(variable, view))
      return;
    for (const Stmt *exit : exitsWithout(variable, view, analysis()))
      if (*strict_ || isDecidedByArguments(*exit, view))
        reportExit(variable, kind, *exit, view);
  }

  Kind kindOf(const ValueDecl &variable) const {
    const QualType type = variable.getType();
    if (const TypeFacts *facts = roles().type(type); facts && facts->promise)
      return type->isReferenceType() ? Kind::None : Kind::Promise; // else the caller's
    return takesFailure(type, roles()) ? Kind::Handler : Kind::None;
  }

  /// Whether some other path calls it or passes it on, and does not merely look at it.
  bool isPassedOrSettled(const ValueDecl &variable, const FunctionView &view) const {
    return llvm::any_of(view.uses(variable), [&](const Expr *mention) {
      for (const Stmt *around = view.parentOf(mention); around;
           around = view.parentOf(around)) {
        if (isa<LambdaExpr>(around))
          return true;
        if (const auto *expr = dyn_cast<Expr>(around))
          if (const CallSite *site = view.callAt(expr))
            return !isa_and_nonnull<CXXConversionDecl>(site->callee);
      }
      return false;
    });
  }

  /// `if (error) return;`: decided by nothing but what the function was given, so that no
  /// state of an object can mean "somebody else will call it".
  bool isDecidedByArguments(const Stmt &exit, const FunctionView &view) const {
    const auto *branch = view.enclosing<IfStmt>(&exit);
    if (!branch || !isa<ReturnStmt>(&exit) || !onlyReads(*branch->getCond()) ||
        !isOfArguments(branch->getCond(), view))
      return false;
    const Stmt *taken =
        view.isWithin(&exit, branch->getThen()) ? branch->getThen() : branch->getElse();
    const auto *block = dyn_cast<CompoundStmt>(taken);
    return taken == &exit || (block && block->size() == 1);
  }

  static bool isOfArguments(const Stmt *tree, const FunctionView &view) {
    if (!tree)
      return true;
    if (isa<CXXThisExpr>(tree))
      return false;
    if (const auto *reference = dyn_cast<DeclRefExpr>(tree);
        reference && isa<VarDecl>(reference->getDecl()) &&
        !llvm::is_contained(view.function().parameters(), reference->getDecl()) &&
        !cast<VarDecl>(reference->getDecl())->isConstexpr())
      return false;
    return llvm::all_of(tree->children(),
                        [&](const Stmt *child) { return isOfArguments(child, view); });
  }

  void reportExit(const ValueDecl &variable, Kind kind, const Stmt &exit,
                  const FunctionView &view) {
    const bool end = &exit == view.body();
    report(end ? exit.getEndLoc() : exit.getBeginLoc(),
           kind == Kind::Promise
               ? "%0 is never settled on this path: who waits gets a broken promise"
               : "%0 is not called on this path: who waits for it waits for good")
        << &variable;
    note(variable.getLocation(), kind == Kind::Promise ? "whoever has its future waits"
                                                       : "given here, to be called once");
    note(end ? exit.getEndLoc() : exit.getBeginLoc(),
         kind == Kind::Promise ? "instead, settle it with an error before the return"
                               : "instead, call it with an error before the return");
  }

  void reportAgain(const SecondUse &use) {
    report(use.second->getBeginLoc(), "%0 is settled a second time, which throws")
        << use.variable;
    note(use.first->getBeginLoc(),
         use.eachRound ? "settled here, in each round" : "settled here first");
    note(use.second->getBeginLoc(), "instead, return once it is settled");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report returns that depend on the state of an object, or "
                       "that follow other statements."};
};

ASYNC_TIDY_CHECK(BrokenPromise);

} // namespace
} // namespace async_tidy
