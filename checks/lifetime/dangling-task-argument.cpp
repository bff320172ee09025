// A coroutine keeps its reference parameters as references. A caller that passes a
// temporary, or a local variable, and lets the task out of its hands has destroyed the
// argument when the coroutine reads it.

#include "flow/function-check.h"
#include "flow/late-read.h"
#include "flow/outliving.h"
#include "flow/referent.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class DanglingTaskArgument final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-dangling-task-argument",
      .summary = "an argument dies before the task that refers to it has read it",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &call : view.calls()) {
      if (!isa<CallExpr>(call.expr) || !call.callee)
        continue;
      const TaskRole *task = roles().task(call.callee->getReturnType());
      const FunctionView *callee = task ? unit().view(*call.callee) : nullptr;
      if (callee && callee != &view)
        checkCall(call, *task, *callee, view);
    }
  }

private:
  void checkCall(const CallSite &call, const TaskRole &task, const FunctionView &callee,
                 const FunctionView &view) {
    const Destination goes = destinationOf(*call.expr, view, roles());
    if (goes.goes == Goes::Awaited || goes.goes == Goes::Unknown)
      return;
    for (unsigned index = 0; index < call.arguments.size(); ++index) {
      const ParmVarDecl *parameter = parameterFor(call, index);
      const Referent argument = parameter && refers(parameter->getType())
                                    ? referentOf(*call.arguments[index], view, roles())
                                    : Referent();
      if (!argument || !Outliving(argument.variable, view, unit()).byTask(goes, task))
        continue;
      if (std::optional<LateRead> read = lateRead(*parameter, callee, analysis()))
        return report(call, *call.arguments[index], argument, *read, goes, parameter);
    }
    checkObject(call, task, callee, goes, view);
  }

  /// The object of a member coroutine is a reference like any other.
  void checkObject(const CallSite &call, const TaskRole &task, const FunctionView &callee,
                   const Destination &goes, const FunctionView &view) {
    const bool isObject =
        call.receiver && !call.receiver->getType()->isPointerType() && !callee.lambda();
    const Referent object = isObject ? objectOf(*call.receiver, view) : Referent();
    if (!object || !Outliving(object.variable, view, unit()).byTask(goes, task))
      return;
    if (std::optional<LateRead> read = lateReadOfThis(callee, analysis()))
      report(call, *call.receiver, object, *read, goes, nullptr);
  }

  Referent objectOf(const Expr &receiver, const FunctionView &view) const {
    // What a pointer or a view points to is not the variable.
    return isViewLike(receiver.getType(), roles()) ? Referent()
                                                   : referentOf(receiver, view, roles());
  }

  bool refers(QualType type) const {
    return type->isReferenceType() || isViewLike(type, roles());
  }

  void report(const CallSite &call, const Expr &argument, const Referent &referent,
              const LateRead &read, const Destination &goes,
              const ParmVarDecl *parameter) {
    const std::string callee = displayCallee(*call.expr);
    Check::report(argument.getExprLoc(), "%0 dies before the task of %1 reads it")
        << (referent.variable ? "'" + referent.variable->getNameAsString() + "'"
                              : std::string("this temporary"))
        << callee;
    note(read.at->getExprLoc(),
         "%0 is read here, when the call may have returned long ago")
        << (parameter ? "'" + parameter->getNameAsString() + "'" : std::string("'this'"));
    if (goes.at)
      note(goes.at->getBeginLoc(), "%0") << fateOf(goes);
    if (parameter)
      note(parameter->getLocation(), "await the task here, or take '%0' by value")
          << parameter->getName();
    else
      note(argument.getExprLoc(), "await the task here, or keep the object alive for it");
  }
};

ASYNC_TIDY_CHECK(DanglingTaskArgument);

} // namespace
} // namespace async_tidy
