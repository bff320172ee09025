// Some objects stand for the scope or thread they were made in: a tracing span, a saved
// thread-local value, a borrow. While the coroutine is suspended, other code runs on that
// thread as if it were inside the scope; and the end of the scope may run on another one.

#include "flow/function-check.h"
#include "model/names.h"
#include "view/scope-bound.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class HostileRaiiAcrossSuspend final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-hostile-raii-across-suspend",
      .summary = "an object bound to its thread or scope lives over a suspension",
      .severity = Severity::Warning,
      .cwe = 667,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.suspensions().empty())
      return;
    for (const VarDecl *variable : view.locals())
      if (std::optional<ScopeBinding> binding = bindingOf(*variable))
        if (const SuspensionPoint *point = suspensionIn(*variable, view))
          explain(*variable, *binding, *point);
  }

private:
  std::optional<ScopeBinding> bindingOf(const VarDecl &variable) const {
    if (!variable.hasLocalStorage() || variable.getType()->isReferenceType())
      return std::nullopt;
    const CXXRecordDecl *record = recordOf(variable.getType());
    if (!record)
      return std::nullopt;
    if (llvm::is_contained(*types_, qualifiedName(*record).str()))
      return ScopeBinding{.why = "it is listed in ScopeBoundTypes"};
    std::optional<ScopeBinding> binding = scopeBinding(*record, roles());
    if (binding && binding->unwinding && !*strict_)
      return std::nullopt;
    return binding;
  }

  /// The first suspension in the scope of the variable, behind its declaration.
  const SuspensionPoint *suspensionIn(const VarDecl &variable,
                                      const FunctionView &view) const {
    const DeclStmt *declaration = view.declarationOf(variable);
    const Stmt *scope = declaration ? view.parentOf(declaration) : nullptr;
    if (!scope)
      return nullptr;
    for (const SuspensionPoint &point : view.suspensions())
      if (!point.neverSuspends && view.isWithin(point.expr, scope) &&
          !view.isWithin(point.expr, declaration) &&
          standsBefore(declaration->getBeginLoc(), point.expr->getBeginLoc(), context()))
        return &point;
    return nullptr;
  }

  void explain(const VarDecl &variable, const ScopeBinding &binding,
               const SuspensionPoint &point) {
    report(point.location(), "%0 lives on while the coroutine is suspended: %1")
        << &variable << binding.why;
    note(variable.getLocation(), "%0 is made here") << &variable;
    if (binding.where.isValid())
      note(binding.where, "its destructor does it here");
    note(point.location(),
         "end its scope before the suspension, and make a new one after "
         "it");
  }

  Option<std::vector<std::string>> types_{
      this,
      "ScopeBoundTypes",
      {},
      "More types, by qualified name, that must not live over a suspension."};
  Option<bool> strict_{this, "Strict", false,
                       "Also report classes whose destructor asks whether an exception "
                       "is in flight: over a suspension, it may see somebody else's."};
};

ASYNC_TIDY_CHECK(HostileRaiiAcrossSuspend);

} // namespace
} // namespace async_tidy
