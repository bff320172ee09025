// Work that nobody waits for ends where nobody looks. If it can fail, it fails in
// silence: the listener that stopped listening, the refresh that has not run since
// Tuesday.

#include "flow/escape.h"
#include "flow/function-check.h"
#include "flow/started-work.h"
#include "model/names.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {
namespace {

using namespace clang;

class DetachedTask final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-detached-task",
      .summary = "work that can fail runs with nobody to see its error",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 391};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const StartedWork &started : startedWork(view, unit())) {
      const CallSite *site = view.callAt(started.at);
      if (started.detached && !started.thread && started.work && site && site->facts &&
          site->facts->spawn)
        checkStarted(started, view);
    }
    for (const DiscardedValue &value : view.discarded())
      if (const CallSite *site = view.callAt(value.expr);
          site && site->callee && isLeftAlone(value))
        if (const FunctionView *body = unit().view(*site->callee))
          checkWork(value.expr->getExprLoc(), *body);
  }

private:
  void checkStarted(const StartedWork &started, const FunctionView &view) {
    // Of a call that makes the task, the callee alone is the work, not its arguments.
    const auto *call = dyn_cast<CallExpr>(strippedMove(started.work));
    if (const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr) {
      if (const FunctionView *body = unit().view(*callee))
        checkWork(started.at->getExprLoc(), *body);
      return;
    }
    for (const FunctionView *body : unit().callablesOf(*started.work, view))
      checkWork(started.at->getExprLoc(), *body);
  }

  /// Thrown away in so many words, which keeps async-discarded-task quiet.
  bool isLeftAlone(const DiscardedValue &value) const {
    const TaskRole *task = roles().task(value.expr->getType());
    return task && value.how != Discard::Plain && value.expr->isPRValue() &&
           (task->drop == Drop::Detaches || task->drop == Drop::LosesError);
  }

  void checkWork(SourceLocation where, const FunctionView &body) {
    if (!body.isCoroutine() || hasOwner(body) || isExplained(where))
      return;
    std::optional<Escape> escape =
        escapingFailure(body, unit(), *strict_ ? Failing::Any : Failing::Accepting);
    if (!escape)
      return;
    report(where, "if %0 fails nobody learns of it: it is detached, and catches nothing")
        << nameOf(body);
    for (const Expr *call : escape->path)
      note(call->getExprLoc(), "an exception of %0 is not caught here")
          << displayCallee(*call);
    note(escape->origin->getExprLoc(),
         isa<CXXThrowExpr>(escape->origin) ? "thrown here" : "this operation may fail");
    note(where, "instead, catch it in there, or use %0")
        << advice(body, "errors", "whatever hands the exception of a task to a callback");
  }

  static std::string nameOf(const FunctionView &body) {
    return body.lambda() ? "this coroutine" : "'" + displayName(body.function()) + "'";
  }

  /// A scope that the work entered, and that somebody waits for.
  bool hasOwner(const FunctionView &body) const {
    return llvm::any_of(body.locals(), [&](const VarDecl *local) {
      const TypeFacts *facts = roles().type(local->getType());
      return facts && ((facts->guard && facts->guard->async) || facts->permit);
    });
  }

  /// `// detached: the cache may stay cold`, on the line or on the line above.
  bool isExplained(SourceLocation where) const {
    const SourceManager &sources = context().getSourceManager();
    auto [file, offset] = sources.getDecomposedExpansionLoc(where);
    llvm::StringRef text = sources.getBufferData(file);
    auto [before, line] = text.take_front(text.find('\n', offset)).rsplit('\n');
    llvm::StringRef above = before.rsplit('\n').second.trim();
    const std::string comment =
        (line.split("//").second + " " + (above.starts_with("//") ? above : "")).str();
    return llvm::any_of(*reasons_, [&](const std::string &word) {
      return !word.empty() && llvm::StringRef(comment).contains(word);
    });
  }

  Option<bool> strict_{
      this, "Strict", false,
      "Also report work that awaits any operation of the network outside "
      "of a try, not only one that waits for new work."};
  Option<std::vector<std::string>> reasons_{
      this,
      "Reasons",
      {"detached:"},
      "Words of a comment, on the line or the line above, that give the reason."};
};

ASYNC_TIDY_CHECK(DetachedTask);

} // namespace
} // namespace async_tidy
