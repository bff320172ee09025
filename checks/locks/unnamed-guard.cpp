// A guard without a name dies at the end of its statement, and the code below runs
// unlocked. `unique_lock<mutex>(m);` is worse: it declares a new `m` and locks nothing.

#include "flow/function-check.h"
#include "flow/guard-fix.h"
#include "model/names.h"
#include "view/source.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class UnnamedGuard final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-unnamed-guard",
      .summary = "a guard has no name, or locks nothing",
      .severity = Severity::Error,
      .fix = Fix::Safe,
      .cwe = 667,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    // A guard's own methods pass empty ones around.
    if (const auto *method = dyn_cast<CXXMethodDecl>(&view.function());
        method && roles().type(method->getParent()) &&
        roles().type(method->getParent())->guard)
      return;
    for (const DiscardedValue &value : view.discarded())
      if (value.expr->isPRValue() && guardFacts(value.expr->getType()))
        checkDiscarded(view, value);
    for (const VarDecl *variable : view.locals())
      if (const TypeFacts *facts = guardFacts(variable->getType());
          facts && variable->hasLocalStorage() && !variable->getType()->isReferenceType())
        checkVariable(view, *variable, *facts);
  }

private:
  const TypeFacts *guardFacts(QualType type) const {
    const TypeFacts *facts = roles().type(type);
    return facts && facts->guard ? facts : nullptr;
  }

  void checkDiscarded(const FunctionView &view, const DiscardedValue &value) {
    const Expr *whole = value.expr, *written = nullptr;
    const Stmt *around = view.parentOf(whole);
    for (; const auto *expr = dyn_cast_or_null<Expr>(around);
         around = view.parentOf(expr)) {
      if (isa<BinaryOperator>(expr))
        return; // a comma: it lives to the end of the expression, and guards the rest
      if (isa<CXXFunctionalCastExpr>(expr))
        written = expr;
      whole = expr;
    }
    const auto *block = dyn_cast_or_null<CompoundStmt>(around);
    if ((block && endsBehind(*block, *whole)) ||
        roles().lockTag(value.expr) == LockTag::Adopt)
      return; // locks and unlocks, or unlocks, on purpose
    const SourceLocation where = value.expr->getBeginLoc();
    {
      DiagnosticBuilder finding =
          report(where, "this %0 has no name, so it unlocks before the next statement");
      finding << guardFacts(value.expr->getType())->name << value.expr->getSourceRange();
      if (block && value.how == Discard::Plain)
        if (auto fix = nameForGuard(*whole, written ? *written : *value.expr, view))
          finding << *fix;
    }
    note(where, "give it a name, and it holds the lock until the end of the block");
  }

  void checkVariable(const FunctionView &view, const VarDecl &variable,
                     const TypeFacts &facts) {
    const Expr *init = variable.getInit() ? stripped(variable.getInit()) : nullptr;
    const auto *construct = dyn_cast_or_null<CXXConstructExpr>(init);
    if (!construct)
      return;
    // Home-made guards may know their mutex by themselves.
    const bool empty = construct->getNumArgs() == 0 && facts.origin.isStated();
    if (!empty && roles().lockTag(construct) != LockTag::Defer)
      return;
    if (guardsNothing(view, variable) ||
        !llvm::all_of(view.uses(variable),
                      [&](const Expr *use) { return isHarmless(*use, view); }))
      return;
    const auto parens = variable.getTypeSourceInfo()->getTypeLoc().getAs<ParenTypeLoc>();
    if (parens && empty)
      return reportHidden(view, variable, parens);
    if (isTestCode(view, unit()))
      return; // of guards
    report(variable.getLocation(), "%0 never locks anything") << &variable;
    note(variable.getLocation(),
         "construct it from the mutex%select{, without the tag that defers|}0")
        << empty;
  }

  void reportHidden(const FunctionView &view, const VarDecl &variable,
                    ParenTypeLoc parens) {
    {
      DiagnosticBuilder finding = report(
          variable.getLocation(), "this declares a new variable %0 and locks nothing");
      finding << &variable;
      llvm::StringRef name = unusedName(view, guardNames);
      if (!name.empty() && !parens.getLParenLoc().isMacroID())
        finding << FixItHint::CreateInsertion(parens.getLParenLoc(), (" " + name).str());
    }
    note(variable.getLocation(), "give the guard a name: %0 is then what it locks")
        << &variable;
  }

  /// Nothing follows in its block that it could guard.
  static bool guardsNothing(const FunctionView &view, const VarDecl &variable) {
    const DeclStmt *declaration = view.declarationOf(variable);
    const auto *block = declaration
                            ? dyn_cast_or_null<CompoundStmt>(view.parentOf(declaration))
                            : nullptr;
    return block && block->body_back() == declaration;
  }

  /// A use that neither locks the guard nor hands it on.
  bool isHarmless(const Expr &use, const FunctionView &view) const {
    const Stmt *around = view.parentOf(&use);
    while (isa_and_nonnull<ImplicitCastExpr, ParenExpr, MemberExpr>(around))
      around = view.parentOf(around);
    const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(around);
    const CallSite *site = call ? view.callAt(call) : nullptr;
    const auto *method = site ? dyn_cast_or_null<CXXMethodDecl>(site->callee) : nullptr;
    if (!method || stripped(site->receiver) != &use)
      return false;
    return method->isConst() ||
           (site->facts && site->facts->lockOperation &&
            site->facts->lockOperation->effect == LockEffect::Release);
  }
};

ASYNC_TIDY_CHECK(UnnamedGuard);

} // namespace
} // namespace async_tidy
