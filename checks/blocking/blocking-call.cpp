// A call that waits inside a coroutine or an event loop's callback keeps the thread, and
// with it every other task that is due on that thread.

#include "flow/function-check.h"
#include "model/names.h"
#include "model/words.h"
#include "view/descriptor.h"
#include "view/hop.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

/// How long a kind of call keeps its thread, and which advice fits.
struct Wording {
  BlockingKind kind;
  llvm::StringLiteral until;
  llvm::StringLiteral topic;
};

constexpr Wording wordings[] = {
    {BlockingKind::Sleep, "for the whole delay", "sleep"},
    {BlockingKind::Network, "until the peer acts", "network"},
    {BlockingKind::Dns, "until the name is resolved", "dns"},
    {BlockingKind::File, "until the disk is done", "file"},
    {BlockingKind::Stdin, "until somebody types", "stdin"},
    {BlockingKind::Process, "until the process is done", "process"},
    {BlockingKind::Database, "until the database answers", "database"},
    {BlockingKind::Lock, "until the lock is free", "mutex"},
    {BlockingKind::Wait, "until it returns", "offload"},
    {BlockingKind::Join, "until the thread ends", "wait"},
    {BlockingKind::Poll, "until a descriptor is ready", "await"},
    {BlockingKind::RunLoop, "until the inner loop ends", "await"},
    {BlockingKind::Log, "until the line is written", "offload"},
    {BlockingKind::Cpu, "while it computes", "offload"},
};

const Wording &wordingOf(BlockingKind kind) {
  return *llvm::find_if(wordings,
                        [&](const Wording &wording) { return wording.kind == kind; });
}

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
          blocks(*site.facts->blocking, site, view) &&
          (*inTests_ || !isTestCode(view, unit())))
        explain(site, view);
  }

private:
  bool blocks(const BlockingRole &role, const CallSite &site,
              const FunctionView &view) const {
    if (!isReported(role.kind) || unit().anyHolds(role.unless, site, view) ||
        (!role.when.empty() && !unit().anyHolds(role.when, site, view)))
      return false;
    if (role.uncertain) {
      const Descriptor descriptor = descriptorOf(site, view, unit());
      if (descriptor != Descriptor::Blocks &&
          (descriptor == Descriptor::NeverBlocks || !*strict_))
        return false;
    }
    if (isWithoutExecutor(site, view))
      return false;
    // On a pool, other threads go on; whether enough of them is left is not known here.
    const std::optional<Hop> hop = lastHopBefore(view, site.location(), roles());
    return !hop || hop->kind != ExecutorKind::Pool;
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

  bool isReported(BlockingKind kind) const {
    return llvm::any_of(yaml::words<BlockingKind>, [&](const auto &word) {
      return word.second == kind && llvm::is_contained(*kinds_, word.first);
    });
  }

  void explain(const CallSite &site, const FunctionView &view) {
    const BlockingRole &role = *site.facts->blocking;
    const Wording &wording = wordingOf(role.kind);
    report(site.location(), "'%0' blocks its thread %1; no other task on it can run")
        << calleeName(site) << wording.until;
    noteContext(view);
    noteInstead(site, view, wording.topic, role.instead);
  }

  Option<std::vector<std::string>> kinds_{this,
                                          "Kinds",
                                          {"sleep", "network", "dns", "stdin", "process",
                                           "database", "wait", "join", "poll",
                                           "run-loop"},
                                          "Which kinds of calls are reported; beyond the "
                                          "default there are file, lock, log and "
                                          "cpu."};
  Option<bool> inTests_{this, "InTests", false,
                        "Also report in files that hold tests, where a blocked thread is "
                        "part of the plan."};
  Option<bool> strict_{
      this, "Strict", false,
      "Also report calls on a descriptor whose mode, blocking or not, is not visible."};
};

ASYNC_TIDY_CHECK(BlockingCall);

} // namespace
} // namespace async_tidy
