#include "flow/endless-loop.h"

#include "flow/queue-use.h"
#include "model/names.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

const Expr *conditionOf(const Stmt &stmt) {
  if (const auto *loop = dyn_cast<ForStmt>(&stmt))
    return loop->getCond();
  if (const auto *loop = dyn_cast<WhileStmt>(&stmt))
    return loop->getCond();
  if (const auto *loop = dyn_cast<DoStmt>(&stmt))
    return loop->getCond();
  if (const auto *branch = dyn_cast<IfStmt>(&stmt))
    return branch->getCond();
  return nullptr;
}

/// `<` and its like: a test of an amount. `==` and `!=` test for an end or a state.
bool comparesAmounts(const Stmt *stmt) {
  if (!stmt || isa<LambdaExpr>(stmt))
    return false;
  if (const auto *comparison = dyn_cast<BinaryOperator>(stmt);
      comparison && comparison->isRelationalOp())
    return true;
  if (const auto *rewritten = dyn_cast<CXXRewrittenBinaryOperator>(stmt);
      rewritten && BinaryOperator::isRelationalOp(rewritten->getOperator()))
    return true;
  if (const auto *call = dyn_cast<CXXOperatorCallExpr>(stmt);
      call && call->isComparisonOp() && call->getOperator() != OO_EqualEqual &&
      call->getOperator() != OO_ExclaimEqual)
    return true;
  return llvm::any_of(stmt->children(), comparesAmounts);
}

/// Objects that give out a limited number of something.
bool isLimited(QualType type, const Resolver &roles) {
  const TypeFacts *facts = roles.type(pointeeRecordOf(type));
  if (!facts)
    return false;
  return facts->semaphore || facts->conditionVariable ||
         (facts->queue && !facts->queue->container && !isUnbounded(*facts->queue, type));
}

/// Waits on a limited object, or takes a permit from it.
bool takesPermit(const CallSite &call, const Resolver &roles) {
  if (call.facts && (call.facts->conditionWait || call.facts->lockOperation) &&
      !(call.facts->lockOperation &&
        call.facts->lockOperation->effect != LockEffect::TryAcquire))
    return true;
  return call.receiver && isLimited(stripped(call.receiver)->getType(), roles);
}

bool leaves(const Stmt *stmt, bool isNested) {
  if (!stmt || isa<LambdaExpr>(stmt))
    return false;
  if (isa<ReturnStmt, CoreturnStmt, GotoStmt, CXXThrowExpr>(stmt) ||
      (isa<BreakStmt>(stmt) && !isNested))
    return true;
  const auto *call = dyn_cast<CallExpr>(stmt);
  const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  if (callee && callee->isNoReturn())
    return true;
  isNested |= isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt, SwitchStmt>(stmt);
  return llvm::any_of(stmt->children(),
                      [&](const Stmt *child) { return leaves(child, isNested); });
}

} // namespace

const Stmt *loopBody(const Stmt &loop) {
  if (const auto *stmt = dyn_cast<WhileStmt>(&loop))
    return stmt->getBody();
  if (const auto *stmt = dyn_cast<DoStmt>(&loop))
    return stmt->getBody();
  const auto *stmt = dyn_cast<ForStmt>(&loop);
  return stmt ? stmt->getBody() : nullptr;
}

bool hasNoCondition(const Stmt &loop, const ASTContext &context) {
  if (isa<CXXForRangeStmt>(loop))
    return false;
  const Expr *condition = conditionOf(loop);
  bool value = false;
  return !condition || (!condition->isValueDependent() &&
                        condition->EvaluateAsBooleanCondition(value, context) && value);
}

bool mayLeaveLoop(const Stmt *part) { return leaves(part, /*isNested=*/false); }

const Stmt *endlessLoop(const Stmt &stmt, const FunctionView &view) {
  for (const Stmt *loop = view.enclosingLoop(&stmt); loop;
       loop = view.enclosingLoop(loop)) {
    if (isa<CXXForRangeStmt>(loop))
      continue;
    const Expr *condition = conditionOf(*loop);
    const auto *counted = dyn_cast<ForStmt>(loop);
    if (!comparesAmounts(condition) && !(counted && counted->getInc()))
      return loop;
  }
  return nullptr;
}

bool isHeldBack(const Expr &expr, const Stmt &within, const FunctionView &view,
                const Resolver &roles) {
  const SourceManager &sources = view.function().getASTContext().getSourceManager();
  auto isBefore = [&](const Stmt *stmt) {
    return sources.isBeforeInTranslationUnit(stmt->getBeginLoc(), expr.getExprLoc());
  };
  for (const CallSite &call : view.calls())
    if (isBefore(call.expr) && view.isWithin(call.expr, &within) &&
        takesPermit(call, roles))
      return true;
  auto testsLimit = [&](const Stmt *branch) {
    return isBefore(branch) && view.isWithin(branch, &within) &&
           comparesAmounts(conditionOf(*branch));
  };
  return llvm::any_of(view.branches(), testsLimit) ||
         llvm::any_of(view.loops(), testsLimit);
}

} // namespace async_tidy
