#include "view/function-view.h"

#include "model/names.h"
#include "view/view-builder.h"

namespace async_tidy {

using namespace clang;

const Expr *CallSite::argument(ArgumentIndex index) const {
  if (index == Receiver)
    return receiver;
  const int count = static_cast<int>(arguments.size());
  if (index < 0)
    index += count;
  return index >= 0 && index < count ? arguments[index] : nullptr;
}

FunctionView::FunctionView(const FunctionDecl &function, const Resolver &roles,
                           const FunctionView *parent, const LambdaExpr *lambda)
    : function_(function), parent_(parent), lambda_(lambda) {
  const Stmt *body = function.getBody();
  coroutine_ = dyn_cast_or_null<CoroutineBodyStmt>(body);
  body_ = coroutine_ ? coroutine_->getBody() : body;
  ViewBuilder(*this, roles).build();
  const TypeFacts *result = roles.type(function.getReturnType());
  const bool awaits = llvm::any_of(suspensions_, [](const SuspensionPoint &point) {
    return !isa<CoyieldExpr>(point.expr);
  });
  synchronousGenerator_ = coroutine_ && result && result->generator && !awaits;
}

const CallSite *FunctionView::callAt(const Expr *expr) const {
  auto found = callIndex_.find(expr);
  return found == callIndex_.end() ? nullptr : &calls_[found->second];
}

bool FunctionView::discards(const Stmt *value) const {
  return llvm::any_of(discarded_, [&](const DiscardedValue &discarded) {
    return discarded.expr == value;
  });
}

llvm::ArrayRef<const Expr *> FunctionView::uses(const ValueDecl &variable) const {
  auto found = uses_.find(cast<ValueDecl>(variable.getCanonicalDecl()));
  return found == uses_.end() ? llvm::ArrayRef<const Expr *>() : found->second;
}

bool FunctionView::isWithin(const Stmt *inner, const Stmt *outer) const {
  for (; inner; inner = parentOf(inner))
    if (inner == outer)
      return true;
  return false;
}

const Stmt *FunctionView::enclosingLoop(const Stmt *stmt) const {
  for (const Stmt *child = stmt; (stmt = parentOf(child)); child = stmt) {
    if (isa<WhileStmt, DoStmt>(stmt))
      return stmt;
    if (const auto *loop = dyn_cast<ForStmt>(stmt); loop && child != loop->getInit())
      return stmt;
    if (const auto *loop = dyn_cast<CXXForRangeStmt>(stmt);
        loop && child == loop->getBody())
      return stmt;
  }
  return nullptr;
}

const SuspensionPoint *FunctionView::awaitOf(const Expr *expr) const {
  for (const SuspensionPoint &point : suspensions_)
    if (point.operand == expr || strippedMove(point.operand) == strippedMove(expr))
      return &point;
  return nullptr;
}

} // namespace async_tidy
