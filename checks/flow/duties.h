// What a function takes on by hand and must end by hand: a descriptor to close, a permit
// to give back, a scope to join. Where is it still open? A suspended coroutine may be
// destroyed, and an await may throw: a suspension is a way out as well.
#pragma once

#include "flow/analysis.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

/// What a statement does to a duty.
enum class Deed {
  Takes,
  MayTake, ///< Only if what it returns says so.
  Ends,
  Replaces,  ///< Puts another one in its place.
  Passes,    ///< To code that cannot be seen, which may end it.
  GivesAway, ///< From here on it is somebody else's.
};

/// One thing that is taken and ended, seen through the statements that do so.
struct Duty {
  std::string name; ///< As the user wrote it.
  /// The object whose end is the last moment; null if that is the function's end.
  const clang::VarDecl *object = nullptr;
  llvm::DenseMap<const clang::Stmt *, Deed> deeds;
  /// What tells, as a condition, whether it was taken: an expression, a variable.
  llvm::SmallPtrSet<const void *, 4> tests;
  /// A pointer or descriptor whose value tells so.
  const clang::VarDecl *handle = nullptr;

  /// The first statement that does such a thing, null if there is none.
  const clang::Stmt *first(Deed deed) const;
};

/// A point at which a duty is open, or was ended.
struct DutyPoint {
  const clang::Stmt *at;
  const clang::Stmt *since; ///< What took or ended it.
  bool onEveryPath = true;
};

/// What becomes of one duty in a function.
struct DutyCourse {
  /// Suspensions over which it is open on every path; not those whose failure somebody
  /// handles.
  std::vector<DutyPoint> suspensions;
  /// Ways out at which it is open on every path: `return`, `co_return`, `throw`, a block.
  std::vector<DutyPoint> exits;
  std::vector<DutyPoint> takenAgain; ///< Taken or replaced while it was open.
  std::vector<DutyPoint> takenLate;  ///< Taken after it was ended.
  /// Some path leaves the function open by the last `return`, or by its end: that may be
  /// what the function is for.
  bool leftOpenAtLast = false;
};

/// Follows a duty through the graph. Who hands it to unseen code and ends it himself on
/// every way has not given it away; otherwise it is gone from there on.
DutyCourse follow(const Duty &duty, const FunctionView &view, Analysis &analysis);

} // namespace async_tidy
