// Code that nobody here can see runs under the lock: it may call back and lock again,
// take other locks in another order, or simply take long. Resuming a coroutine and
// settling a promise run such code on the spot.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "model/names.h"
#include "view/object.h"
#include "view/stored-callable.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class CallbackUnderLock final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-callback-under-lock",
      .summary = "unknown code runs while a lock is held",
      .severity = Severity::Warning,
      .cwe = 833,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const HeldLocks &locks = analysis().heldLocks(view);
    for (const CallSite &site : view.calls())
      for (const HeldLock &held : locks.at(site.expr))
        if (held.onEveryPath && !held.temporary && !held.shared && mayCallBack(held)) {
          if (const Kind kind = kindOf(site, view); kind != Kind::Nothing)
            explain(kind, site, held);
          break;
        }
  }

private:
  enum class Kind { Nothing, Coroutine, Continuations, Callback };

  /// A lock of the function's own cannot be wanted by what is called.
  bool mayCallBack(const HeldLock &held) const {
    return llvm::none_of(held.mutexes, [](const AccessPath &mutex) {
      const auto *local = dyn_cast_or_null<VarDecl>(mutex.variable());
      return local && local->hasLocalStorage() && !isa<ParmVarDecl>(local) &&
             mutex.isWhole() && !local->getType()->isReferenceType();
    });
  }

  Kind kindOf(const CallSite &site, const FunctionView &view) const {
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
    const Expr *object = objectExpr(site);
    if (!method || !object)
      return Kind::Nothing;
    const bool called = method->getOverloadedOperator() == OO_Call;
    if (isCoroutineHandle(object->getType().getNonReferenceType()))
      return called || (method->getIdentifier() && method->getName() == "resume")
                 ? Kind::Coroutine
                 : Kind::Nothing;
    if (site.facts && site.facts->settle)
      return runsContinuations(*method->getParent()) ? Kind::Continuations
                                                     : Kind::Nothing;
    if (!called || !isStoredCallable(*object, view, roles()) || takesGuard(site, roles()))
      return Kind::Nothing;
    // A callable that answers is a strategy; one that does not is told what happened.
    return site.expr->getType()->isVoidType() || *strict_ ? Kind::Callback
                                                          : Kind::Nothing;
  }

  static const Expr *objectExpr(const CallSite &site) {
    if (const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr))
      return op->getNumArgs() ? op->getArg(0) : nullptr;
    return site.receiver;
  }

  /// Whether a future of this promise can be awaited or continued.
  static bool runsContinuations(const CXXRecordDecl &promise) {
    return llvm::any_of(promise.methods(), [](const CXXMethodDecl *method) {
      const CXXRecordDecl *future = recordOf(method->getReturnType());
      if (!future || !method->getIdentifier() ||
          !method->getName().contains_insensitive("future"))
        return false;
      if (const auto *special = dyn_cast<ClassTemplateSpecializationDecl>(future))
        future = special->getSpecializedTemplate()->getTemplatedDecl();
      return llvm::any_of(future->decls(), [](const Decl *decl) {
        const FunctionDecl *continuation = decl->getAsFunction();
        return continuation && (continuation->getOverloadedOperator() == OO_Coawait ||
                                (continuation->getIdentifier() &&
                                 continuation->getName().starts_with("then")));
      });
    });
  }

  static bool takesGuard(const CallSite &site, const Resolver &roles) {
    return llvm::any_of(site.arguments, [&](const Expr *argument) {
      const TypeFacts *facts = roles.type(argument->getType());
      return facts && facts->guard;
    });
  }

  void explain(Kind kind, const CallSite &site, const HeldLock &held) {
    switch (kind) {
    case Kind::Coroutine:
      report(site.location(), "a coroutine is resumed with '%0' locked; whatever it does "
                              "next runs under the lock")
          << held.name;
      break;
    case Kind::Continuations:
      report(site.location(), "'%1' runs the continuations of the future with '%0' "
                              "locked")
          << held.name << calleeName(site);
      break;
    default:
      report(site.location(), "%1 is called with '%0' locked; it deadlocks if it needs "
                              "the lock")
          << held.name << displayCallee(*site.expr);
    }
    note(held.acquired, "locked here");
    note(site.location(), "%select{take it out|copy it}0 under the "
                          "lock, unlock, then %select{resume|settle|call}1 it")
        << (kind == Kind::Callback) << static_cast<unsigned>(kind) - 1;
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report stored callables that return a value."};
};

ASYNC_TIDY_CHECK(CallbackUnderLock);

} // namespace
} // namespace async_tidy
