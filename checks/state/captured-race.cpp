// A local variable is captured by reference and written on another thread, while a second
// thread or the function itself uses it. Nothing orders the two.

#include "flow/function-check.h"
#include "flow/held-locks.h"
#include "flow/started-threads.h"
#include "model/names.h"
#include "view/memory.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class CapturedRace final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-captured-race",
      .summary = "a captured variable is written on a thread while others use it",
      .severity = Severity::Error,
      .cwe = 362,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.lambdas().empty())
      return;
    const std::vector<StartedThread> threads = startedThreads(view, unit());
    for (const StartedThread &thread : threads)
      for (const LambdaCapture &capture : thread.lambda->captures())
        if (capture.capturesVariable() && capture.getCaptureKind() == LCK_ByRef)
          if (const auto *variable = dyn_cast<VarDecl>(capture.getCapturedVar());
              variable && isUnguarded(*variable))
            checkVariable(*variable, thread, threads, view);
  }

private:
  bool isUnguarded(const VarDecl &variable) const {
    QualType type = variable.getType().getNonReferenceType();
    return variable.hasLocalStorage() && !type.isConstQualified() &&
           !synchronisesItself(type, roles());
  }

  void checkVariable(const VarDecl &variable, const StartedThread &thread,
                     llvm::ArrayRef<StartedThread> threads, const FunctionView &view) {
    const Expr *write = unlockedUse(variable, *thread.body, /*writes=*/true);
    if (!write)
      return;
    const DeclStmt *declaration = view.declarationOf(variable);
    if (thread.loop && !(declaration && view.isWithin(declaration, thread.loop)))
      return explainLoop(variable, *write, thread);
    for (const StartedThread &other : threads)
      if (other.start != thread.start && overlap(thread, other))
        if (const Expr *use = unlockedUse(variable, *other.body, /*writes=*/false))
          return explain(variable, *write, thread, *use, "another thread uses it here");
    for (const Expr *use : view.uses(variable))
      if (thread.joined && !view.enclosing<LambdaExpr>(use) &&
          standsBefore(thread.start->expr->getEndLoc(), use->getBeginLoc(), context()) &&
          standsBefore(use->getBeginLoc(), thread.joined->expr->getBeginLoc(),
                       context()) &&
          view.enclosingLoop(use) == view.enclosingLoop(thread.start->expr) &&
          touchOf(*use, view) != Touch::Nothing &&
          touchOf(*use, view) != Touch::Escapes && !isLocked(*use, view))
        return explain(variable, *write, thread, *use,
                       "meanwhile this thread uses it here");
  }

  /// Whether the second is started before anybody waited for the first.
  bool overlap(const StartedThread &one, const StartedThread &other) const {
    const Expr *first = one.start->expr, *second = other.start->expr;
    const bool inOrder =
        standsBefore(first->getBeginLoc(), second->getBeginLoc(), context());
    const CallSite *joined = (inOrder ? one : other).joined;
    return joined && standsBefore((inOrder ? second : first)->getBeginLoc(),
                                  joined->expr->getBeginLoc(), context());
  }

  const Expr *unlockedUse(const VarDecl &variable, const FunctionView &body,
                          bool writes) {
    for (const Expr *use : body.uses(variable)) {
      const Touch touch = touchOf(*use, body);
      const bool counts = writes ? isWrite(touch) && isWhole(*use, body)
                                 : touch == Touch::Reads || isWrite(touch);
      if (counts && !isLocked(*use, body))
        return use;
    }
    return nullptr;
  }

  /// Each thread may write an element or a part of its own.
  static bool isWhole(const Expr &use, const FunctionView &view) {
    const Stmt *parent = view.parentOf(&use);
    while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(parent))
      parent = view.parentOf(parent);
    if (const auto *op = dyn_cast_or_null<CXXOperatorCallExpr>(parent))
      return op->getOperator() != OO_Subscript && op->getOperator() != OO_Star &&
             op->getOperator() != OO_Arrow && op->getOperator() != OO_Call;
    if (const auto *member = dyn_cast_or_null<MemberExpr>(parent))
      return isa<CXXMethodDecl>(member->getMemberDecl()) && !member->isArrow() &&
             !llvm::is_contained({"at", "front", "back", "value"},
                                 member->getMemberDecl()->getNameAsString());
    return isa_and_nonnull<BinaryOperator, UnaryOperator>(parent);
  }

  bool isLocked(const Expr &use, const FunctionView &view) {
    const HeldLocks &locks = analysis().heldLocks(view);
    for (const Stmt *around = &use; around; around = view.parentOf(around))
      if (!locks.at(around).empty())
        return true;
    return false;
  }

  void explainLoop(const VarDecl &variable, const Expr &write,
                   const StartedThread &thread) {
    report(write.getExprLoc(), "%0 is written by every thread that the loop starts, with "
                               "no lock")
        << &variable;
    note(thread.start->location(), "the threads are started here");
    noteRepair(variable, write);
  }

  void explain(const VarDecl &variable, const Expr &write, const StartedThread &thread,
               const Expr &use, llvm::StringRef why) {
    report(write.getExprLoc(), "%0 is written here while others use it, with no lock")
        << &variable;
    note(thread.start->location(), "this runs on a thread that is started here");
    note(use.getExprLoc(), "%0") << why;
    noteRepair(variable, write);
  }

  void noteRepair(const VarDecl &variable, const Expr &write) {
    note(write.getExprLoc(), "give each thread a variable of its own and join before you "
                             "read, or guard %0 by an atomic or a mutex")
        << &variable;
  }
};

ASYNC_TIDY_CHECK(CapturedRace);

} // namespace
} // namespace async_tidy
