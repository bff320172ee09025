#include "view/view-builder.h"

#include "model/infer-task.h"
#include "model/names.h"
#include "view/call-site.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprConcepts.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isUnevaluated(const Stmt &stmt) {
  return isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, RequiresExpr, TypeTraitExpr,
             CXXDefaultArgExpr, CXXDefaultInitExpr, OpaqueValueExpr, BlockExpr>(stmt);
}

bool isSwallow(const CXXOperatorCallExpr &call) {
  return call.getOperator() == OO_Equal && call.getNumArgs() == 2 &&
         isa_and_nonnull<VarDecl>(call.getArg(0)->getReferencedDeclOfCallee()) &&
         cast<VarDecl>(call.getArg(0)->getReferencedDeclOfCallee())->isInStdNamespace();
}

/// Whether a type is a stackful coroutine's token, or wraps one: `redirect_error(yield,
/// error)`.
bool carriesSuspendToken(QualType type, const Resolver &roles, unsigned depth = 3) {
  const CXXRecordDecl *record = recordOf(type);
  if (const TypeFacts *facts = roles.type(record); facts && facts->suspendToken)
    return true;
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  return special && depth > 0 &&
         llvm::any_of(
             special->getTemplateArgs().asArray(), [&](const TemplateArgument &argument) {
               return argument.getKind() == TemplateArgument::Type &&
                      carriesSuspendToken(argument.getAsType(), roles, depth - 1);
             });
}

/// Whether the call parks the stackful coroutine that it is made in. What only wraps the
/// token returns it wrapped.
bool isStackfulAwait(const CallSite &site, const Resolver &roles) {
  if (!site.facts || !isa<CallExpr>(site.expr))
    return false;
  if (site.facts->suspends)
    return true;
  return !site.facts->callbacks.empty() && !site.arguments.empty() &&
         carriesSuspendToken(site.arguments.back()->getType(), roles) &&
         !carriesSuspendToken(site.expr->getType(), roles);
}

/// The class whose `await_ready` decides: what `await_transform` and `operator co_await`
/// made of the operand.
const CXXRecordDecl *awaiterOf(const Expr &suspension) {
  const auto *point = dyn_cast<CoroutineSuspendExpr>(&suspension);
  if (!point || !point->getReadyExpr() || point->getReadyExpr()->isTypeDependent())
    return nullptr;
  const auto *ready =
      dyn_cast<CXXMemberCallExpr>(point->getReadyExpr()->IgnoreParenImpCasts());
  const CXXMethodDecl *method = ready ? ready->getMethodDecl() : nullptr;
  return method ? method->getParent() : nullptr;
}

} // namespace

void ViewBuilder::build() {
  if (const auto *constructor = dyn_cast<CXXConstructorDecl>(&view_.function_))
    for (const CXXCtorInitializer *init : constructor->inits())
      if (init->isWritten())
        walk(init->getInit(), nullptr);
  walk(view_.body_, nullptr);
}

void ViewBuilder::walk(const Stmt *stmt, const Stmt *parent) {
  if (!stmt)
    return;
  view_.parents_.try_emplace(stmt, parent);
  if (const auto *expr = dyn_cast<Expr>(stmt))
    view_.hasErrors_ |= expr->containsErrors();
  if (isUnevaluated(*stmt))
    return;
  if (const auto *lambda = dyn_cast<LambdaExpr>(stmt))
    return walkLambda(*lambda);
  if (const auto *declarations = dyn_cast<DeclStmt>(stmt))
    return walkDeclarations(*declarations);
  if (walkSuspension(*stmt) || walkControl(*stmt))
    return;
  if (const auto *reference = dyn_cast<DeclRefExpr>(stmt))
    addUse(*reference->getDecl(), *reference);
  else if (const auto *self = dyn_cast<CXXThisExpr>(stmt))
    view_.thisUses_.push_back(self);
  else if (isa<CallExpr, CXXConstructExpr>(stmt))
    addCall(cast<Expr>(*stmt));
  else if (const auto *comma = dyn_cast<BinaryOperator>(stmt);
           comma && comma->getOpcode() == BO_Comma)
    discard(comma->getLHS(), Discard::Plain);
  walkChildren(*stmt);
}

void ViewBuilder::walkChildren(const Stmt &stmt) {
  for (const Stmt *child : stmt.children())
    walk(child, &stmt);
}

void ViewBuilder::walkStatement(const Stmt *stmt, const Stmt *parent) {
  if (const auto *expr = dyn_cast_or_null<Expr>(stmt))
    discard(expr, Discard::Plain);
  walk(stmt, parent);
}

bool ViewBuilder::walkControl(const Stmt &stmt) {
  if (const auto *block = dyn_cast<CompoundStmt>(&stmt)) {
    const bool yieldsValue = isa_and_nonnull<StmtExpr>(view_.parentOf(block));
    for (const Stmt *child : block->body())
      (yieldsValue && child == block->body_back()) ? walk(child, block)
                                                   : walkStatement(child, block);
  } else if (const auto *branch = dyn_cast<IfStmt>(&stmt)) {
    walkBranch(*branch);
  } else if (const auto *choice = dyn_cast<SwitchStmt>(&stmt)) {
    walkStatement(choice->getInit(), choice);
    walk(choice->getConditionVariableDeclStmt(), choice);
    walk(choice->getCond(), choice);
    walkStatement(choice->getBody(), choice);
  } else if (const auto *label = dyn_cast<SwitchCase>(&stmt)) {
    walkStatement(label->getSubStmt(), label);
  } else if (const auto *label = dyn_cast<LabelStmt>(&stmt)) {
    walkStatement(label->getSubStmt(), label);
  } else if (const auto *attributed = dyn_cast<AttributedStmt>(&stmt)) {
    walkStatement(attributed->getSubStmt(), attributed);
  } else {
    return walkLoop(stmt);
  }
  return true;
}

void ViewBuilder::walkBranch(const IfStmt &branch) {
  walkStatement(branch.getInit(), &branch);
  walk(branch.getConditionVariableDeclStmt(), &branch);
  walk(branch.getCond(), &branch);
  std::optional<const Stmt *> taken =
      branch.getNondiscardedCase(view_.function_.getASTContext());
  if (!taken)
    view_.branches_.push_back(&branch);
  if (!taken || *taken == branch.getThen())
    walkStatement(branch.getThen(), &branch);
  if (!taken || *taken == branch.getElse())
    walkStatement(branch.getElse(), &branch);
}

bool ViewBuilder::walkLoop(const Stmt &stmt) {
  if (const auto *loop = dyn_cast<ForStmt>(&stmt)) {
    walkStatement(loop->getInit(), loop);
    walk(loop->getConditionVariableDeclStmt(), loop);
    walk(loop->getCond(), loop);
    walkStatement(loop->getBody(), loop);
    walkStatement(loop->getInc(), loop);
  } else if (const auto *loop = dyn_cast<CXXForRangeStmt>(&stmt)) {
    walkStatement(loop->getInit(), loop);
    walk(loop->getRangeStmt(), loop);
    walk(loop->getLoopVarStmt(), loop);
    walkStatement(loop->getBody(), loop);
  } else if (const auto *loop = dyn_cast<WhileStmt>(&stmt)) {
    walk(loop->getConditionVariableDeclStmt(), loop);
    walk(loop->getCond(), loop);
    walkStatement(loop->getBody(), loop);
  } else if (const auto *loop = dyn_cast<DoStmt>(&stmt)) {
    walkStatement(loop->getBody(), loop);
    walk(loop->getCond(), loop);
  } else {
    return false;
  }
  view_.loops_.push_back(&stmt);
  return true;
}

bool ViewBuilder::walkSuspension(const Stmt &stmt) {
  const Expr *operand = nullptr;
  if (const auto *point = dyn_cast<CoroutineSuspendExpr>(&stmt))
    operand = point->getOperand();
  else if (const auto *dependent = dyn_cast<DependentCoawaitExpr>(&stmt))
    operand = dependent->getOperand();
  else if (const auto *result = dyn_cast<CoreturnStmt>(&stmt)) {
    walk(result->getOperand(), result);
    return true;
  } else
    return false;
  walk(operand, &stmt);
  addSuspension(cast<Expr>(stmt), operand);
  return true;
}

void ViewBuilder::walkDeclarations(const DeclStmt &stmt) {
  for (const Decl *decl : stmt.decls()) {
    view_.hasErrors_ |= decl->isInvalidDecl(); // its initialiser may be lost
    if (const auto *variable = dyn_cast<VarDecl>(decl)) {
      if (!variable->isImplicit())
        view_.locals_.push_back(variable);
      view_.declarations_[variable] = &stmt;
      walk(variable->getInit(), &stmt);
    } else if (const auto *record = dyn_cast<CXXRecordDecl>(decl)) {
      view_.localClasses_.push_back(record);
    }
  }
}

void ViewBuilder::walkLambda(const LambdaExpr &lambda) {
  view_.lambdas_.push_back(&lambda);
  for (const Expr *init : lambda.capture_inits())
    walk(init, &lambda);
}

void ViewBuilder::discard(const Expr *expr, Discard how) {
  expr = stripped(expr);
  if (const auto *cast = dyn_cast<ExplicitCastExpr>(expr);
      cast && cast->getCastKind() == CK_ToVoid)
    return discard(cast->getSubExpr(), Discard::VoidCast);
  if (const auto *comma = dyn_cast<BinaryOperator>(expr);
      comma && comma->getOpcode() == BO_Comma)
    return discard(comma->getRHS(), how);
  if (const auto *choice = dyn_cast<ConditionalOperator>(expr)) {
    discard(choice->getTrueExpr(), how);
    return discard(choice->getFalseExpr(), how);
  }
  if (const auto *call = dyn_cast<CXXOperatorCallExpr>(expr); call && isSwallow(*call))
    return discard(call->getArg(1), Discard::Ignore);
  view_.discarded_.push_back({expr, how});
}

void ViewBuilder::addCall(const Expr &expr) {
  CallSite site = callSiteOf(expr, roles_);
  if (isStackfulAwait(site, roles_))
    addSuspension(expr, &expr);
  view_.callIndex_[&expr] = view_.calls_.size();
  view_.calls_.push_back(std::move(site));
}

void ViewBuilder::addSuspension(const Expr &expr, const Expr *operand) {
  SuspensionPoint point{&expr, operand};
  auto learn = [&](const TypeFacts *facts) {
    if (!facts || !facts->awaitable)
      return;
    point.neverSuspends |= facts->awaitable->neverSuspends;
    point.cheap |= facts->awaitable->cheap;
  };
  if (operand && !operand->isTypeDependent())
    learn(roles_.type(operand->getType()));
  if (const CXXRecordDecl *awaiter = awaiterOf(expr)) {
    learn(roles_.type(awaiter));
    point.neverSuspends |= neverSuspends(*awaiter);
  }
  view_.suspensions_.push_back(point);
}

void ViewBuilder::addUse(const ValueDecl &variable, const Expr &use) {
  if (isa<VarDecl, BindingDecl>(variable))
    view_.uses_[cast<ValueDecl>(variable.getCanonicalDecl())].push_back(&use);
}

} // namespace async_tidy
