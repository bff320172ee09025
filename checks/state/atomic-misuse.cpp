// `a = a + 1` on an atomic is one load and one store: what another thread adds between
// them is lost. Only a read-modify-write operation is one step.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "model/names.h"
#include "view/memory.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

/// An operator with a read-modify-write twin.
struct Twin {
  BinaryOperatorKind kind;
  llvm::StringLiteral assignment, method;
  bool commutes;
};

constexpr Twin twins[] = {
    {BO_Add, "+=", "fetch_add", true}, {BO_Sub, "-=", "fetch_sub", false},
    {BO_And, "&=", "fetch_and", true}, {BO_Or, "|=", "fetch_or", true},
    {BO_Xor, "^=", "fetch_xor", true},
};

class AtomicMisuse final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-atomic-misuse",
      .summary = "an atomic is read and written in two steps",
      .severity = Severity::Warning,
      .fix = Fix::Safe,
      .cwe = 821,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(view.function()))
      return; // nobody else has the object
    for (const CallSite &site : view.calls())
      if (const Expr *target = targetOf(site))
        checkStore(*target, site, view);
  }

private:
  /// The atomic that a call stores to.
  static const Expr *targetOf(const CallSite &site) {
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
    if (!method)
      return nullptr;
    const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
    const Expr *target = op ? op->getArg(0) : site.receiver;
    const bool stores = op ? op->getOperator() == OO_Equal
                           : method->getIdentifier() && method->getName() == "store";
    return stores && target && isAtomic(target->getType()) ? target : nullptr;
  }

  void checkStore(const Expr &target, const CallSite &site, const FunctionView &view) {
    const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
    const Expr *value = op ? op->getArg(1) : site.argument(0);
    const auto *binary = value ? dyn_cast<BinaryOperator>(stripped(value)) : nullptr;
    const std::optional<AccessPath> place = AccessPath::of(&target, context());
    if (!binary || !place || binary->isComparisonOp() || binary->isLogicalOp() ||
        !(*strict_ || isShared(*place, view)) || isGuarded(site, view))
      return;
    const CallExpr *left = loadOf(*binary->getLHS(), *place);
    const CallExpr *load = left ? left : loadOf(*binary->getRHS(), *place);
    if (!load)
      return;
    // Who chooses the order by hand may know that nobody else writes.
    const bool chosen = ordered(*load) || site.arguments.size() > 1;
    if (chosen && !*strict_)
      return;
    explain(*binary, left != nullptr, target, site);
  }

  const CallExpr *loadOf(const Expr &expr, const AccessPath &place) const {
    const auto *call = dyn_cast<CXXMemberCallExpr>(stripped(&expr));
    const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
    if (!method || AccessPath::of(call->getImplicitObjectArgument(), context()) != place)
      return nullptr;
    return isa<CXXConversionDecl>(method) ||
                   (method->getIdentifier() && method->getName() == "load")
               ? call
               : nullptr;
  }

  static bool ordered(const CallExpr &load) {
    return load.getNumArgs() != 0 && !isa<CXXDefaultArgExpr>(load.getArg(0));
  }

  /// A local variable that nothing else has got is no concern.
  static bool isShared(const AccessPath &place, const FunctionView &view) {
    const auto *local = dyn_cast_or_null<VarDecl>(place.variable());
    if (!local || local->hasGlobalStorage() || local->getType()->isReferenceType() ||
        local->getType()->isPointerType() || local->getDeclContext() != &view.function())
      return true;
    return llvm::any_of(view.uses(*local), [&](const Expr *use) {
      return touchOf(*use, view) == Touch::Escapes;
    });
  }

  bool isGuarded(const CallSite &site, const FunctionView &view) {
    return !analysis().heldLocks(view).at(site.expr).empty();
  }

  void explain(const BinaryOperator &value, bool onLeft, const Expr &target,
               const CallSite &site) {
    llvm::StringRef name = sourceText(target.getSourceRange(), context());
    DiagnosticBuilder finding = report(
        site.location(), "%select{this atomic|'%1'}0 is read and then written; what "
                         "another thread writes between is lost");
    finding << (!name.empty()) << name;
    const auto *twin = llvm::find_if(
        twins, [&](const Twin &twin) { return twin.kind == value.getOpcode(); });
    const Expr *operand = onLeft ? value.getRHS() : value.getLHS();
    if (twin == std::end(twins) || !(onLeft || twin->commutes) ||
        !isPlainText(site.expr->getSourceRange()) ||
        !operand->getType()->isIntegralOrEnumerationType())
      return;
    llvm::StringRef text = sourceText(operand->getSourceRange(), context());
    std::string call = (name + " " + twin->assignment + " " + text).str();
    if (!isa<CXXOperatorCallExpr>(site.expr)) {
      const auto *member = cast<MemberExpr>(
          cast<CXXMemberCallExpr>(site.expr)->getCallee()->IgnoreParens());
      llvm::StringRef order =
          site.arguments.size() > 1
              ? sourceText(site.arguments[1]->getSourceRange(), context())
              : "";
      call = (name + (member->isArrow() ? "->" : ".") + twin->method + "(" + text +
              (order.empty() ? "" : ", ") + order + ")")
                 .str();
    }
    finding << FixItHint::CreateReplacement(site.expr->getSourceRange(), call);
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report where a memory order is given, and atomics that the "
                       "function shares with nobody."};
};

ASYNC_TIDY_CHECK(AtomicMisuse);

} // namespace
} // namespace async_tidy
