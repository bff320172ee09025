#include "flow/polling-loop.h"

#include "flow/endless-loop.h"
#include "model/names.h"
#include "view/memory.h"
#include "view/object.h"

namespace async_tidy {

using namespace clang;

namespace {

/// What a condition reads, and whether it does nothing else.
class Tested {
public:
  Tested(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit) {}

  bool add(const Expr &condition) { return visit(&condition, 0); }

  const CallSite *attempt = nullptr;
  bool claims = false, calls = false;
  llvm::SmallVector<const ValueDecl *, 4> places;

private:
  static constexpr unsigned maxDepth = 2;

  bool visit(const Stmt *stmt, unsigned depth) {
    if (!stmt)
      return true;
    if (const auto *call = dyn_cast<CallExpr>(stmt))
      return visitCall(*call, depth);
    if (const auto *unary = dyn_cast<UnaryOperator>(stmt);
        unary && unary->isIncrementDecrementOp())
      return false;
    if (const auto *binary = dyn_cast<BinaryOperator>(stmt);
        binary && (binary->isAssignmentOp() || binary->isCommaOp()))
      return false;
    if (const auto *expr = dyn_cast<Expr>(stmt);
        expr && expr->isLValue() && expr->getType().isVolatileQualified())
      return false; // a device, or a signal handler
    if (!note(*stmt) || isa<CoroutineSuspendExpr, LambdaExpr, CXXNewExpr, CXXThrowExpr,
                            StmtExpr, OverloadExpr, CXXDependentScopeMemberExpr>(stmt))
      return false;
    return llvm::all_of(stmt->children(),
                        [&](const Stmt *child) { return visit(child, depth); });
  }

  bool note(const Stmt &stmt) {
    const ValueDecl *decl = nullptr;
    if (const auto *reference = dyn_cast<DeclRefExpr>(&stmt))
      decl = reference->getDecl();
    else if (const auto *member = dyn_cast<MemberExpr>(&stmt))
      decl = member->getMemberDecl();
    if (!decl || isa<EnumConstantDecl, FunctionDecl>(decl))
      return true;
    if (!isa<VarDecl, FieldDecl>(decl))
      return false;
    places.push_back(cast<ValueDecl>(decl->getCanonicalDecl()));
    return true;
  }

  bool visitCall(const CallExpr &call, unsigned depth) {
    if (const CallSite *site = view_.callAt(&call); site && isAttempt(*site)) {
      attempt = site;
      return true;
    }
    const auto *op = dyn_cast<CXXOperatorCallExpr>(&call);
    if (op && op->isComparisonOp())
      return llvm::all_of(op->arguments(),
                          [&](const Expr *operand) { return visit(operand, depth); });
    const Expr *object = receiverOf(call);
    if (!object && op && op->getNumArgs() > 0)
      object = op->getArg(0);
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(calleeOf(call));
    if (!method || !object || !method->isConst())
      return callsAway();
    if (isAtomic(object->getType()) || readsHolder(*method))
      return visit(object, depth);
    return readsFields(*method, depth) ? visit(object, depth) : callsAway();
  }

  bool callsAway() {
    calls = true;
    return true;
  }

  /// Asks whether it may go on at once, of what offers a call that waits.
  bool isAttempt(const CallSite &site) {
    const FunctionFacts *facts = site.facts;
    if (facts && !facts->blocking &&
        ((facts->lockOperation &&
          facts->lockOperation->effect == LockEffect::TryAcquire) ||
         (facts->permitOperation &&
          facts->permitOperation->effect == PermitEffect::TryAcquire)))
      return true;
    if (facts && facts->syncWait && unit_.anyHolds(facts->syncWait->unless, site, view_))
      return true;
    // `while (flag.test_and_set())`, `while (taken.exchange(true))`
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
    claims = method && site.receiver && isAtomic(site.receiver->getType()) &&
             method->getIdentifier() && method->getReturnType()->isBooleanType() &&
             llvm::is_contained({"test_and_set", "exchange"}, method->getName());
    return claims;
  }

  /// `queue.empty()`, `*pointer`, `value.has_value()`
  bool readsHolder(const CXXMethodDecl &method) const {
    const TypeFacts *facts = unit_.roles().type(method.getParent());
    if (facts && (facts->container || (facts->queue && facts->queue->container)))
      return method.getReturnType()->isArithmeticType();
    if (!method.isInStdNamespace() || isa_and_nonnull<CXXConversionDecl>(&method))
      return method.isInStdNamespace();
    const OverloadedOperatorKind op = method.getOverloadedOperator();
    return op == OO_Arrow || op == OO_Star ||
           (method.getIdentifier() &&
            llvm::is_contained({"has_value", "get", "value"}, method.getName()));
  }

  /// A getter whose body is seen: its last statement returns what it reads, and the ones
  /// before only declare, such as a guard.
  bool readsFields(const CXXMethodDecl &method, unsigned depth) {
    const FunctionDecl *definition = method.getDefinition();
    const auto *body = dyn_cast_or_null<CompoundStmt>(
        definition && depth < maxDepth ? visibleBody(*definition) : nullptr);
    if (!body || body->body_empty())
      return false;
    const auto *result = dyn_cast<ReturnStmt>(body->body_back());
    return result && result->getRetValue() &&
           llvm::all_of(
               body->body(),
               [&](const Stmt *stmt) { return stmt == result || isa<DeclStmt>(stmt); }) &&
           visit(result->getRetValue(), depth + 1);
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
};

class PollFinder {
public:
  PollFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit) {}

  std::optional<PollingLoop> look(const Stmt &loop) const {
    PollingLoop poll{.loop = &loop};
    Tested tested(view_, unit_);
    bool ends = false;
    const Stmt *body = counts(loop) ? nullptr : loopBody(loop);
    if (!body || !addCondition(conditionOf(loop), tested, ends) ||
        !addBody(body, poll, tested, ends) || !ends)
      return std::nullopt;
    poll.attempt = tested.attempt;
    poll.claims = tested.attempt && tested.claims;
    if (tested.attempt || tested.calls)
      return poll;
    for (const ValueDecl *place : tested.places)
      if (isShared(*place)) {
        if (isWrittenBySignal(*place))
          return std::nullopt;
        poll.subject = place;
        if ((poll.change = changeElsewhere(*place)))
          break;
      }
    return poll.subject ? std::optional(poll) : std::nullopt;
  }

private:
  /// `for (int i = 0; ...; ++i)`
  static bool counts(const Stmt &loop) {
    const auto *stmt = dyn_cast<ForStmt>(&loop);
    return stmt && (stmt->getInit() || stmt->getInc());
  }

  static const Expr *conditionOf(const Stmt &loop) {
    if (const auto *stmt = dyn_cast<WhileStmt>(&loop))
      return stmt->getCond();
    if (const auto *stmt = dyn_cast<DoStmt>(&loop))
      return stmt->getCond();
    return cast<ForStmt>(loop).getCond();
  }

  bool addCondition(const Expr *condition, Tested &tested, bool &ends) const {
    bool constant = false;
    if (!condition || condition->isTypeDependent() || condition->isValueDependent())
      return condition == nullptr;
    if (condition->EvaluateAsBooleanCondition(constant, unit_.context()))
      return constant; // `do { ... } while (0)` is no loop
    ends = true;
    return tested.add(*condition);
  }

  /// False if the body does anything else.
  bool addBody(const Stmt *stmt, PollingLoop &poll, Tested &tested, bool &ends) const {
    if (!stmt || isa<NullStmt>(stmt))
      return true;
    if (const auto *block = dyn_cast<CompoundStmt>(stmt))
      return llvm::all_of(block->body(), [&](const Stmt *child) {
        return addBody(child, poll, tested, ends);
      });
    if (const auto *branch = dyn_cast<IfStmt>(stmt)) {
      if (std::optional<const Stmt *> taken =
              branch->getNondiscardedCase(unit_.context()))
        return addBody(*taken, poll, tested, ends);
      return !branch->getElse() && !branch->getInit() &&
             !branch->getConditionVariable() && leaves(branch->getThen()) &&
             addCondition(branch->getCond(), tested, ends);
    }
    const auto *expr = dyn_cast<Expr>(stmt);
    return expr && addPause(*stripped(expr), poll);
  }

  /// `break;` or `return;`, with a value that is there already.
  bool leaves(const Stmt *stmt) const {
    if (const auto *block = dyn_cast<CompoundStmt>(stmt))
      return block->size() == 1 && leaves(block->body_front());
    if (const auto *result = dyn_cast<ReturnStmt>(stmt))
      return !result->getRetValue() || !view_.callAt(stripped(result->getRetValue()));
    if (const auto *result = dyn_cast<CoreturnStmt>(stmt))
      return !result->getOperand() || !view_.callAt(stripped(result->getOperand()));
    return isa<BreakStmt>(stmt);
  }

  bool addPause(const Expr &expr, PollingLoop &poll) const {
    if (const auto *cast = dyn_cast<ExplicitCastExpr>(&expr);
        cast && cast->getCastKind() == CK_ToVoid)
      return addPause(*stripped(cast->getSubExpr()), poll);
    const auto *await = dyn_cast<CoroutineSuspendExpr>(&expr);
    const Expr *called = await ? stripped(await->getOperand()) : &expr;
    const CallSite *site = view_.callAt(called);
    const FunctionFacts *facts = site ? site->facts : nullptr;
    const bool timer = facts && facts->wait && facts->wait->kind == WaitKind::Timer;
    if (timer || (!await && facts && facts->blocking &&
                  facts->blocking->kind == BlockingKind::Sleep)) {
      poll.pause = Pause::Sleeps;
      return timer || !unit_.anyHolds(facts->blocking->unless, *site, view_);
    }
    const SuspensionPoint *point = await ? view_.awaitOf(called) : nullptr;
    if ((!await && facts && facts->yields) || (point && point->cheap)) {
      poll.pause = std::max(poll.pause, Pause::Yields);
      return true;
    }
    return !await && site && armsTimer(*site);
  }

  /// `timer.expires_after(pause)` before the await.
  bool armsTimer(const CallSite &site) const {
    const TypeFacts *type =
        site.receiver ? unit_.roles().type(site.receiver->getType()) : nullptr;
    return type && type->deadline && site.callee && site.callee->getIdentifier() &&
           llvm::is_contained(type->deadline->arm, site.callee->getName());
  }

  /// Whether others can reach the variable while the loop runs.
  bool isShared(const ValueDecl &place) const {
    const auto *variable = dyn_cast<VarDecl>(&place);
    if (!variable)
      return true;
    QualType type = variable->getType();
    if (type.isConstQualified() && !type->isReferenceType())
      return false;
    if (variable->hasGlobalStorage() || type->isReferenceType() ||
        variable->getDeclContext() != &view_.function())
      return true;
    return llvm::any_of(view_.uses(*variable), [&](const Expr *use) {
      return touchOf(*use, view_) == Touch::Escapes || view_.enclosing<LambdaExpr>(use);
    });
  }

  const Expr *changeElsewhere(const ValueDecl &place) const {
    for (const FunctionView *other : unit_.functions())
      if (other != &view_ &&
          !isa<CXXConstructorDecl, CXXDestructorDecl>(other->function()))
        if (const Expr *change = findChange(other->body(), place, *other))
          return change;
    return nullptr;
  }

  static const Expr *findChange(const Stmt *stmt, const ValueDecl &place,
                                const FunctionView &view) {
    if (!stmt || isa<LambdaExpr>(stmt))
      return nullptr;
    const ValueDecl *mentioned = nullptr;
    if (const auto *reference = dyn_cast<DeclRefExpr>(stmt))
      mentioned = reference->getDecl();
    else if (const auto *member = dyn_cast<MemberExpr>(stmt))
      mentioned = member->getMemberDecl();
    if (mentioned && declaresSameEntity(mentioned, &place) &&
        isWrite(touchOf(*cast<Expr>(stmt), view)))
      return cast<Expr>(stmt);
    for (const Stmt *child : stmt->children())
      if (const Expr *found = findChange(child, place, view))
        return found;
    return nullptr;
  }

  /// A handler of signals may do no more than that: a free function of one number.
  bool isWrittenBySignal(const ValueDecl &place) const {
    const auto *variable = dyn_cast<VarDecl>(&place);
    if (!variable || !variable->hasGlobalStorage())
      return false;
    return llvm::any_of(unit_.functions(), [&](const FunctionView *view) {
      const FunctionDecl &function = view->function();
      return function.getReturnType()->isVoidType() && function.getNumParams() >= 1 &&
             function.getParamDecl(0)->getType()->isIntegerType() &&
             (!isa<CXXMethodDecl>(function) || view->lambda() ||
              cast<CXXMethodDecl>(function).isStatic()) &&
             findChange(view->body(), place, *view);
    });
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
};

} // namespace

std::vector<PollingLoop> pollingLoops(const FunctionView &view,
                                      const TranslationUnit &unit) {
  std::vector<PollingLoop> found;
  const PollFinder finder(view, unit);
  for (const Stmt *loop : view.loops())
    if (std::optional<PollingLoop> poll = finder.look(*loop))
      found.push_back(*poll);
  return found;
}

} // namespace async_tidy
