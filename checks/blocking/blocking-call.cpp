// A call that waits inside a coroutine or an event loop's callback keeps the thread, and
// with it every other task that is due on that thread.

#include "flow/blocking-words.h"
#include "flow/function-check.h"
#include "model/names.h"
#include "view/blocking.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

class BlockingCall final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-blocking-call",
      .summary = "a blocking call holds up the event loop",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 1322,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (!unit().context(view).isAsync())
      return;
    for (const CallSite &site : view.calls())
      if (site.facts && site.facts->blocking && !site.facts->syncWait &&
          isReported(site, view) && (*inTests_ || !isTestCode(view, unit())))
        explain(site, view);
  }

private:
  bool isReported(const CallSite &site, const FunctionView &view) const {
    if (!isListed(site.facts->blocking->kind, *kinds_))
      return false;
    const Blocks how = blocks(site, view, unit());
    // On a pool, other threads go on; whether enough of them is left is not known here.
    return (how == Blocks::Yes || (how == Blocks::Perhaps && *strict_)) &&
           !isOnPool(view, site.location(), roles()) && !isWithoutExecutor(site, view);
  }

  /// `if (!executor) sleep_for(...)`: without one there is nobody to hold up.
  bool isWithoutExecutor(const CallSite &site, const FunctionView &view) const {
    return llvm::any_of(view.branches(), [&](const clang::IfStmt *branch) {
      const auto *negation =
          llvm::dyn_cast<clang::UnaryOperator>(stripped(branch->getCond()));
      if (!negation || negation->getOpcode() != clang::UO_LNot ||
          !view.isWithin(site.expr, branch->getThen()))
        return false;
      const clang::Expr *missing = stripped(negation->getSubExpr());
      const TypeFacts *facts = roles().type(pointeeRecordOf(missing->getType()));
      return facts && facts->executor;
    });
  }

  void explain(const CallSite &site, const FunctionView &view) {
    const BlockingRole &role = *site.facts->blocking;
    const BlockingWords &words = blockingWords(role.kind);
    report(site.location(), "'%0' blocks its thread %1; no other task on it can run")
        << calleeName(site) << words.until;
    noteContext(view);
    noteInstead(site, view, words.topic, role.instead);
  }

  Option<std::vector<std::string>> kinds_{this, "Kinds", kindsThatStallLoops(),
                                          stallingKindsHelp};
  Option<bool> inTests_{this, "InTests", false, blockingInTestsHelp};
  Option<bool> strict_{this, "Strict", false, unknownModeHelp};
};

ASYNC_TIDY_CHECK(BlockingCall);

} // namespace
} // namespace async_tidy
