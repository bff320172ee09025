// "Is it made? If not: lock, ask again, make it." The first question reads without the
// lock what the other thread writes under it: a data race, and the reader may see the
// pointer before the object behind it.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "flow/shared-memory.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class DoubleCheckedInit final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-double-checked-init",
      .summary = "lazy initialisation that races with itself",
      .severity = Severity::Error,
      .cwe = 609,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (*strict_ && !view.suspensions().empty())
      for (const IfStmt *branch : view.branches())
        checkAwaited(*branch, view);
    if (view.branches().size() < 2)
      return;
    for (const Acquisition &taken : analysis().heldLocks(view).acquisitions())
      if (taken.held.empty() && !taken.callee && !taken.tries)
        checkLock(taken, view);
  }

private:
  using Mentions = std::vector<SharedMention>;

  /// Two questions on the same place around the point where the lock is taken.
  void checkLock(const Acquisition &taken, const FunctionView &view) {
    for (const IfStmt *inner : view.branches()) {
      if (!standsBefore(taken.where, inner->getBeginLoc(), context()))
        continue;
      for (const IfStmt *outer : view.branches())
        if (standsBefore(outer->getBeginLoc(), taken.where, context()) &&
            leadsTo(*outer, *inner, view))
          checkPair(taken, *outer, *inner, view);
    }
  }

  /// Whether the first question decides whether control comes to the second.
  static bool leadsTo(const IfStmt &outer, const IfStmt &inner,
                      const FunctionView &view) {
    if (view.isWithin(&inner, outer.getThen()))
      return true;
    const Stmt *then = outer.getThen();
    if (const auto *block = dyn_cast<CompoundStmt>(then); block && !block->body_empty())
      then = block->body_back();
    return isa<ReturnStmt>(then) && view.parentOf(&outer) == view.parentOf(&inner);
  }

  void checkPair(const Acquisition &taken, const IfStmt &outer, const IfStmt &inner,
                 const FunctionView &view) {
    const Mentions asked = sharedMentions(*outer.getCond(), view, roles());
    const Mentions again = sharedMentions(*inner.getCond(), view, roles());
    for (const SharedMention &made : sharedMentions(*inner.getThen(), view, roles()))
      if (isWrite(made.touch) && reads(again, made.place) && isHeld(made, view))
        for (const SharedMention &first : asked)
          if (first.place == made.place && first.touch == Touch::Reads)
            return explain(first, taken, made);
  }

  static bool reads(const Mentions &mentions, const AccessPath &place) {
    return llvm::any_of(mentions, [&](const SharedMention &mention) {
      return mention.place == place && mention.touch == Touch::Reads;
    });
  }

  bool isHeld(const SharedMention &mention, const FunctionView &view) {
    const HeldLocks &locks = analysis().heldLocks(view);
    for (const Stmt *around = mention.expr; around; around = view.parentOf(around))
      if (!locks.at(around).empty())
        return true;
    return false;
  }

  static const ValueDecl *nameOf(const SharedMention &mention) {
    return mention.place.isWhole() ? mention.place.variable() : mention.place.lastField();
  }

  void explain(const SharedMention &first, const Acquisition &taken,
               const SharedMention &made) {
    report(first.expr->getExprLoc(), "%0 is read here without the lock under which "
                                     "another thread writes it")
        << nameOf(first);
    note(taken.where, "the lock is taken only now");
    note(made.expr->getExprLoc(), "%0 is written here") << nameOf(made);
    note(first.expr->getExprLoc(), "make %0 atomic, ask under the lock, or leave it to a "
                                   "static local or a once flag")
        << nameOf(first);
  }

  /// `if (!made) made = co_await make();`
  void checkAwaited(const IfStmt &branch, const FunctionView &view) {
    const Mentions asked = sharedMentions(*branch.getCond(), view, roles());
    const Mentions inside = sharedMentions(*branch.getThen(), view, roles());
    for (const SuspensionPoint &point : view.suspensions()) {
      if (point.neverSuspends || !view.isWithin(point.expr, branch.getThen()) ||
          !analysis().heldLocks(view, LockOwner::Task).at(point.expr).empty())
        continue;
      for (const SharedMention &made : inside)
        if (made.touch == Touch::Writes && reads(asked, made.place) &&
            isFirstTouch(made, inside) &&
            standsBefore(point.expr->getBeginLoc(), view.parentOf(made.expr)->getEndLoc(),
                         context()))
          return explainAwaited(made, point);
    }
  }

  static bool isFirstTouch(const SharedMention &made, const Mentions &inside) {
    return llvm::none_of(inside, [&](const SharedMention &other) {
      return other.expr != made.expr && other.place == made.place;
    });
  }

  void explainAwaited(const SharedMention &made, const SuspensionPoint &point) {
    report(point.location(), "two tasks that both find %0 empty both start this")
        << nameOf(made);
    note(made.expr->getExprLoc(), "%0 is set only when it is done") << nameOf(made);
    note(point.location(), "keep the running task and let the second caller await it, or "
                           "hold an awaitable mutex");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report `if (!x) x = co_await make();` on shared state."};
};

ASYNC_TIDY_CHECK(DoubleCheckedInit);

} // namespace
} // namespace async_tidy
