// A mutex that is locked by hand must be unlocked on every way out. The way that gets
// forgotten is the early one: `return` on an error, a `throw`, or a coroutine that is
// destroyed while it is suspended. Whoever locks next waits for ever.

#include "flow/function-check.h"
#include "flow/guard-fix.h"
#include "flow/held-locks.h"
#include "model/names.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

using namespace clang;

class UnlockMissing final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-unlock-missing",
      .summary = "a lock taken by hand is not released on some way out",
      .severity = Severity::Error,
      .fix = Fix::Safe,
      .cwe = 772,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (LockOwner owner : {LockOwner::Thread, LockOwner::Task}) {
      const HeldLocks &locks = analysis().heldLocks(view, owner);
      for (const LockedExit &exit : locks.lockedExits())
        for (const HeldLock &lock : exit.held)
          if (lock.byHand() && lock.released.isValid() && !isFailedTest(exit))
            reportExit(view, exit, lock);
      if (owner == LockOwner::Task)
        checkSuspensions(view, locks);
    }
  }

private:
  /// A check of a test framework returns when it has failed: nothing waits any more.
  bool isFailedTest(const LockedExit &exit) const {
    return exit.by && isInAssertion(exit.by->getBeginLoc(), unit());
  }

  void reportExit(const FunctionView &view, const LockedExit &exit,
                  const HeldLock &lock) {
    const SourceLocation where =
        exit.by ? exit.by->getBeginLoc() : view.body()->getEndLoc();
    {
      DiagnosticBuilder finding =
          report(where, "'%0' is still locked when this %select{function|coroutine}1 "
                        "%select{returns|throws}2 here");
      finding << lock.name << view.isCoroutine()
              << isa_and_nonnull<CXXThrowExpr>(exit.by);
      for (const FixItHint &fix : guardInstead(lock, guardFor(lock), view))
        finding << fix;
    }
    explain(lock);
  }

  /// `co_await condition.wait(mutex)` unlocks it while it waits, and the awaiter in
  /// `co_await Operation{*this}` may do so.
  bool isHandedTo(const SuspensionPoint &point, const HeldLock &lock) const {
    const Expr *operand = strippedMove(point.operand);
    const bool isAwaiter = operand && !roles().task(operand->getType());
    return operand && llvm::any_of(operand->children(), [&](const Stmt *child) {
             const auto *argument = dyn_cast_or_null<Expr>(child);
             const std::optional<AccessPath> place =
                 argument && argument->isLValue() ? AccessPath::of(argument, context())
                                                  : std::nullopt;
             return place &&
                    (*place == lock.place || (isAwaiter && place->contains(lock.place)));
           });
  }

  /// A suspended coroutine may be destroyed, and an await may throw; not in a test.
  void checkSuspensions(const FunctionView &view, const HeldLocks &locks) {
    llvm::SmallVector<AccessPath, 2> reported;
    for (const SuspensionPoint &point : view.suspensions())
      for (const HeldLock &lock : locks.at(point.expr)) {
        if (!lock.byHand() || !lock.onEveryPath || lock.released.isInvalid() ||
            point.neverSuspends || llvm::is_contained(reported, lock.place) ||
            isHandedTo(point, lock) || isTestCode(view, unit()))
          continue;
        reported.push_back(lock.place);
        report(point.location(), "'%0' stays locked for ever if this await throws or is "
                                 "destroyed while suspended")
            << lock.name;
        explain(lock);
      }
  }

  void explain(const HeldLock &lock) {
    note(lock.acquired, "locked here");
    llvm::StringRef guard = guardFor(lock);
    note(lock.released, "only here it is unlocked; use %0 instead, which unlocks on "
                        "every way out")
        << (guard.empty() ? "a guard" : guard);
  }

  /// The guard of the mutex's own library, if its model names one.
  llvm::StringRef guardFor(const HeldLock &lock) const {
    const ValueDecl *mutex =
        lock.place.isWhole() ? lock.place.variable() : lock.place.lastField();
    const TypeFacts *facts = mutex ? roles().type(mutex->getType()) : nullptr;
    return facts ? roles().models().advice(facts->framework, "guard") : llvm::StringRef();
  }
};

ASYNC_TIDY_CHECK(UnlockMissing);

} // namespace
} // namespace async_tidy
