// A task in a variable that nobody awaits: the variable makes the compiler's "unused
// result" go away, not the defect. A lazy task never runs, an eager one loses its error.

#include "flow/consumption.h"
#include "flow/function-check.h"
#include "model/names.h"
#include "view/awaiting.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class TaskNeverAwaited final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-task-never-awaited",
                                  .summary = "a task is stored and then forgotten",
                                  .severity = Severity::Error,
                                  .fix = Fix::Suggested,
                                  .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const HeldTask &held : heldTasks(view, unit())) {
      if (!hurts(held, view))
        continue;
      if (!held.consumed && !hasConstexprIf(view.body()))
        reportNever(held, view);
      else if (held.consumed && *reportSomePaths_)
        reportSomePath(held, view);
    }
  }

private:
  bool hurts(const HeldTask &held, const FunctionView &view) const {
    // A test of tasks looks at how far one is, and has no use for its result.
    if (held.inspected && !held.many && isTestCode(view, unit()))
      return false;
    switch (held.task->drop) {
    case Drop::Harmless:
      return false;
    case Drop::Blocks:
      return *reportJoining_;
    case Drop::Cancels:
    case Drop::Unknown:
      // Work that runs as long as the variable lives, on purpose.
      return held.task->start == Start::Lazy || !anythingRunsAfter(held, view);
    default:
      return true;
    }
  }

  static bool anythingRunsAfter(const HeldTask &held, const FunctionView &view) {
    const SourceManager &sources = view.function().getASTContext().getSourceManager();
    auto follows = [&](const Expr &expr) {
      return !view.isWithin(&expr, held.made) &&
             sources.isBeforeInTranslationUnit(held.made->getEndLoc(), expr.getEndLoc());
    };
    return llvm::any_of(
               view.suspensions(),
               [&](const SuspensionPoint &point) { return follows(*point.expr); }) ||
           llvm::any_of(view.calls(), [&](const CallSite &site) {
             return !isa<CXXConstructExpr>(site.expr) && follows(*site.expr);
           });
  }

  /// An instantiation has lost the branches of `if constexpr` that it does not take, and
  /// with them who awaits there.
  static bool hasConstexprIf(const Stmt *stmt) {
    const auto *branch = dyn_cast_or_null<IfStmt>(stmt);
    if (!stmt || (branch && branch->isConstexpr()))
      return stmt != nullptr;
    return llvm::any_of(stmt->children(), hasConstexprIf);
  }

  static llvm::StringRef consequence(const HeldTask &held) {
    switch (held.task->drop) {
    case Drop::NeverRuns:
      return held.many ? "so they never run" : "so it never runs";
    case Drop::Cancels:
      return "so the work ends with the variable";
    case Drop::Blocks:
      return "so the work is waited for where the variable dies";
    case Drop::Terminates:
      return "so the program ends where the variable dies";
    case Drop::Detaches:
      return "so the result and any error are lost";
    case Drop::LosesError:
      return "so an error in it goes unseen";
    default:
      return "so nobody knows how it ended";
    }
  }

  void reportNever(const HeldTask &held, const FunctionView &view) {
    report(held.variable->getLocation(), "%select{the task|the tasks}0 in %1 "
                                         "%select{is|are}0 never awaited, %2")
        << held.many << held.variable << consequence(held);
    noteRepair(held, view);
  }

  void reportSomePath(const HeldTask &held, const FunctionView &view) {
    std::optional<SourceLocation> leak = unconsumedAt(held, view, analysis());
    if (!leak)
      return;
    report(held.variable->getLocation(), "the task in %0 is not awaited on every path")
        << held.variable;
    note(*leak, "%0 may still hold it here, and loses it") << held.variable;
    noteRepair(held, view);
  }

  void noteRepair(const HeldTask &held, const FunctionView &view) {
    const TypeFacts *facts = roles().type(held.made->getType());
    if (!held.many && canAwait(*held.made, view, roles())) {
      note(held.made->getBeginLoc(), "to wait for it here, write 'co_await' before %0")
          << displayCallee(*held.made);
      return;
    }
    llvm::StringRef instead =
        facts ? roles().models().advice(facts->framework, "await") : llvm::StringRef();
    note(held.made->getBeginLoc(), "made here; instead, %0")
        << (instead.empty() ? "await it, return it, or hand it to whoever runs it"
                            : instead);
  }

  Option<bool> reportSomePaths_{this, "ReportSomePaths", false,
                                "Also report a task that some path through the function "
                                "awaits and another one loses."};
  Option<bool> reportJoining_{this, "ReportJoining", false,
                              "Also report results whose destructor waits for the work, "
                              "such as that of a thread."};
};

ASYNC_TIDY_CHECK(TaskNeverAwaited);

} // namespace
} // namespace async_tidy
