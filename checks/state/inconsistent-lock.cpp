// A member is written under the lock in one method and without it in another. The lock
// then protects nothing: the two writes race.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "flow/member-access.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class InconsistentLock final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-inconsistent-lock",
      .summary = "a member is written with its lock in one place and without in another",
      .severity = Severity::Warning,
      .cwe = 820,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const auto *method = dyn_cast<CXXMethodDecl>(&view.function());
    if (!method)
      return;
    for (MemberAccess &access : memberAccesses(view, analysis()))
      accesses_[method->getParent()].push_back(std::move(access));
  }

  void checkUnit() override {
    for (const FunctionView *view : unit().functions())
      if (const auto *method = dyn_cast<CXXMethodDecl>(&view->function()))
        if (auto found = accesses_.find(method->getParent()); found != accesses_.end()) {
          for (const MemberAccess &access : found->second)
            if (access.method == view && isBare(access))
              checkBare(access, found->second);
        }
    accesses_.clear();
  }

private:
  using Accesses = std::vector<MemberAccess>;

  /// A write without any lock in a method that others call, at a time when others may.
  bool isBare(const MemberAccess &access) {
    const FunctionView &view = *access.method;
    return isWrite(access.touch) && !access.locked &&
           view.function().getAccess() == AS_public && !startsOrStops(access) &&
           (*strict_ || unit().context(view).kind != ContextKind::Plain ||
            !analysis().heldLocks(view).acquisitions().empty());
  }

  /// Before its threads run and after they are joined, an object belongs to its owner.
  bool startsOrStops(const MemberAccess &access) const {
    return llvm::any_of(access.method->calls(), [&](const CallSite &site) {
      return site.facts && (site.facts->spawnsThread ||
                            (site.facts->syncWait &&
                             standsBefore(site.expr->getBeginLoc(),
                                          access.expr->getBeginLoc(), context())));
    });
  }

  void checkBare(const MemberAccess &bare, const Accesses &all) {
    const MemberAccess *guarded = nullptr;
    const AccessPath *lock = nullptr;
    unsigned users = 0;
    for (const MemberAccess &other : all) {
      if (!(other.place == bare.place) || other.locks.empty())
        continue;
      lock = lock ? lock : &other.locks.front();
      users += llvm::is_contained(other.locks, *lock);
      if (isWrite(other.touch) && !guarded)
        guarded = &other;
    }
    if (!guarded || users < 2 || !lock->lastField() || isCalledLocked(*bare.method))
      return;
    report(bare.expr->getExprLoc(), "%0 is written here without %1, which guards it "
                                    "elsewhere")
        << bare.place.lastField() << lock->lastField();
    note(guarded->expr->getExprLoc(), "%0 is written under %1 here")
        << bare.place.lastField() << lock->lastField();
    note(bare.expr->getExprLoc(), "lock %0 around this write") << lock->lastField();
  }

  /// Whether somebody calls the method with a lock held: it may be meant so.
  bool isCalledLocked(const FunctionView &method) {
    for (const FunctionView *view : unit().functions())
      for (const CallSite &site : view->calls())
        if (site.callee && unit().view(*site.callee) == &method &&
            !analysis().heldLocks(*view).at(site.expr).empty())
          return true;
    return false;
  }

  Option<bool> strict_{
      this, "Strict", false,
      "Also report methods that neither take the lock themselves nor are "
      "known to run beside others."};

  llvm::DenseMap<const CXXRecordDecl *, Accesses> accesses_;
};

ASYNC_TIDY_CHECK(InconsistentLock);

} // namespace
} // namespace async_tidy
