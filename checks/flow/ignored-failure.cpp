#include "flow/ignored-failure.h"

#include "flow/escape.h"
#include "model/names.h"
#include "view/object.h"
#include "view/source.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Names of what is done when all is over: nothing is left to do if it fails.
bool isFarewell(const CallSite &site) {
  static constexpr llvm::StringRef words[] = {
      "close", "shutdown", "cancel",  "stop",    "disconnect", "quit",
      "abort", "logout",   "release", "cleanup", "unlock",     "join"};
  if (site.facts && (site.facts->cancel || site.facts->close ||
                     (site.facts->wait && (site.facts->wait->kind == WaitKind::Shutdown ||
                                           site.facts->wait->kind == WaitKind::Timer ||
                                           site.facts->wait->kind == WaitKind::Join))))
    return true;
  const std::string name = calleeName(site);
  return llvm::any_of(words, [&](llvm::StringRef word) {
    return llvm::StringRef(name).contains_insensitive(word);
  });
}

/// A way to get to another executor: what it reports is what the callable threw.
bool isHop(const CallSite &site) {
  static constexpr llvm::StringRef names[] = {"post", "dispatch", "defer", "schedule",
                                              "yield"};
  return llvm::is_contained(names, llvm::StringRef(calleeName(site)));
}

class IgnoredFinder {
public:
  IgnoredFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit), roles_(unit.roles()) {}

  std::vector<IgnoredFailure> find() {
    if (!view_.suspensions().empty() || unit_.context(view_).isAsync())
      lookForCatches(view_.body());
    for (const CallSite &site : view_.calls())
      lookAtCallbacks(site);
    for (const DiscardedValue &value : view_.discarded())
      lookAtDiscard(value);
    for (const VarDecl *local : view_.locals())
      lookAtLocal(*local);
    return std::move(found_);
  }

private:
  // ---- catch (...) {}

  void lookForCatches(const Stmt *tree) {
    if (!tree || isa<LambdaExpr>(tree))
      return;
    if (const auto *attempt = dyn_cast<CXXTryStmt>(tree))
      lookAtTry(*attempt);
    for (const Stmt *child : tree->children())
      lookForCatches(child);
  }

  void lookAtTry(const CXXTryStmt &attempt) {
    const Expr *operation = lostOperation(*attempt.getTryBlock());
    if (!operation)
      return;
    for (unsigned i = 0; i < attempt.getNumHandlers(); ++i) {
      const CXXCatchStmt &handler = *attempt.getHandler(i);
      if (catchesAnything(handler) && isEmpty(*handler.getHandlerBlock()))
        found_.push_back(
            {IgnoredBy::EmptyCatch, handler.getBeginLoc(), operation, nullptr});
    }
  }

  static bool catchesAnything(const CXXCatchStmt &handler) {
    const CXXRecordDecl *caught = recordOf(handler.getCaughtType());
    return handler.getCaughtType().isNull() ||
           (caught && caught->isInStdNamespace() && caught->getIdentifier() &&
            caught->getName() == "exception");
  }

  /// An empty block that says not even why.
  bool isEmpty(const Stmt &stmt) const {
    const auto *block = dyn_cast<CompoundStmt>(&stmt);
    llvm::StringRef text = sourceText(stmt.getSourceRange(), unit_.context());
    return block && block->body_empty() && !text.empty() && !text.contains("//") &&
           !text.contains("/*");
  }

  /// An await or a wait of the block whose failure leaves no trace: nothing that comes
  /// after it tells later code how far the block got.
  const Expr *lostOperation(const CompoundStmt &block) const {
    const Expr *lost = nullptr;
    auto visit = [&](auto &self, const Stmt *tree) -> bool {
      if (!tree || isa<LambdaExpr>(tree))
        return true;
      if (leavesTrace(*tree))
        return false;
      if (const auto *await = dyn_cast<CoroutineSuspendExpr>(tree)) {
        const CallSite *site = view_.callAt(strippedMove(await->getOperand()));
        if (site && !isFarewell(*site))
          lost = lost ? lost : site->expr;
        return self(self, await->getOperand());
      }
      const auto *expr = dyn_cast<Expr>(tree);
      const CallSite *site = expr ? view_.callAt(expr) : nullptr;
      if (site && site->facts && site->facts->syncWait && !isFarewell(*site) &&
          unit_.context(view_).isAsync())
        lost = lost ? lost : site->expr;
      return llvm::all_of(tree->children(),
                          [&](const Stmt *child) { return self(self, child); });
    };
    return visit(visit, &block) ? lost : nullptr;
  }

  static bool leavesTrace(const Stmt &stmt) {
    if (isa<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt, GotoStmt, DeclStmt>(stmt))
      return !isa<DeclStmt>(stmt);
    if (const auto *binary = dyn_cast<BinaryOperator>(&stmt))
      return binary->isAssignmentOp();
    if (const auto *unary = dyn_cast<UnaryOperator>(&stmt))
      return unary->isIncrementDecrementOp();
    const auto *op = dyn_cast<CXXOperatorCallExpr>(&stmt);
    return op && op->isAssignmentOp();
  }

  // ---- callbacks

  void lookAtCallbacks(const CallSite &site) {
    if (!site.facts)
      return;
    if (site.facts->handlesError && !site.arguments.empty())
      for (const FunctionView *body : unit_.callablesOf(*site.arguments.front(), view_))
        if (body->lambda() && isEmpty(*body->body()) && !followsFarewell(site))
          found_.push_back({IgnoredBy::EmptyHandler, body->lambda()->getBeginLoc(),
                            site.expr, nullptr});
    if (!site.facts->wait || isFarewell(site))
      return;
    for (const CallbackRole &role : site.facts->callbacks)
      if (const Expr *callable = site.argument(role.argument))
        for (const FunctionView *body : unit_.callablesOf(*callable, view_))
          lookAtHandler(site, *body);
  }

  /// `connection.close().handle_exception(...)`.
  bool followsFarewell(const CallSite &site) const {
    for (const Expr *object = site.receiver; object;) {
      const CallSite *before = view_.callAt(strippedMove(object));
      if (!before)
        return false;
      if (isFarewell(*before))
        return true;
      object = before->receiver;
    }
    return false;
  }

  void lookAtHandler(const CallSite &site, const FunctionView &body) {
    if (body.lambda() && isEmptyWithReason(*body.body()))
      return;
    for (const ParmVarDecl *parameter : body.function().parameters())
      if (isErrorCode(parameter->getType()) && isForgotten(*parameter, body))
        found_.push_back(
            {IgnoredBy::Parameter, parameter->getLocation(), site.expr, parameter});
  }

  bool isEmptyWithReason(const Stmt &body) const {
    const auto *block = dyn_cast<CompoundStmt>(&body);
    return block && block->body_empty() && !isEmpty(body);
  }

  // ---- values

  void lookAtDiscard(const DiscardedValue &value) {
    const auto *await = dyn_cast<CoroutineSuspendExpr>(value.expr);
    const CallSite *site =
        await ? view_.callAt(strippedMove(await->getOperand())) : nullptr;
    if (value.how == Discard::Plain && site && !isFarewell(*site) && !isHop(*site) &&
        tellsFailure(await->getType(), roles_))
      found_.push_back({IgnoredBy::Discard, await->getBeginLoc(), site->expr, nullptr});
  }

  void lookAtLocal(const VarDecl &local) {
    if (const auto *several = dyn_cast<DecompositionDecl>(&local)) {
      const CallSite *site = awaited(several->getInit());
      if (!site || isFarewell(*site) || isTested(*several))
        return;
      for (const BindingDecl *binding : several->bindings())
        if (isErrorCode(binding->getType()) && isForgotten(*binding, view_))
          found_.push_back(
              {IgnoredBy::Variable, binding->getLocation(), site->expr, binding});
      return;
    }
    // `redirect_error(token, error)`: given to one operation, and read by nobody.
    llvm::ArrayRef<const Expr *> uses = view_.uses(local);
    if (uses.size() != 1 || !isErrorCode(local.getType()) ||
        local.getType()->isReferenceType())
      return;
    for (const Stmt *around = view_.parentOf(uses.front()); around;
         around = view_.parentOf(around))
      if (const auto *await = dyn_cast<CoroutineSuspendExpr>(around)) {
        const CallSite *site = view_.callAt(strippedMove(await->getOperand()));
        if (site && !isFarewell(*site))
          found_.push_back(
              {IgnoredBy::Variable, uses.front()->getBeginLoc(), site->expr, &local});
        return;
      }
  }

  /// `if (size == 0)`: the rest of the result tells of the failure as well.
  bool isTested(const DecompositionDecl &several) const {
    return llvm::any_of(several.bindings(), [&](const BindingDecl *binding) {
      return llvm::any_of(view_.uses(*binding), [&](const Expr *use) {
        const Stmt *child = use;
        for (const Stmt *parent = view_.parentOf(child); parent;
             child = parent, parent = view_.parentOf(parent)) {
          if (const auto *branch = dyn_cast<IfStmt>(parent))
            return branch->getCond() == child;
          if (isa<WhileStmt, DoStmt, ForStmt, SwitchStmt, ConditionalOperator>(parent))
            return !isa<CompoundStmt>(child);
          if (isa<CompoundStmt>(parent))
            return false;
        }
        return false;
      });
    });
  }

  const CallSite *awaited(const Expr *init) const {
    const auto *await = dyn_cast_or_null<CoroutineSuspendExpr>(strippedMove(init));
    return await ? view_.callAt(strippedMove(await->getOperand())) : nullptr;
  }

  bool isErrorCode(QualType type) const {
    const TypeFacts *facts = roles_.type(type);
    return facts && facts->errorCode;
  }

  /// Named, which says that it was to be used, and used nowhere.
  static bool isForgotten(const ValueDecl &variable, const FunctionView &view) {
    llvm::StringRef name = variable.getIdentifier() ? variable.getName() : "";
    const auto *binding = dyn_cast<BindingDecl>(&variable);
    const Decl &attributed =
        binding ? *binding->getDecomposedDecl() : cast<Decl>(variable);
    return !name.empty() && !name.starts_with("_") &&
           !name.contains_insensitive("unused") && !name.contains_insensitive("ignore") &&
           !attributed.hasAttr<UnusedAttr>() && view.uses(variable).empty();
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  const Resolver &roles_;
  std::vector<IgnoredFailure> found_;
};

} // namespace

std::vector<IgnoredFailure> ignoredFailures(const FunctionView &view,
                                            const TranslationUnit &unit) {
  return IgnoredFinder(view, unit).find();
}

} // namespace async_tidy
