// A guard lives in the coroutine's frame, so its mutex stays locked while the coroutine
// is parked. Whoever needs the mutex next blocks a whole executor thread, and a resume on
// another thread unlocks a mutex that this thread never locked.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class LockAcrossSuspend final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-lock-across-suspend",
      .summary = "a thread's lock is held while the coroutine is suspended",
      .severity = Severity::Error,
      .cwe = 667,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.suspensions().empty())
      return;
    const HeldLocks &locks = analysis().heldLocks(view);
    reported_.clear();
    for (const SuspensionPoint &point : view.suspensions())
      if (llvm::ArrayRef<HeldLock> held = locks.at(point.expr);
          !held.empty() && !point.neverSuspends && !isAllowed(point, view))
        findHarm(view, point, held);
  }

private:
  void findHarm(const FunctionView &view, const SuspensionPoint &point,
                llvm::ArrayRef<HeldLock> held) {
    const HeldLock *first = nullptr;
    for (const HeldLock &lock : held) {
      if (!lock.onEveryPath && !*reportMaybeHeld_)
        continue;
      // One finding per lock: the others end with the same repair.
      const bool isNew = !llvm::any_of(reported_, [&](const HeldLock &before) {
        return before.place == lock.place && before.acquired == lock.acquired;
      });
      if (!isNew)
        continue;
      reported_.push_back(lock);
      if (!first)
        reportLock(view, point, lock);
      else
        note(lock.acquired, "so is %0, locked here") << quoted(lock);
      first = first ? first : &lock;
    }
    if (first)
      adviseOn(view, point, *first);
  }

  void reportLock(const FunctionView &view, const SuspensionPoint &point,
                  const HeldLock &lock) {
    const bool yields = isa<CoyieldExpr>(point.expr);
    report(point.location(), lock.onEveryPath
                                 ? "%0 stays locked while %select{the coroutine is "
                                   "suspended|the generator's consumer runs}1"
                                 : "%0 may stay locked while %select{the coroutine is "
                                   "suspended|the generator's consumer runs}1")
        << quoted(lock) << yields << point.expr->getSourceRange();
    note(lock.acquired,
         lock.onEveryPath ? "locked here" : "locked here on some paths that lead here");
  }

  void adviseOn(const FunctionView &view, const SuspensionPoint &point,
                const HeldLock &lock) {
    note(point.location(), view.isSynchronousGenerator() || isa<CoyieldExpr>(point.expr)
                               ? "unlock before yielding, or yield copies collected "
                                 "under the lock"
                               : "%select{end the guard's scope|end its expression}0 "
                                 "before the suspension, or use %1")
        << lock.temporary << advice(view, "mutex", "a mutex whose lock() is awaited");
  }

  static std::string quoted(const HeldLock &lock) {
    return lock.temporary ? "the lock of this expression" : "'" + lock.name + "'";
  }

  bool isAllowed(const SuspensionPoint &point, const FunctionView &view) const {
    const Expr *operand = point.operand ? stripped(point.operand) : nullptr;
    if (!operand || operand->isTypeDependent())
      return false;
    if (const CXXRecordDecl *record = recordOf(operand->getType());
        record && llvm::is_contained(*allowedAwaitables_, qualifiedName(*record).str()))
      return true;
    const CallSite *site = view.callAt(operand);
    return site && site->callee &&
           llvm::is_contained(*allowedCallees_, qualifiedName(*site->callee).str());
  }

  Option<bool> reportMaybeHeld_{this, "ReportMaybeHeld", true,
                                "Also report locks that only some of the paths to the "
                                "suspension hold."};
  Option<std::vector<std::string>> allowedAwaitables_{
      this,
      "AllowedAwaitables",
      {},
      "Types, by qualified name, that may be awaited under a lock."};
  Option<std::vector<std::string>> allowedCallees_{
      this,
      "AllowedCallees",
      {},
      "Functions, by qualified name, whose result may be awaited under a lock."};

  std::vector<HeldLock> reported_; ///< In the function being checked.
};

ASYNC_TIDY_CHECK(LockAcrossSuspend);

} // namespace
} // namespace async_tidy
