// A coroutine keeps a reference parameter as a reference, while its caller goes on at the
// first suspension. A parameter that says "give it to me" (`&&`), or a coroutine that
// nobody can await, promises the caller that the argument may go.

#include "flow/destination.h"
#include "flow/function-check.h"
#include "flow/late-read.h"
#include "flow/referent.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class CoroutineRefParam final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-coroutine-ref-param",
      .summary = "a coroutine reads a reference parameter after its caller may be gone",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const TaskRole *task = roles().task(view.function().getReturnType());
    if (!task || !view.isCoroutine() || view.isSynchronousGenerator())
      return;
    for (const ParmVarDecl *parameter : view.function().parameters())
      if (const char *why = whyDangerous(*parameter, view, *task))
        if (std::optional<LateRead> read = lateRead(*parameter, view, analysis()))
          report(*parameter, *read, why);
  }

private:
  const char *whyDangerous(const ParmVarDecl &parameter, const FunctionView &view,
                           const TaskRole &task) const {
    QualType type = parameter.getType();
    if (type->isPointerType() ? !*checkPointers_
                              : !type->isReferenceType() && !isViewLike(type, roles()))
      return nullptr;
    if (isRvalueParameter(parameter, view.function()) && !alwaysAwaited(view))
      return "an rvalue reference is bound to what the caller gives away";
    if (task.drop == Drop::Harmless && task.start == Start::Eager && isValue(type))
      return "nobody can wait for this coroutine, so the argument may die first";
    if (*strict_ || (type->isPointerType() && *checkPointers_))
      return "the frame keeps the reference, not what it refers to";
    return nullptr;
  }

  /// `T &&` of a fixed type; a forwarding reference takes what it is given.
  static bool isRvalueParameter(const ParmVarDecl &parameter,
                                const FunctionDecl &function) {
    if (!parameter.getType()->isRValueReferenceType())
      return false;
    const FunctionDecl *pattern = function.getTemplateInstantiationPattern();
    if (!pattern)
      pattern = &function;
    const unsigned index = parameter.getFunctionScopeIndex();
    if (index >= pattern->getNumParams())
      return false; // of a pack
    const auto *reference =
        pattern->getParamDecl(index)->getType()->getAs<RValueReferenceType>();
    return reference && !reference->getPointeeType()->isTemplateTypeParmType() &&
           !reference->getPointeeType()->isUndeducedAutoType() &&
           !reference->getPointeeType()->getAs<PackExpansionType>();
  }

  /// Whether every caller in sight awaits the call where it stands.
  bool alwaysAwaited(const FunctionView &coroutine) const {
    bool any = false;
    for (const FunctionView *view : unit().functions())
      for (const CallSite &call : view->calls()) {
        if (!call.callee ||
            call.callee->getCanonicalDecl() != coroutine.function().getCanonicalDecl())
          continue;
        any = true;
        if (destinationOf(*call.expr, *view, roles()).goes != Goes::Awaited)
          return false;
      }
    return any;
  }

  /// Something that callers make and drop: a view, or a constant reference to a value. A
  /// service that is passed by reference outlives everybody.
  bool isValue(QualType type) const {
    if (isViewLike(type, roles()))
      return !type->isPointerType();
    QualType value = type.getNonReferenceType();
    if (!type->isReferenceType() || !value.isConstQualified())
      return false;
    const CXXRecordDecl *record = recordOf(value);
    const TypeFacts *facts = roles().type(value);
    return value->isScalarType() || (facts && facts->container) ||
           (record && record->isInStdNamespace() && !(facts && facts->executor));
  }

  void report(const ParmVarDecl &parameter, const LateRead &read, llvm::StringRef why) {
    Check::report(parameter.getLocation(),
                  "'%0' may dangle: it is read when the caller may be gone")
        << parameter.getName();
    note(read.at->getExprLoc(), "read here, after a suspension");
    note(parameter.getLocation(), "%0") << why;
    note(parameter.getLocation(), "take it by value: values are moved into the frame");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Report every reference and view that is read late."};
  Option<bool> checkPointers_{this, "CheckPointers", false,
                              "Report pointers that are read late, too."};
};

ASYNC_TIDY_CHECK(CoroutineRefParam);

} // namespace
} // namespace async_tidy
