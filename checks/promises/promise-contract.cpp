// A promise type answers for every coroutine that uses it. One that forgets errors makes
// all of them fail in silence; one that is wrong on who destroys the frame makes all of
// them leak, or be destroyed twice.

#include "flow/function-check.h"
#include "flow/promise-facts.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class PromiseContract final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-promise-contract",
      .summary = "a promise type loses errors, leaks frames or destroys them twice",
      .severity = Severity::Error,
      .cwe = 758};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.isCoroutine())
      return checkEnd(view);
    const CXXRecordDecl *promise = promiseOfMethod(view.function());
    if (!promise || !view.function().getIdentifier())
      return;
    if (view.function().getName() == "unhandled_exception")
      checkErrors(view);
    else if (view.function().getName() == "final_suspend")
      checkFrames(view, *promise);
  }

private:
  void checkEnd(const FunctionView &view) {
    const CoroutineBodyStmt &coroutine = *view.coroutine();
    const VarDecl *promise = coroutine.getPromiseDecl();
    if (coroutine.getFallthroughHandler() || !promise || view.hasErrors() ||
        view.function().isDependentContext())
      return;
    const CFG *graph = analysis().graph(view);
    if (!graph || !mayFallOffEnd(*graph))
      return;
    Check::report(view.function().getLocation(),
                  "%0 may end without co_return, and its promise has no 'return_void'")
        << &view.function();
    note(view.body()->getEndLoc(), "reaching the end here is undefined behaviour");
    note(view.body()->getEndLoc(), "return a value on every path");
  }

  void checkErrors(const FunctionView &view) {
    if (!context().getLangOpts().CXXExceptions)
      return;
    if (isEmpty(*view.body())) {
      Check::report(view.function().getLocation(),
                    "errors of this coroutine type vanish: 'unhandled_exception' does "
                    "nothing");
      adviseErrors(view);
    } else if (const FieldDecl *field = unreadException(view, unit())) {
      Check::report(view.function().getLocation(),
                    "errors of this coroutine type vanish: nothing reads %0")
          << field;
      adviseErrors(view);
    }
  }

  void adviseErrors(const FunctionView &view) {
    note(
        view.function().getLocation(),
        "store std::current_exception(), and rethrow it in 'await_resume'; or terminate");
  }

  /// Without even a comment that says why.
  bool isEmpty(const Stmt &body) const {
    const auto *block = dyn_cast<CompoundStmt>(&body);
    if (!block || !block->body_empty())
      return false;
    llvm::StringRef text = sourceText(block->getSourceRange(), context());
    return text.size() >= 2 && text.drop_front().drop_back().trim().empty();
  }

  void checkFrames(const FunctionView &view, const CXXRecordDecl &promise) {
    const SourceLocation where = view.function().getLocation();
    if (const CallExpr *destroy = secondDestroy(promise, unit())) {
      Check::report(destroy->getExprLoc(),
                    "this destroys a coroutine that destroyed itself when it ended");
      note(where, "it does not stay suspended at its end");
      note(where, "return std::suspend_always, so that only the task destroys it");
    } else if (leaksFrames(promise, unit())) {
      Check::report(where, "every coroutine of this type leaks its frame: it stays "
                           "suspended at its end");
      note(taskOf(promise)->getLocation(),
           "%0 keeps no handle, and nothing here destroys one")
          << taskOf(promise);
      note(where, "return std::suspend_never, so that the coroutine destroys itself");
    }
  }
};

ASYNC_TIDY_CHECK(PromiseContract);

} // namespace
} // namespace async_tidy
