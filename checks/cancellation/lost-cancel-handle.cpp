// What was started is stopped through the object that starting it returned: a timer, a
// subscription, a stop source. Thrown away, or overwritten by the next one, it either
// ends the work at once or leaves nobody who could.

#include "flow/function-check.h"
#include "flow/outliving.h"
#include "flow/overwritten.h"
#include "model/names.h"
#include "view/test-code.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class LostCancelHandle final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-lost-cancel-handle",
      .summary = "the only means to stop work is thrown away or overwritten",
      .severity = Severity::Warning,
      .cwe = 772,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const DiscardedValue &value : view.discarded())
      if (value.how == Discard::Plain && value.expr->isPRValue())
        checkDiscarded(value, view);
    for (const CallSite &site : view.calls())
      if (startsOnHandle(site))
        checkStart(site, view);
    for (const Overwrite &overwrite : overwrittenUnused(
             view, analysis(), [&](QualType type) { return handleIn(type) != nullptr; }))
      reportOverwritten(overwrite);
  }

private:
  /// The handle that a type is or, as an optional or a pointer that owns, holds.
  const TypeFacts *handleIn(QualType type) const {
    const TypeFacts *facts = roles().type(type);
    if (facts && facts->cancelHandle)
      return facts;
    const auto *holder =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
    if (facts || !holder || holder->getTemplateArgs().size() == 0 ||
        holder->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
        roles().isAwaitable(type) || !pointeeRecordOf(type))
      return nullptr;
    facts = roles().type(holder->getTemplateArgs()[0].getAsType());
    const bool holds = pointeeRecordOf(type) != holder;
    return holds && facts && facts->cancelHandle ? facts : nullptr;
  }

  void checkDiscarded(const DiscardedValue &value, const FunctionView &view) {
    const TypeFacts *facts = handleIn(value.expr->getType());
    if (!facts || isAllOfAnArgument(*value.expr, view) || isTestCode(view, unit()))
      return;
    const SourceLocation where = value.expr->getBeginLoc();
    report(where, facts->cancelHandle->endsWork
                      ? "this '%0' dies at once, and what it stands for ends with it"
                      : "this '%0' is thrown away, and nobody else can ask for a stop")
        << displayName(value.expr->getType(), context());
    note(where, "keep it in a variable or a member for as long as the work may run");
  }

  /// The end of a lambda that is handed to unknown code: it may run for its exception.
  static bool isAllOfAnArgument(const Expr &value, const FunctionView &view) {
    const auto *body = dyn_cast<CompoundStmt>(view.body());
    if (!view.lambda() || !view.parent() || !body || body->body_empty() ||
        !view.isWithin(&value, body->body_back()))
      return false;
    const CallSite *site = nullptr;
    for (const Stmt *around = view.parent()->parentOf(view.lambda());
         isa_and_nonnull<Expr>(around); around = view.parent()->parentOf(around))
      if (isa<CallExpr>(around) && (site = view.parent()->callAt(cast<Expr>(around))))
        break;
    return site && (!site->facts || site->facts->callbacks.empty());
  }

  /// An operation with a completion handler on something whose end cancels it.
  bool startsOnHandle(const CallSite &site) const {
    if (!site.receiver || !site.facts || !site.facts->wait ||
        !site.expr->getType()->isVoidType() || site.facts->callbacks.empty())
      return false;
    const TypeFacts *facts = roles().type(site.receiver->getType());
    return facts && facts->cancelHandle && facts->cancelHandle->endsWork;
  }

  void checkStart(const CallSite &site, const FunctionView &view) {
    const Expr *object = stripped(site.receiver);
    if (object->isPRValue() && !object->getType()->isPointerType()) {
      report(site.location(), "the '%0' is a temporary: it dies with this statement and "
                              "cancels the operation")
          << displayName(object->getType(), context());
      note(site.location(), "keep it where it outlives the operation: in a member, or in "
                            "a coroutine that awaits it");
      return;
    }
    const auto *reference = dyn_cast<DeclRefExpr>(object);
    const auto *local = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
    if (!local || !local->hasLocalStorage() || isa<ParmVarDecl>(local) ||
        local->getType()->isReferenceType() || view.isCoroutine() ||
        !isOnlyWorkedOn(*local, view) ||
        Outliving(local, view, unit()).maySettleAfter(*site.expr))
      return;
    report(site.location(), "'%0' dies at the end of its scope, which cancels this "
                            "operation at once")
        << local->getName();
    note(local->getLocation(), "keep it where it outlives the operation: in a member, or "
                               "in a coroutine that awaits it");
  }

  /// Nobody else gets to know the variable.
  static bool isOnlyWorkedOn(const VarDecl &local, const FunctionView &view) {
    return view.declarationOf(local) &&
           llvm::all_of(view.uses(local), [&](const Expr *use) {
             const Stmt *around = view.parentOf(use);
             while (isa_and_nonnull<ImplicitCastExpr, ParenExpr>(around))
               around = view.parentOf(around);
             return isa_and_nonnull<MemberExpr>(around);
           });
  }

  void reportOverwritten(const Overwrite &overwrite) {
    const TypeFacts *facts = handleIn(overwrite.type);
    report(overwrite.replaced->getBeginLoc(),
           facts->cancelHandle->endsWork
               ? "'%0' is overwritten unused, which ends what the old value stands for"
               : "'%0' is overwritten unused, and nobody can stop what the old value "
                 "started")
        << overwrite.name;
    note(overwrite.made->getBeginLoc(),
         overwrite.eachRound() ? "each round of the loop replaces the value "
                                 "of the one before; keep all of them"
                               : "the old value was made here; keep both, or "
                                 "stop the old one first");
  }
};

ASYNC_TIDY_CHECK(LostCancelHandle);

} // namespace
} // namespace async_tidy
