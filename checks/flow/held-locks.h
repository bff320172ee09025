// Which locks are held where, where they are taken, and which are left behind. Locks that
// a thread owns and locks of async libraries, made to be held over a suspension, are two
// questions.
#pragma once

#include "flow/access-path.h"
#include "view/function-view.h"

namespace async_tidy {

class Analysis;

/// Who owns a lock: the thread that took it, or the task, on whatever thread it goes on.
enum class LockOwner { Thread, Task };

/// A lock that some path holds at a point.
struct HeldLock {
  AccessPath place; ///< Of the guard, or of the mutex if locked by hand.
  llvm::SmallVector<AccessPath, 1> mutexes; ///< What is locked, as far as it is known.
  const clang::ValueDecl *guard = nullptr;  ///< Null if locked by hand or by a temporary.
  std::string name;                         ///< The guard's, or the mutex as written.
  clang::SourceLocation acquired;
  bool onEveryPath = true;
  bool temporary = false; ///< A guard without a name, alive to the end of its expression.
  bool shared = false;    ///< Others may hold it too.
  clang::SourceLocation released; ///< Where the function unlocks it by hand, if it does.

  bool byHand() const { return !guard && !temporary; }
  bool locks(const AccessPath &mutex) const { return llvm::is_contained(mutexes, mutex); }
};

/// A place where a lock is taken.
struct Acquisition {
  llvm::SmallVector<AccessPath, 1>
      mutexes;      ///< Several at once cannot deadlock each other.
  std::string name; ///< The first of them, as written.
  clang::SourceLocation where;
  bool tries = false; ///< Gives up instead of waiting for ever.
  bool shared = false;
  bool recursive = false;                      ///< The same thread may take it again.
  const clang::FunctionDecl *callee = nullptr; ///< The function that takes it, if it is
                                               ///< not this one.
  clang::SourceLocation inside;                ///< Where it does.
  std::vector<HeldLock> held;                  ///< What is held by then.
};

/// A way out of a function, and what is held on it.
struct LockedExit {
  const clang::Stmt *by = nullptr; ///< `return`, `co_return`, `throw`; null at the end.
  std::vector<HeldLock> held;
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
  /// A mutex that it takes, although its caller may hold it.
  struct Take {
    AccessPath place;
    std::string name;
    clang::SourceLocation where;
    bool shared = false, recursive = false;
  };
  std::vector<Effect> effects;
  std::vector<Take> takes;
  uint8_t returned = 0; ///< Of the guard it returns, 0 if it returns none.
  bool known = true;    ///< False if the function is too large to tell.
};

/// The held locks of one function.
class HeldLocks {
public:
  /// Knows nothing.
  HeldLocks() { effects_.known = false; }
  HeldLocks(Analysis &analysis, const FunctionView &view, LockOwner owner);

  /// Held when control reaches a call, a construction, a suspension point, a member or an
  /// assignment, in the order in which the function first mentions them.
  llvm::ArrayRef<HeldLock> at(const clang::Stmt *point) const {
    auto found = held_.find(point);
    if (found == held_.end())
      return {};
    return sets_[found->second];
  }
  /// In the order of the control flow graph; also those that callees make.
  llvm::ArrayRef<Acquisition> acquisitions() const { return acquisitions_; }
  /// Ways out on which some lock is held for sure.
  llvm::ArrayRef<LockedExit> lockedExits() const { return exits_; }

  /// What callers see.
  const LockEffects &effects() const { return effects_; }

private:
  struct Pass;
  void solve(Analysis &analysis, const FunctionView &view, LockOwner owner);
  void takeFromCallees(Analysis &analysis, const FunctionView &view, LockOwner owner);
  void keep(const clang::Stmt *point, std::vector<HeldLock> held);

  std::vector<std::vector<HeldLock>> sets_;
  llvm::DenseMap<const clang::Stmt *, unsigned> held_; ///< Indices into `sets_`.
  std::vector<Acquisition> acquisitions_;
  std::vector<LockedExit> exits_;
  LockEffects effects_;
};

} // namespace async_tidy
