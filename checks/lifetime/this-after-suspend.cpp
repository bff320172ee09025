// A member coroutine that is started on its own uses `this` when it resumes. If it was
// started by the destructor, or of an object that deletes itself, nobody is left there;
// from a constructor, the object may never have come to be.

#include "flow/function-check.h"
#include "flow/late-read.h"
#include "flow/outliving.h"
#include "model/names.h"
#include "view/object.h"

namespace async_tidy {
namespace {

using namespace clang;

class ThisAfterSuspend final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-this-after-suspend",
      .summary = "a coroutine that nobody waits for uses 'this' after the object is gone",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &call : view.calls()) {
      const auto *method = dyn_cast_or_null<CXXMethodDecl>(call.callee);
      const bool own =
          method && call.receiver && isa<CXXThisExpr>(stripped(call.receiver));
      const TaskRole *task = own ? roles().task(method->getReturnType()) : nullptr;
      const FunctionView *callee = task ? unit().view(*method) : nullptr;
      if (callee && callee->isCoroutine() && goesOnAlone(call, *task, view))
        checkStart(call, *method->getParent(), *callee, view);
    }
  }

private:
  bool goesOnAlone(const CallSite &call, const TaskRole &task,
                   const FunctionView &view) const {
    const Goes goes = destinationOf(*call.expr, view, roles()).goes;
    return goes == Goes::Started || (goes == Goes::Dropped && goesOnWhenDropped(task));
  }

  void checkStart(const CallSite &call, const CXXRecordDecl &record,
                  const FunctionView &callee, const FunctionView &view) {
    const std::string why = whyGone(call, record, view);
    if (why.empty() || keepsObject(callee))
      return;
    if (std::optional<LateRead> read = lateReadOfThis(callee, analysis())) {
      Check::report(call.location(), "%0 goes on alone, and uses 'this' when %1")
          << displayCallee(*call.expr) << why;
      note(read->at->getExprLoc(), "'this' is used here, after a suspension");
      if (!isa<CXXDestructorDecl>(view.function()))
        note(record.getLocation(), "%0 has nothing that would stop it") << &record;
      note(call.location(), "give it a shared pointer to the object, or have the owner "
                            "await it before");
    }
  }

  /// Why the object may be gone; empty if nothing shows that.
  std::string whyGone(const CallSite &call, const CXXRecordDecl &record,
                      const FunctionView &view) const {
    if (isa<CXXDestructorDecl>(view.function()))
      return "the object is destroyed";
    if (isa<CXXConstructorDecl>(view.function()) && !mayStop(record))
      return "the object may be gone";
    if (deletesItself(record))
      return "the object has deleted itself";
    return *strict_ && !mayStop(record) ? "the object may be gone" : "";
  }

  /// A destructor, or a field that ends work with the object: a scope, a cancel handle.
  bool mayStop(const CXXRecordDecl &record) const {
    const CXXDestructorDecl *destructor = record.getDestructor();
    if (destructor && destructor->isUserProvided())
      return true;
    // Nobody makes such an object but its own factory, which owns it.
    if (sharesItself(record))
      return true;
    return llvm::any_of(record.fields(), [&](const FieldDecl *field) {
      const TypeFacts *facts = roles().type(field->getType());
      return facts && (facts->scope || facts->cancelHandle || facts->executor ||
                       facts->thread || facts->cancellationToken || facts->task);
    });
  }

  bool sharesItself(const CXXRecordDecl &record) const {
    return llvm::any_of(record.bases(), [](const CXXBaseSpecifier &base) {
      const CXXRecordDecl *parent = recordOf(base.getType());
      return parent && parent->getIdentifier() && parent->hasDefinition() &&
             (parent->hasMemberName(
                 &parent->getASTContext().Idents.get("shared_from_this")));
    });
  }

  /// `delete this` in a method of the class.
  bool deletesItself(const CXXRecordDecl &record) const {
    return llvm::any_of(unit().functions(), [&](const FunctionView *view) {
      const auto *method = dyn_cast<CXXMethodDecl>(&view->function());
      return method && declaresSameEntity(method->getParent(), &record) &&
             !view->isCoroutine() &&
             llvm::any_of(view->thisUses(), [&](const CXXThisExpr *self) {
               return view->enclosing<CXXDeleteExpr>(self) &&
                      isa<CXXDeleteExpr>(view->parentOf(self));
             });
    });
  }

  /// A local shared pointer to the own class, or a gate that the destructor waits for.
  bool keepsObject(const FunctionView &coroutine) const {
    const auto *method = cast<CXXMethodDecl>(&coroutine.function());
    auto keeps = [&](const VarDecl *variable) {
      const TypeFacts *facts = roles().type(variable->getType());
      return (facts && (facts->permit || facts->guard)) ||
             isPointerTo(variable->getType(), *method->getParent());
    };
    return llvm::any_of(coroutine.locals(), keeps) ||
           llvm::any_of(method->parameters(), keeps);
  }

  Option<bool> strict_{this, "Strict", false,
                       "Report every start of a member coroutine that goes on alone, "
                       "unless the class has something to stop it."};
};

ASYNC_TIDY_CHECK(ThisAfterSuspend);

} // namespace
} // namespace async_tidy
