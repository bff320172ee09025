// Which awaited operations end by themselves: a deadline may stand on the operation, on
// its object, around it, or around every call of the function it is in.
#pragma once

#include "view/translation-unit.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

/// What bounds the waits of one translation unit, gathered once.
class Deadlines {
public:
  explicit Deadlines(const TranslationUnit &unit);

  /// A call and the function it stands in.
  struct Site {
    const CallSite *call;
    const FunctionView *in;
  };

  /// Whether something visible, or something that cannot be judged, may end the
  /// operation.
  bool mayEnd(const Site &operation) const;

  /// Where a function is called or spawned in this translation unit.
  llvm::ArrayRef<Site> callersOf(const FunctionView &view) const;

  /// The variable or field that an operation works on, null if unnamed.
  static const clang::ValueDecl *objectOfOperation(const CallSite &operation);

private:
  using Visited = llvm::SmallPtrSet<const FunctionView *, 8>;

  void gather(const Site &site);
  void gatherAfter(const Site &wait, Visited &visited);
  void gatherTouched(const CallSite &site, const FunctionView &watcher, Visited &visited);
  void gatherTouched(const FunctionView &handler, const FunctionView &watcher,
                     Visited &visited);
  bool isLimit(const clang::Expr *expr, unsigned depth) const;
  bool hasLimit(const CallSite &site) const;
  bool waitsForTimer(const clang::Expr *operand, const FunctionView &in) const;
  bool isObjectBounded(const clang::ValueDecl *object, const Site &operation,
                       Visited &visited) const;
  bool isArgumentBounded(const clang::ParmVarDecl &parameter, const FunctionView &in,
                         Visited &visited) const;
  enum class Around { Bounded, Awaited, GivenAway };
  Around around(const Site &site) const;
  bool areCallersBounded(const FunctionView &view, Visited &visited) const;

  const TranslationUnit &unit_;
  llvm::DenseMap<const FunctionView *, std::vector<Site>> callers_;
  llvm::DenseSet<const clang::ValueDecl *> armed_;
  /// Who uses an object once a timer has fired: a handler that closes it, a watchdog.
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const FunctionView *, 2>>
      watchers_;
};

} // namespace async_tidy
