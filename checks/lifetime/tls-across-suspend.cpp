// A coroutine may resume on another thread, and other coroutines run on its thread in
// between. What belonged to the thread before a suspension (`errno`, the address of a
// `thread_local`, a thread's id) is somebody else's after it.

#include "flow/function-check.h"
#include "flow/live-across.h"
#include "flow/thread-bound.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class TlsAcrossSuspend final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-tls-across-suspend",
      .summary = "what belongs to a thread is used after a suspension",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 366};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.suspensions().empty() || view.isSynchronousGenerator())
      return;
    checkErrno(view);
    if (isPinned(view))
      return;
    checkLocals(view);
    if (*strict_)
      checkVariables(view);
  }

private:
  bool isPinned(const FunctionView &view) const {
    const CXXRecordDecl *task = recordOf(view.function().getReturnType());
    return task && llvm::is_contained(*pinnedTasks_, qualifiedName(*task).str());
  }

  /// Locals that refer to what the thread had, or keep its identity.
  void checkLocals(const FunctionView &view) {
    llvm::SmallVector<const VarDecl *, 4> variables;
    for (const VarDecl *local : view.locals())
      if (std::optional<ThreadBound> bound = threadBound(*local, view, roles());
          bound && (!bound->isIdentity || *strict_))
        variables.push_back(local);
    for (const ReadAcross &read : readsAcross(variables, view, analysis().graph(view))) {
      const ThreadBound bound = *threadBound(*read.variable, view, roles());
      Check::report(read.read->getExprLoc(),
                    "'%0' belongs to the thread before the suspension, not to this one")
          << read.variable->getName();
      note(read.variable->getLocation(), "%0 is taken here")
          << (bound.variable
                  ? "the address of thread-local '" + bound.variable->getNameAsString() +
                        "'"
                  : "what belongs to the thread, from " + displayCallee(*bound.call));
      finish(*read.suspension, "ask again after the suspension");
    }
  }

  /// `errno` of a call before the suspension.
  void checkErrno(const FunctionView &view) {
    for (const LateErrno &late : lateErrnos(view, analysis().graph(view))) {
      Check::report(late.read->getExprLoc(),
                    "errno is read after a suspension that may have changed it");
      note(late.setBy->getExprLoc(), "the error of %0 is meant")
          << displayCallee(*late.setBy);
      finish(*late.suspension, "copy errno into a local variable before the suspension");
    }
  }

  /// Any thread-local variable, before and after.
  void checkVariables(const FunctionView &view) {
    for (const TouchedTwice &touched : touchedTwice(view, analysis().graph(view))) {
      Check::report(touched.after->getExprLoc(),
                    "thread-local '%0' may be another thread's after the suspension")
          << touched.variable->getName();
      note(touched.before->getExprLoc(), "used here, before it");
      finish(*touched.suspension, "keep it in the coroutine, or in what it works for");
    }
  }

  void finish(const SuspensionPoint &point, llvm::StringRef instead) {
    note(point.location(), "the coroutine is suspended here, and may resume elsewhere");
    note(point.location(), "%0") << instead;
  }

  Option<std::vector<std::string>> pinnedTasks_{
      this,
      "PinnedTasks",
      {},
      "Qualified names of task types whose coroutines never change their thread; of "
      "those, "
      "only errno is reported."};
  Option<bool> strict_{this, "Strict", false,
                       "Also report thread-local variables that are used before and "
                       "after a suspension, and a thread's id that is kept over one."};
};

ASYNC_TIDY_CHECK(TlsAcrossSuspend);

} // namespace
} // namespace async_tidy
