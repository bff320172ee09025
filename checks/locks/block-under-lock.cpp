// A call that waits for the outside world keeps the lock meanwhile: everybody who needs
// it waits for the same peer, timer or thread, and stands still if that one needs the
// lock.

#include "flow/blocking-words.h"
#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "view/blocking.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class BlockUnderLock final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-block-under-lock",
      .summary = "a call blocks while a lock is held",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 667,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    llvm::SmallVector<AccessPath, 2> reported;
    for (const CallSite &site : view.calls()) {
      if (!site.facts || !isReported(site, view))
        continue;
      const HeldLock *held = heldOver(site, view);
      if (!held || llvm::is_contained(reported, held->place) ||
          (!*inTests_ && isTestCode(view, unit())))
        continue;
      reported.push_back(held->place); // the other calls have the same repair
      explain(*held, site, view);
    }
  }

private:
  bool isReported(const CallSite &site, const FunctionView &view) const {
    if ((!site.facts->syncWait && !site.facts->blocking) ||
        !isListed(blockingKind(*site.facts), *kinds_))
      return false;
    const Blocks how = blocks(site, view, unit());
    return how == Blocks::Yes || (how == Blocks::Perhaps && *strict_);
  }

  /// The outermost lock that the call keeps. A wait on a condition releases its own lock.
  const HeldLock *heldOver(const CallSite &site, const FunctionView &view) const {
    const auto &wait = site.facts->conditionWait;
    const std::optional<AccessPath> own =
        wait ? AccessPath::of(site.argument(wait->lock), context()) : std::nullopt;
    if (wait && !own)
      return nullptr;
    for (const HeldLock &held : analysis().heldLocks(view).at(site.expr))
      if (held.onEveryPath && !held.temporary &&
          !(own && (held.place == *own || held.locks(*own))))
        return &held;
    return nullptr;
  }

  void explain(const HeldLock &held, const CallSite &site, const FunctionView &view) {
    report(site.location(), "'%0' waits with '%1' locked; whoever needs the lock waits "
                            "along")
        << calleeName(site) << held.name;
    note(held.acquired, "locked here");
    note(site.location(), "copy what the call needs, unlock, then call");
    if (!unit().context(view).isAsync())
      return;
    if (site.facts->syncWait)
      noteInstead(site, view, "wait", site.facts->syncWait->instead);
    else
      noteInstead(site, view, "offload", site.facts->blocking->instead);
  }

  Option<std::vector<std::string>> kinds_{
      this,
      "Kinds",
      {"sleep", "network", "dns", "process", "database", "wait", "join", "poll",
       "run-loop"},
      "Which kinds of calls are reported; beyond the default there are file, stdin, "
      "lock, log and cpu."};
  Option<bool> inTests_{this, "InTests", false, blockingInTestsHelp};
  Option<bool> strict_{this, "Strict", false, unknownModeHelp};
};

ASYNC_TIDY_CHECK(BlockUnderLock);

} // namespace
} // namespace async_tidy
