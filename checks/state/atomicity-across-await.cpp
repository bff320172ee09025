// A value is read, the coroutine is suspended, and a result computed from the old value
// is written back. Whoever changed the place meanwhile loses the change, on one thread
// too.

#include "flow/function-check.h"
#include "flow/shared-memory.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class AtomicityAcrossAwait final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-atomicity-across-await",
      .summary = "shared state is written from a value read before a suspension",
      .severity = Severity::Warning,
      .cwe = 367,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const std::vector<const Expr *> gaps = openSuspensions(view, analysis());
    if (gaps.empty())
      return;
    const std::vector<SharedMention> all = sharedMentions(*view.body(), view, roles());
    for (const SharedMention &mention : all)
      if (mention.touch == Touch::Writes)
        if (const Expr *write = assignmentOf(*mention.expr, view))
          checkWrite(*write, mention, all, gaps, view);
  }

private:
  static const Expr *assignmentOf(const Expr &target, const FunctionView &view) {
    const Stmt *parent = view.parentOf(&target);
    while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(parent))
      parent = view.parentOf(parent);
    if (const auto *binary = dyn_cast_or_null<BinaryOperator>(parent))
      return binary->getOpcode() == BO_Assign ? binary : nullptr;
    const auto *op = dyn_cast_or_null<CXXOperatorCallExpr>(parent);
    return op && op->getOperator() == OO_Equal ? op : nullptr;
  }

  static const Expr &valueOf(const Expr &write) {
    if (const auto *binary = dyn_cast<BinaryOperator>(&write))
      return *binary->getRHS();
    return *cast<CXXOperatorCallExpr>(write).getArg(1);
  }

  void checkWrite(const Expr &write, const SharedMention &target,
                  llvm::ArrayRef<SharedMention> all, llvm::ArrayRef<const Expr *> gaps,
                  const FunctionView &view) {
    const Expr &value = valueOf(write);
    for (const SharedMention &read : all) {
      if (!(read.place == target.place) || read.touch != Touch::Reads)
        continue;
      const VarDecl *copy = nullptr;
      if (view.isWithin(read.expr, &value) ? isAwaited(*read.expr, value, view)
                                           : !(copy = copyIn(value, read, view)))
        continue;
      std::vector<const Expr *> looks;
      for (const SharedMention &other : all)
        if (other.place == target.place && other.expr != read.expr &&
            other.expr != target.expr)
          looks.push_back(other.expr);
      if (isStaleAt(*read.expr, write, gaps, looks, view, analysis()))
        return explain(write, read, copy, gaps, view);
    }
  }

  /// Whether the read is an argument of what is awaited there: the result may answer for
  /// the value.
  bool isAwaited(const Expr &read, const Expr &value, const FunctionView &view) const {
    for (const Stmt *around = &read; around && around != &value;
         around = view.parentOf(around))
      if (isa<CoroutineSuspendExpr>(around))
        return !*strict_;
    return isa<CoroutineSuspendExpr>(stripped(&value)) && !*strict_;
  }

  /// The local copy of the read that the written value is computed from, null if it is
  /// just put back.
  static const VarDecl *copyIn(const Expr &value, const SharedMention &read,
                               const FunctionView &view) {
    for (const VarDecl *local : view.locals()) {
      const Expr *init = local->getInit();
      if (!init || local->getType()->isReferenceType() ||
          !view.isWithin(read.expr, init) || containsLambda(*init))
        continue;
      bool used = false;
      for (const Expr *use : view.uses(*local)) {
        if (isWrite(touchOf(*use, view)) || touchOf(*use, view) == Touch::Escapes)
          return nullptr;
        used |= view.isWithin(use, &value) && stripped(&value) != use;
      }
      if (used)
        return local;
    }
    return nullptr;
  }

  static bool containsLambda(const Stmt &stmt) {
    return isa<LambdaExpr>(stmt) || llvm::any_of(stmt.children(), [](const Stmt *child) {
             return child && containsLambda(*child);
           });
  }

  void explain(const Expr &write, const SharedMention &read, const VarDecl *copy,
               llvm::ArrayRef<const Expr *> gaps, const FunctionView &view) {
    const auto *name =
        read.place.isWhole() ? read.place.variable() : read.place.lastField();
    report(write.getExprLoc(),
           "%0 is overwritten with a result of what it was before the "
           "suspension")
        << name;
    note(read.expr->getExprLoc(), "read here%select{| into %1}0")
        << (copy != nullptr) << copy;
    for (const Expr *gap : gaps)
      if (standsBefore(read.expr->getBeginLoc(), gap->getEndLoc(), context()) &&
          standsBefore(gap->getBeginLoc(), write.getEndLoc(), context())) {
        note(gap->getExprLoc(), "suspended here; whoever changes it meanwhile loses the "
                                "change");
        break;
      }
    note(write.getExprLoc(), "await first and then read, or hold %0 over both")
        << advice(view, "mutex", "a mutex whose lock() is awaited");
  }

  Option<bool> strict_{
      this, "Strict", false,
      "Also report `x = co_await f(x)`, where the operation gets the old "
      "value."};
};

ASYNC_TIDY_CHECK(AtomicityAcrossAwait);

} // namespace
} // namespace async_tidy
