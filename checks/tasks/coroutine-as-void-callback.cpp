// Whoever expects a callback that returns nothing throws away what it does return. Given
// a coroutine, that is its task: a lazy one never runs a single statement.

#include "flow/callable-result.h"
#include "flow/function-check.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class CoroutineAsVoidCallback final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-coroutine-as-void-callback",
      .summary = "a coroutine is given to somebody who drops its task",
      .severity = Severity::Error,
      .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &site : view.calls())
      for (unsigned i = 0; i < site.arguments.size(); ++i)
        checkArgument(site, i, view);
  }

private:
  void checkArgument(const CallSite &site, unsigned index, const FunctionView &view) {
    const Expr &callable = *site.arguments[index];
    const TaskRole *task = roles().task(resultOfCallable(callable));
    if (!task || isTemplateParameter(callable, view))
      return;
    const bool captures = capturesByReference(callable, view);
    if (!hurts(*task, captures))
      return;
    std::optional<DroppedResult> dropped = droppedResult(site, index, view, unit());
    if (!dropped || !isEnabled(dropped->sink))
      return;
    report(callable.getBeginLoc(), "%0 returns a task that %1 drops, %2")
        << displayCallee(callable) << dropped->by << consequence(*task, captures)
        << callable.getSourceRange();
    noteWhy(callable, *dropped, view);
  }

  bool hurts(const TaskRole &task, bool capturesByReference) const {
    switch (task.drop) {
    case Drop::NeverRuns:
    case Drop::Cancels:
    case Drop::Terminates:
      return true;
    case Drop::Harmless:
    case Drop::Blocks:
      return false;
    default:
      return capturesByReference || *reportDetached_;
    }
  }

  bool isEnabled(ResultSink sink) const {
    switch (sink) {
    case ResultSink::Wrapper:
      return *reportWrappers_;
    case ResultSink::Callee:
      return *reportTemplates_;
    case ResultSink::Framework:
      return *reportFrameworks_;
    }
    return true;
  }

  /// What a template was given is reported where it was given.
  static bool isTemplateParameter(const Expr &callable, const FunctionView &view) {
    const auto *reference = dyn_cast<DeclRefExpr>(strippedMove(&callable));
    return reference && isa<ParmVarDecl>(reference->getDecl()) &&
           view.function().isTemplateInstantiation();
  }

  /// A coroutine that goes on alone, after the variables it refers to are gone.
  bool capturesByReference(const Expr &callable, const FunctionView &view) const {
    return llvm::any_of(unit().callablesOf(callable, view), [](const FunctionView *body) {
      return body->lambda() && !body->suspensions().empty() &&
             llvm::any_of(body->lambda()->captures(), [](const LambdaCapture &capture) {
               return capture.getCaptureKind() == LCK_ByRef;
             });
    });
  }

  static llvm::StringRef consequence(const TaskRole &task, bool refers) {
    switch (task.drop) {
    case Drop::NeverRuns:
      return "so it never runs";
    case Drop::Cancels:
      return "so its work ends at once";
    case Drop::Terminates:
      return "which ends the program";
    default:
      return refers ? "and it outlives what it captured" : "so its errors go unseen";
    }
  }

  void noteWhy(const Expr &callable, const DroppedResult &dropped,
               const FunctionView &view) {
    for (const FunctionView *body : unit().callablesOf(callable, view))
      if (!body->suspensions().empty()) {
        note(body->suspensions().front().location(), "it is a coroutine: it awaits here");
        break;
      }
    if (dropped.where.isValid())
      note(dropped.where, "its result is dropped here");
    const TypeFacts *facts = roles().type(resultOfCallable(callable));
    llvm::StringRef instead = roles().models().advice(facts->framework, "await");
    note(callable.getBeginLoc(),
         "instead, pass a plain callable that starts the task: %0")
        << (instead.empty() ? "hand it to whoever runs tasks, and see to its errors"
                            : instead);
  }

  Option<bool> reportWrappers_{
      this, "ReportWrappers", true,
      "Report conversions to a type-erased callable that returns "
      "nothing, such as std::function<void()>."};
  Option<bool> reportTemplates_{this, "ReportTemplates", true,
                                "Report arguments of function templates whose body calls "
                                "them and ignores the result."};
  Option<bool> reportFrameworks_{this, "ReportFrameworks", true,
                                 "Report arguments of library functions that a model "
                                 "knows to ignore the result."};
  Option<bool> reportDetached_{this, "ReportDetached", false,
                               "Also report tasks that go on when they are dropped, with "
                               "nobody to see their errors."};
};

ASYNC_TIDY_CHECK(CoroutineAsVoidCallback);

} // namespace
} // namespace async_tidy
