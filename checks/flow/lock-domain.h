// The lattice behind HeldLocks: for every guard and every mutex locked by hand, the set
// of things that may have become of it on the way here.
#pragma once

#include "flow/analysis.h"
#include "flow/held-locks.h"

#include "llvm/ADT/SmallPtrSet.h"

#include <deque>

namespace async_tidy {

/// Whether a type is a guard that keeps such a lock while it lives.
bool isGuardOf(LockOwner owner, clang::QualType type, const Resolver &roles);

/// Whether a type owns a guard of a thread's lock and can be empty: `optional<guard>`,
/// `unique_ptr<guard>`.
bool holdsGuard(clang::QualType type, const Resolver &roles);

/// A guard or a mutex that a function mentions.
struct LockObject {
  AccessPath place;
  const clang::ValueDecl *guard = nullptr;
  std::string name;
  clang::SourceLocation declared;
  bool temporary = false;
  bool shared = false;
  llvm::SmallVector<AccessPath, 1> covers; ///< The mutexes that a guard locks.
  llvm::SmallPtrSet<const clang::Stmt *, 2> acquires, releases;
};

/// The context of a callee's place: what it is to the caller.
std::optional<AccessPath> placeInCaller(const AccessPath &place, const CallSite &site,
                                        const FunctionView &callee,
                                        const clang::ASTContext &context);

/// A domain for `Solver`. Indices into `locks()` are those of a state's cells.
class LockDomain {
public:
  struct Cell {
    uint8_t fates = LockUntouched;
    const clang::Stmt *acquired = nullptr; ///< The first of them in the source.
    bool operator==(const Cell &) const = default;
  };
  using State = std::vector<Cell>;

  LockDomain(Analysis &analysis, const FunctionView &view, LockOwner owner);

  State entry();
  void join(State &into, const State &from);
  void transfer(State &state, const clang::CFGElement &element);
  void refine(State &state, const clang::CFGBlock &block, bool taken);

  const std::deque<LockObject> &locks() const { return locks_; }
  /// Whether anything operated on the mutex since the function was entered.
  bool isUntouched(const State &state, const AccessPath &mutex) const;
  /// From now on, `transfer` adds the acquisitions that it sees.
  void record(std::vector<Acquisition> &log) { log_ = &log; }
  /// The fates of every guard that the function returns.
  uint8_t returned() const { return returned_; }

private:
  // what an expression is
  bool isGuard(clang::QualType type) const;
  bool isHolder(clang::QualType type) const;
  std::optional<AccessPath> guardPlace(const clang::Expr *expr) const;
  std::optional<AccessPath> mutexPlace(const clang::Expr *expr, bool named) const;
  bool isInitializer(const clang::Expr *expr) const;

  // state
  unsigned intern(const AccessPath &place);
  unsigned internMutex(const AccessPath &place, const clang::Expr &expr);
  Cell &cell(State &state, unsigned lock);
  void acquire(State &state, unsigned lock, uint8_t fates, const clang::Stmt *where);
  void release(State &state, unsigned lock, const clang::Stmt *where);
  Acquisition *log(llvm::ArrayRef<AccessPath> mutexes, const clang::Expr &named,
                   clang::SourceLocation where);
  void forget(State &state, const AccessPath &place);

  // statements
  void apply(State &state, const clang::Stmt &stmt);
  void declare(State &state, const clang::VarDecl &variable);
  void bind(State &state, const clang::DecompositionDecl &bindings);
  void hold(State &state, const clang::MaterializeTemporaryExpr &temporary);
  void await(State &state, const clang::CoroutineSuspendExpr &suspension);
  void capture(State &state, const clang::LambdaExpr &lambda);
  void construct(State &state, const clang::CXXConstructExpr &construct);
  void call(State &state, const clang::CallExpr &call);
  bool assign(State &state, const clang::CallExpr &call);
  bool swap(State &state, const CallSite &site);
  bool changeHolder(State &state, const CallSite &site);
  const CallSite *awaitedLock(const clang::Expr &value) const;
  void handToAwaiter(State &state, const clang::Expr *awaiter);
  bool wakesSomebody(const CallSite &site) const;
  void forgetByHand(State &state, const AccessPath *owner);
  void operate(State &state, const LockOperationRole &role, const CallSite &site);
  void operateOn(State &state, const LockOperationRole &role, const clang::Expr &operand,
                 bool named, const clang::Stmt &where);
  void takeEffects(State &state, const LockEffects &effects, const CallSite &site,
                   const FunctionView &callee);
  void passArguments(State &state, const CallSite &site, bool known);

  // initial values: the fates of a guard made by an expression
  uint8_t made(State &state, const clang::Expr *init, LockObject *lock);
  uint8_t constructed(State &state, const clang::CXXConstructExpr &init,
                      LockObject *lock);
  uint8_t lockedBy(State &state, llvm::ArrayRef<const clang::Expr *> arguments,
                   bool deferrable, LockObject *lock);
  uint8_t returnedBy(const clang::CallExpr &call);
  uint8_t moved(State &state, const AccessPath &from, LockObject *lock);

  std::optional<std::pair<unsigned, bool>> tested(const clang::Expr *condition);

  Analysis &analysis_;
  const FunctionView &view_;
  const LockOwner owner_;
  const Resolver &roles_;
  const clang::ASTContext &context_;
  std::vector<Acquisition> *log_ = nullptr;
  std::deque<LockObject> locks_; // handed out by address
  llvm::DenseMap<const clang::VarDecl *, unsigned> testVariables_;
  uint8_t returned_ = 0;
};

} // namespace async_tidy
