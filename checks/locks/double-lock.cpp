// Who takes a mutex that he holds already waits for himself. It happens over a call: a
// public method locks and calls another public method of the same object.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

class DoubleLock final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-double-lock",
      .summary = "a lock is taken by somebody who holds it already",
      .severity = Severity::Error,
      .cwe = 764,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (LockOwner owner : {LockOwner::Thread, LockOwner::Task})
      for (const Acquisition &taken : analysis().heldLocks(view, owner).acquisitions())
        if (!taken.tries && !taken.recursive)
          findHolder(taken, owner);
  }

private:
  void findHolder(const Acquisition &taken, LockOwner owner) {
    for (const HeldLock &held : taken.held)
      for (const AccessPath &mutex : taken.mutexes)
        // Two readers may share, though a writer between them stops both.
        if (held.onEveryPath && held.locks(mutex) &&
            (!(held.shared && taken.shared) || *strict_))
          return explain(held, taken, owner);
  }

  void explain(const HeldLock &held, const Acquisition &taken, LockOwner owner) {
    const bool task = owner == LockOwner::Task;
    if (taken.callee)
      report(taken.where, "%0 locks '%1' again, which is held here: "
                          "%select{the thread|the task}2 waits for itself")
          << nameOf(*taken.callee) << taken.name << task;
    else
      report(taken.where, "'%0' is locked already: %select{the thread|the task}1 waits "
                          "for itself")
          << taken.name << task;
    note(held.acquired, "locked here%select{| by '%1'}0")
        << (held.guard != nullptr) << held.name;
    if (!taken.callee) {
      note(taken.where, "unlock it before, or leave out this lock");
      return;
    }
    note(taken.inside, "locked again here");
    note(taken.where, "unlock before the call, or call a variant that expects the lock "
                      "to be held");
  }

  static std::string nameOf(const FunctionDecl &callee) {
    const auto *method = dyn_cast<CXXMethodDecl>(&callee);
    return method && method->getParent()->isLambda() ? "the lambda"
                                                     : "'" + displayName(callee) + "'";
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report a lock that is shared both times: it waits for "
                       "itself as soon as a writer waits in between."};
};

ASYNC_TIDY_CHECK(DoubleLock);

} // namespace
} // namespace async_tidy
