// An exception that leaves a thread's function, or a coroutine whose promise has no place
// for it, has nowhere to go: the whole program ends, far from whoever could handle it.

#include "flow/escape.h"
#include "flow/function-check.h"
#include "model/infer-task.h"
#include "model/names.h"
#include "model/shape.h"

namespace async_tidy {
namespace {

using namespace clang;

class EscapingException final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-escaping-exception",
      .summary = "an exception leaves a body that nothing can catch it outside of",
      .severity = Severity::Error,
      .cwe = 248};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.isCoroutine() && !view.isSynchronousGenerator())
      return checkCoroutine(view);
    const CallSite *registration = unit().context(view).registration;
    if (!registration)
      return;
    const auto *type = view.function().getType()->getAs<FunctionProtoType>();
    if (startsThread(*registration))
      reportEscape(
          view, registration->location(),
          "%0 throws, and an exception that leaves a thread ends the program",
          "instead, catch it in there, or use a task that carries it to a waiter");
    else if (type && type->isNothrow() && !type->hasDependentExceptionSpec())
      reportEscape(view, view.function().getLocation(),
                   "%0 throws and is noexcept: the exception ends the program",
                   "instead, catch it in there, or hand the error to whoever waits");
    else if (*reportHandlers_ && unit().context(view).kind == ContextKind::Loop)
      reportEscape(view, registration->location(),
                   "%0 throws, and the exception leaves the event loop that calls it",
                   "instead, catch it in there, or hand the error to whoever waits");
  }

private:
  /// A thread of its own; not one whose future takes the exception over.
  bool startsThread(const CallSite &site) const {
    return site.facts->spawnsThread && !site.facts->returns &&
           llvm::none_of(site.arguments, [&](const Expr *argument) {
             const TypeFacts *facts = roles().type(argument->getType());
             return facts && facts->promise;
           });
  }

  /// A promise whose `unhandled_exception` ends the program. An exception in a coroutine
  /// goes there, also if the function is noexcept.
  void checkCoroutine(const FunctionView &view) {
    const CXXRecordDecl *task = recordOf(view.function().getReturnType());
    const CXXRecordDecl *promise = task ? promiseOf(*task) : nullptr;
    const CXXMethodDecl *unhandled = promise ? unhandledException(*promise) : nullptr;
    const Stmt *body = unhandled ? visibleBody(*unhandled) : nullptr;
    if (body && callsAnyOf(body, {"terminate", "abort", "_Exit", "quick_exit"}))
      reportEscape(
          view, view.function().getLocation(),
          "%0 throws, and its promise answers an exception by ending the program",
          "instead, catch it in there, or return a task that can hold an error");
  }

  const CXXMethodDecl *unhandledException(const CXXRecordDecl &promise) const {
    for (const NamedDecl *found :
         promise.lookup(&context().Idents.get("unhandled_exception")))
      if (const auto *method = dyn_cast<CXXMethodDecl>(found))
        return method;
    for (const CXXBaseSpecifier &base : promise.bases())
      if (const CXXRecordDecl *parent = parentOf(base, promise))
        if (const CXXMethodDecl *inherited = unhandledException(*parent))
          return inherited;
    return nullptr;
  }

  void reportEscape(const FunctionView &view, SourceLocation where,
                    llvm::StringRef message, llvm::StringRef instead) {
    std::optional<Escape> escape = escapingThrow(view, unit());
    if (!escape)
      return;
    report(where, message) << (view.lambda() ? "this lambda"
                                             : "'" + displayName(view.function()) + "'");
    for (const Expr *call : escape->path)
      note(call->getExprLoc(), "by way of %0, which is called here")
          << displayCallee(*call);
    note(escape->origin->getExprLoc(), "thrown here, and caught nowhere");
    note(where, instead);
  }

  Option<bool> reportHandlers_{this, "ReportHandlers", false,
                               "Also report callbacks of an event loop, whose exception "
                               "leaves the function that runs the loop."};
};

ASYNC_TIDY_CHECK(EscapingException);

} // namespace
} // namespace async_tidy
