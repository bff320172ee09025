#include "flow/cancelled-loop.h"

#include "flow/endless-loop.h"
#include "model/names.h"
#include "view/memory.h"
#include "view/object.h"
#include "view/source.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef cancelWords[] = {"cancel", "abort", "interrupt", "stopped",
                                           "shutdown"};

/// How an await tells of a cancellation.
struct Delivery {
  std::string error;
  llvm::ArrayRef<std::string> bases, codes;
  const CXXRecordDecl *type = nullptr; ///< Known from its throw, not from a model.
};

class CancelledLoopFinder {
public:
  CancelledLoopFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit) {}

  std::vector<CancelledLoop> find() {
    for (const SuspensionPoint &point : view_.suspensions()) {
      if (point.neverSuspends || isTimer(point))
        continue;
      const Stmt *loop = view_.enclosingLoop(point.expr);
      if (!loop || !hasNoCondition(*loop, unit_.context()) || looksAtToken(*loop))
        continue;
      for (const Delivery &delivery : deliveries(point))
        if (lookAtTry(point, *loop, delivery) || lookAtCode(point, *loop, delivery))
          break;
    }
    return std::move(found_);
  }

private:
  const CallSite *operation(const SuspensionPoint &point) const {
    return point.operand ? view_.callAt(strippedMove(point.operand)) : nullptr;
  }

  bool isTimer(const SuspensionPoint &point) const {
    const CallSite *site = operation(point);
    return site && site->facts && site->facts->wait &&
           site->facts->wait->kind == WaitKind::Timer;
  }

  bool looksAtToken(const Stmt &loop) const {
    return llvm::any_of(view_.calls(), [&](const CallSite &site) {
      return site.facts && site.facts->checksCancellation &&
             view_.isWithin(site.expr, &loop);
    });
  }

  // ---- how a cancellation arrives

  llvm::SmallVector<Delivery, 2> deliveries(const SuspensionPoint &point) const {
    const TypeFacts *task = view_.isCoroutine()
                                ? unit_.roles().type(view_.function().getReturnType())
                                : nullptr;
    const CallSite *site = operation(point);
    llvm::StringRef framework;
    if (task)
      framework = task->framework;
    else if (!view_.isCoroutine() && site && site->facts)
      framework = site->facts->framework;
    llvm::SmallVector<Delivery, 2> all;
    for (const Cancellation &known : unit_.roles().models().cancellations(framework))
      all.push_back({known.error, known.bases, known.codes});
    if (all.empty())
      if (const CXXRecordDecl *thrown = thrownByResume(point))
        all.push_back({thrown->getNameAsString(), {}, {}, thrown});
    return all;
  }

  /// A home-made awaiter whose `await_resume` throws something that is named after a
  /// cancellation.
  const CXXRecordDecl *thrownByResume(const SuspensionPoint &point) const {
    const auto *await = dyn_cast<CoroutineSuspendExpr>(point.expr);
    const auto *resume = await && await->getResumeExpr()
                             ? dyn_cast<CallExpr>(stripped(await->getResumeExpr()))
                             : nullptr;
    const FunctionDecl *callee = resume ? resume->getDirectCallee() : nullptr;
    callee = callee ? callee->getDefinition() : nullptr;
    return callee ? thrownIn(visibleBody(*callee), /*depth=*/2) : nullptr;
  }

  static const CXXRecordDecl *thrownIn(const Stmt *stmt, unsigned depth) {
    if (!stmt)
      return nullptr;
    if (const auto *thrown = dyn_cast<CXXThrowExpr>(stmt); thrown && thrown->getSubExpr())
      if (const CXXRecordDecl *record = recordOf(thrown->getSubExpr()->getType());
          record && isNamedAfterCancellation(*record))
        return record;
    const auto *call = dyn_cast<CallExpr>(stmt);
    if (const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
        callee && depth > 0)
      if (const FunctionDecl *definition = callee->getDefinition())
        if (const CXXRecordDecl *found = thrownIn(visibleBody(*definition), depth - 1))
          return found;
    for (const Stmt *child : stmt->children())
      if (const CXXRecordDecl *found = thrownIn(child, depth))
        return found;
    return nullptr;
  }

  static bool isNamedAfterCancellation(const CXXRecordDecl &record) {
    return record.getIdentifier() && llvm::any_of(cancelWords, [&](llvm::StringRef word) {
             return record.getName().contains_insensitive(word);
           });
  }

  // ---- exceptions

  bool lookAtTry(const SuspensionPoint &point, const Stmt &loop,
                 const Delivery &delivery) {
    const auto *attempt = view_.enclosing<CXXTryStmt>(point.expr);
    while (attempt && !view_.isWithin(point.expr, attempt->getTryBlock()))
      attempt = view_.enclosing<CXXTryStmt>(attempt);
    if (!attempt || !view_.isWithin(attempt, &loop))
      return false;
    const CXXCatchStmt *handler = handlerFor(*attempt, delivery);
    if (!handler || letsOut(*handler, delivery) || leavesBefore(*attempt, point) ||
        leavesAround(loop, *attempt))
      return false;
    add({.loop = &loop,
         .await = point.expr,
         .handler = handler,
         .error = delivery.codes.empty() ? delivery.error : delivery.codes.front(),
         .byCode = !delivery.codes.empty()});
    return true;
  }

  /// The first handler that the exception meets, unless it says what it catches.
  static const CXXCatchStmt *handlerFor(const CXXTryStmt &attempt,
                                        const Delivery &delivery) {
    for (unsigned i = 0; i < attempt.getNumHandlers(); ++i) {
      const CXXCatchStmt *handler = attempt.getHandler(i);
      if (handler->getCaughtType().isNull())
        return handler;
      const CXXRecordDecl *caught = recordOf(handler->getCaughtType());
      if (!caught)
        continue;
      const llvm::SmallString<64> name = qualifiedName(*caught);
      if (delivery.type ? declaresSameEntity(caught, delivery.type)
                        : name == delivery.error)
        return delivery.codes.empty() ? nullptr : handler;
      const bool isBase = delivery.type ? delivery.type->hasDefinition() &&
                                              caught->hasDefinition() &&
                                              delivery.type->isDerivedFrom(caught)
                                        : llvm::is_contained(delivery.bases, name.str());
      if (isBase)
        return handler;
    }
    return nullptr;
  }

  bool letsOut(const CXXCatchStmt &handler, const Delivery &delivery) const {
    const Stmt *block = handler.getHandlerBlock();
    return mayLeaveLoop(block) || mentionsAny(block, delivery.codes) || rethrows(block);
  }

  static bool mentionsAny(const Stmt *stmt, llvm::ArrayRef<std::string> names) {
    if (!stmt || names.empty())
      return false;
    if (const auto *reference = dyn_cast<DeclRefExpr>(stmt);
        reference && reference->getDecl()->getIdentifier() &&
        llvm::is_contained(names, reference->getDecl()->getName()))
      return true;
    return llvm::any_of(stmt->children(),
                        [&](const Stmt *child) { return mentionsAny(child, names); });
  }

  /// A call of a function that throws, or that is seen to know cancellations.
  static bool rethrows(const Stmt *stmt) {
    if (!stmt || isa<LambdaExpr>(stmt))
      return false;
    if (const auto *call = dyn_cast<CallExpr>(stmt))
      if (const FunctionDecl *callee = call->getDirectCallee())
        if (const FunctionDecl *definition = callee->getDefinition())
          if (const Stmt *body = visibleBody(*definition); body && throws(body))
            return true;
    return llvm::any_of(stmt->children(),
                        [](const Stmt *child) { return rethrows(child); });
  }

  static bool throws(const Stmt *stmt) {
    return stmt && (isa<CXXThrowExpr>(stmt) ||
                    llvm::any_of(stmt->children(),
                                 [](const Stmt *child) { return throws(child); }));
  }

  /// A way out of the loop in the `try`, before the await.
  bool leavesBefore(const CXXTryStmt &attempt, const SuspensionPoint &point) const {
    for (const Stmt *part : attempt.getTryBlock()->body())
      if (standsBefore(part->getEndLoc(), point.expr->getBeginLoc(), unit_.context()) &&
          mayLeaveLoop(part))
        return true;
    return false;
  }

  /// A way out beside the `try`: a statement, or an await that is cancelled in turn.
  bool leavesAround(const Stmt &loop, const CXXTryStmt &attempt) const {
    for (const SuspensionPoint &other : view_.suspensions())
      if (!other.neverSuspends && view_.isWithin(other.expr, &loop) &&
          !view_.isWithin(other.expr, &attempt))
        return true;
    for (const Stmt *inner = &attempt; inner != &loop; inner = view_.parentOf(inner))
      for (const Stmt *part : view_.parentOf(inner)->children())
        if (part && part != inner && mayLeaveLoop(part))
          return true;
    return false;
  }

  // ---- error codes

  bool lookAtCode(const SuspensionPoint &point, const Stmt &loop,
                  const Delivery &delivery) {
    const CallSite *site = operation(point);
    if (delivery.codes.empty() || !site || !site->facts || !site->facts->wait ||
        site->facts->wait->kind == WaitKind::Event || mayLeaveLoop(&bodyOf(loop)) ||
        mentionsAny(&loop, delivery.codes) || view_.enclosing<CXXTryStmt>(point.expr) ||
        !isWithinReach(*site))
      return false;
    const ValueDecl *code = codeOf(point);
    const IfStmt *test = code ? testOf(*code, loop) : nullptr;
    if (!test || awaitsAfterFailure(*test, point, loop))
      return false;
    add({.loop = &loop,
         .await = point.expr,
         .test = test,
         .code = code,
         .error = delivery.codes.front(),
         .byCode = true});
    return true;
  }

  /// Whether others can close or cancel the object of the operation. A cancellation of
  /// the task itself ends the loop at its next await.
  bool isWithinReach(const CallSite &site) const {
    const auto *object = site.receiver ? variableOf(site.receiver) : nullptr;
    const auto *local = dyn_cast_or_null<VarDecl>(object);
    if (!local || local->hasGlobalStorage() || local->getType()->isReferenceType() ||
        local->getType()->isPointerType() || local->getDeclContext() != &view_.function())
      return true;
    return llvm::any_of(view_.uses(*local), [&](const Expr *use) {
      return view_.enclosing<LambdaExpr>(use) || touchOf(*use, view_) == Touch::Escapes;
    });
  }

  static const Stmt &bodyOf(const Stmt &loop) {
    if (const auto *stmt = dyn_cast<WhileStmt>(&loop))
      return *stmt->getBody();
    if (const auto *stmt = dyn_cast<DoStmt>(&loop))
      return *stmt->getBody();
    return *cast<ForStmt>(loop).getBody();
  }

  bool isErrorCode(QualType type) const {
    const TypeFacts *facts = unit_.roles().type(type);
    return facts && facts->errorCode;
  }

  /// `auto [error, size] = co_await ...`, or `redirect_error(token, error)`.
  const ValueDecl *codeOf(const SuspensionPoint &point) const {
    if (const auto *statement = view_.enclosing<DeclStmt>(point.expr))
      for (const Decl *decl : statement->decls())
        if (const auto *several = dyn_cast<DecompositionDecl>(decl))
          for (const BindingDecl *binding : several->bindings())
            if (isErrorCode(binding->getType()))
              return binding;
    return codeGiven(point.operand);
  }

  const ValueDecl *codeGiven(const Stmt *tree) const {
    if (!tree || isa<LambdaExpr>(tree))
      return nullptr;
    if (const auto *reference = dyn_cast<DeclRefExpr>(tree);
        reference && isa<VarDecl>(reference->getDecl()) && reference->isLValue() &&
        isErrorCode(reference->getType()))
      return reference->getDecl();
    for (const Stmt *child : tree->children())
      if (const ValueDecl *found = codeGiven(child))
        return found;
    return nullptr;
  }

  /// The first branch of the loop that depends on it.
  const IfStmt *testOf(const ValueDecl &code, const Stmt &loop) const {
    for (const Expr *use : view_.uses(code))
      if (const auto *branch = view_.enclosing<IfStmt>(use);
          branch && view_.isWithin(branch, &loop) &&
          view_.isWithin(use, branch->getCond()))
        return branch;
    return nullptr;
  }

  /// Whether the next round comes after another await, such as a pause, which a cancelled
  /// task does not survive.
  bool awaitsAfterFailure(const IfStmt &test, const SuspensionPoint &point,
                          const Stmt &loop) const {
    const auto *negation = dyn_cast<UnaryOperator>(stripped(test.getCond()));
    const bool negated = negation && negation->getOpcode() == UO_LNot;
    const Stmt *failure = negated ? test.getElse() : test.getThen();
    const auto *block = dyn_cast_or_null<CompoundStmt>(failure);
    const Stmt *last = block && !block->body_empty() ? block->body_back() : failure;
    const bool restarts = isa_and_nonnull<ContinueStmt>(last);
    return llvm::any_of(view_.suspensions(), [&](const SuspensionPoint &other) {
      if (other.neverSuspends || other.expr == point.expr ||
          !view_.isWithin(other.expr, &loop))
        return false;
      if (view_.isWithin(other.expr, &test))
        return failure && view_.isWithin(other.expr, failure);
      return !restarts &&
             standsBefore(test.getEndLoc(), other.expr->getBeginLoc(), unit_.context());
    });
  }

  void add(CancelledLoop loop) {
    const bool known = llvm::any_of(
        found_, [&](const CancelledLoop &other) { return other.loop == loop.loop; });
    if (!known)
      found_.push_back(std::move(loop));
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  std::vector<CancelledLoop> found_;
};

} // namespace

std::vector<CancelledLoop> cancelledLoops(const FunctionView &view,
                                          const TranslationUnit &unit) {
  return CancelledLoopFinder(view, unit).find();
}

} // namespace async_tidy
