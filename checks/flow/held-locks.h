// Which thread-owned locks are held where. Locks of async libraries, which are made to be
// held over a suspension, do not count.
#pragma once

#include "flow/access-path.h"
#include "view/function-view.h"

namespace async_tidy {

class Analysis;

/// A lock that some path holds at a point.
struct HeldLock {
  AccessPath place; ///< Of the guard, or of the mutex if locked by hand.
  const clang::ValueDecl *guard = nullptr; ///< Null if locked by hand or by a temporary.
  std::string name;                        ///< The guard's, or the mutex as written.
  clang::SourceLocation acquired;
  bool onEveryPath = true;
  bool temporary = false; ///< A guard without a name, alive to the end of its expression.
};

/// What a lock may have become since the function was entered; a set.
enum LockFate : uint8_t {
  LockUntouched = 1, ///< As the caller had it.
  LockFree = 2,
  LockHeld = 4,
  LockUnknown = 8, ///< Handed to code that cannot be seen.
};

/// What a call does to locks of its caller, in terms of the callee's parameters, `this`,
/// globals and captured variables.
struct LockEffects {
  struct Effect {
    AccessPath place;
    uint8_t fates; ///< LockFate bits on return.
    std::string name;
  };
  std::vector<Effect> effects;
  uint8_t returned = 0; ///< Of the guard it returns, 0 if it returns none.
  bool known = true;    ///< False if the function is too large to tell.
};

/// The held locks of one function.
class HeldLocks {
public:
  /// Knows nothing.
  HeldLocks() { effects_.known = false; }
  HeldLocks(Analysis &analysis, const FunctionView &view);

  /// Held when control reaches a call, a construction or a suspension point, in the order
  /// in which the function first mentions them.
  llvm::ArrayRef<HeldLock> at(const clang::Stmt *point) const {
    auto found = held_.find(point);
    if (found == held_.end())
      return {};
    return found->second;
  }

  /// What callers see.
  const LockEffects &effects() const { return effects_; }

private:
  llvm::DenseMap<const clang::Stmt *, std::vector<HeldLock>> held_;
  LockEffects effects_;
};

} // namespace async_tidy
