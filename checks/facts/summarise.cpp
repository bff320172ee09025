#include "facts/summarise.h"

#include "facts/guards.h"
#include "model/names.h"
#include "view/blocking.h"
#include "view/call-site.h"
#include "view/object.h"
#include "view/stored-callable.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"

namespace async_tidy {

using namespace clang;

namespace {

Place placeOf(SourceLocation where, const ASTContext &context) {
  const PresumedLoc presumed = context.getSourceManager().getPresumedLoc(where);
  if (presumed.isInvalid())
    return {{}, 0, 0, where};
  return {presumed.getFilename(), presumed.getLine(), presumed.getColumn(), where};
}

/// Clang's `nonblocking`, which the function's type carries.
bool promisesNotToBlock(const FunctionDecl &function) {
  for (const FunctionEffectWithCondition effect : function.getFunctionEffects())
    if (effect.Effect.kind() == FunctionEffect::Kind::NonBlocking)
      return true;
  return false;
}

/// The method that runs, if it is known: not for a call that an override may take.
bool isVirtualCall(const CallSite &site) {
  const auto *call = dyn_cast<CXXMemberCallExpr>(site.expr);
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
  if (!call || !method || !method->isVirtual())
    return false;
  const auto *member = dyn_cast<MemberExpr>(call->getCallee()->IgnoreParens());
  return !(member && member->hasQualifier()) &&
         !method->getDevirtualizedMethod(call->getImplicitObjectArgument(),
                                         /*IsAppleKext=*/false);
}

/// Whether the object still is the function's own where its scope ends: it was not
/// returned, moved or handed over.
bool diesHere(const VarDecl &local, const FunctionView &view) {
  if (!local.hasLocalStorage() || local.getType()->isReferenceType())
    return false;
  return llvm::none_of(view.uses(local), [&](const Expr *use) {
    const Stmt *parent = view.parentOf(use);
    while (isa_and_nonnull<ImplicitCastExpr, ParenExpr, CXXConstructExpr,
                           MaterializeTemporaryExpr, ExprWithCleanups>(parent))
      parent = view.parentOf(parent);
    return isa_and_nonnull<ReturnStmt, CoreturnStmt>(parent) ||
           (isa_and_nonnull<CallExpr>(parent) && isMove(cast<Expr>(parent)));
  });
}

/// The destructors with a body that an object's end runs.
void destructorsOf(const CXXRecordDecl *record, const TranslationUnit &unit,
                   llvm::SmallVectorImpl<const CXXDestructorDecl *> &found,
                   unsigned depth = 4) {
  record = record ? record->getDefinition() : nullptr;
  if (!record || depth == 0 || record->isDependentContext() ||
      record->hasTrivialDestructor())
    return;
  if (const CXXDestructorDecl *destructor = record->getDestructor();
      destructor && unit.view(*destructor))
    found.push_back(destructor);
  for (const FieldDecl *field : record->fields())
    if (!field->getType()->isReferenceType())
      destructorsOf(field->getType()->getAsCXXRecordDecl(), unit, found, depth - 1);
  for (const CXXBaseSpecifier &base : record->bases())
    destructorsOf(base.getType()->getAsCXXRecordDecl(), unit, found, depth - 1);
}

/// Whether the call would not block in a mode that the object's owner may have set: the
/// function only refers to the object, and somebody in the unit sets such a mode.
bool mayBeInOtherMode(const CallSite &site, const TranslationUnit &unit) {
  if (!site.facts->blocking)
    return false;
  return llvm::any_of(site.facts->blocking->unless, [&](const Condition &condition) {
    const ValueDecl *object = variableOf(site.argument(condition.argument));
    QualType type = object ? object->getType() : QualType();
    if (condition.receiverCalled.empty() || type.isNull() ||
        !(type->isReferenceType() || type->isPointerType()))
      return false;
    return llvm::any_of(unit.functions(), [&](const FunctionView *view) {
      return llvm::any_of(view->calls(), [&](const CallSite &call) {
        return call.callee && call.callee->getIdentifier() &&
               llvm::is_contained(condition.receiverCalled, call.callee->getName());
      });
    });
  });
}

/// Whether some branch depends on the thread that the function runs on.
bool asksForThread(const FunctionView &view, const TranslationUnit &unit) {
  auto asks = [&](const CallSite &site, const FunctionView &in, auto &self) -> bool {
    if (site.facts && site.facts->threadIdentity)
      return true;
    const FunctionView *callee = site.callee ? unit.view(*site.callee) : nullptr;
    return callee && &in == &view && callee->branches().empty() &&
           llvm::any_of(callee->calls(), [&](const CallSite &inner) {
             return self(inner, *callee, self);
           });
  };
  return llvm::any_of(view.branches(), [&](const IfStmt *branch) {
    return llvm::any_of(view.calls(), [&](const CallSite &site) {
      return view.isWithin(site.expr, branch->getCond()) && asks(site, view, asks);
    });
  });
}

} // namespace

std::string usrOf(const FunctionDecl &function) {
  llvm::SmallString<128> usr;
  if (!index::generateUSRForDecl(&function, usr))
    return usr.str().str();
  const SourceManager &sources = function.getASTContext().getSourceManager();
  return function.getCanonicalDecl()->getLocation().printToString(sources);
}

FunctionSummary Summariser::summarise(const FunctionView &view) {
  const FunctionDecl &function = view.function();
  FunctionSummary summary;
  summary.usr = usrOf(function);
  summary.name = view.lambda() ? "the lambda" : displayName(function);
  summary.declared = placeOf(function.getLocation(), unit_.context());
  summary.suspends = view.isCoroutine();
  summary.asksForThread = asksForThread(view, unit_);
  for (const CallSite &site : view.calls()) {
    addCall(site, Via::Call, site.location(), view, summary);
    addDefaultArguments(*site.expr, view, summary);
    addCallbacks(site, view, summary);
  }
  addDestructors(view, summary);
  return summary;
}

void Summariser::addCall(const CallSite &site, Via via, SourceLocation where,
                         const FunctionView &view, FunctionSummary &summary) {
  const Blocks how = blocks(site, view, unit_);
  if (how != Blocks::No) {
    const FunctionFacts &facts = *site.facts;
    summary.blocks.push_back(
        {via, blockingKind(facts), calleeName(site),
         facts.syncWait ? facts.syncWait->instead : facts.blocking->instead,
         how == Blocks::Perhaps || mayBeInOtherMode(site, unit_),
         placeOf(where, unit_.context()), guardsOf(*site.expr, view), &site});
    return;
  }
  const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
  const bool isStored = op && op->getOperator() == OO_Call && site.receiver &&
                        isStoredCallable(*site.receiver, view, unit_.roles());
  if (isStored || isVirtualCall(site)) {
    if (indirect_)
      addIndirect(site, view, summary);
  } else if (site.callee && isFollowed(*site.callee, site.facts)) {
    addCallee(*site.callee, site.expr, where, via, view, summary);
  }
}

/// Whoever states what a function does speaks for its body as well.
bool Summariser::isFollowed(const FunctionDecl &callee,
                            const FunctionFacts *facts) const {
  return !promisesNotToBlock(callee) &&
         (!facts || (!facts->origin.isStated() && !facts->none));
}

void Summariser::addCallee(const FunctionDecl &callee, const Expr *expr,
                           SourceLocation where, Via via, const FunctionView &view,
                           FunctionSummary &summary) {
  const FunctionView *target = unit_.view(callee);
  if (!target)
    return;
  CallFact &call = summary.calls.emplace_back();
  call.via = via;
  call.callee = usrOf(target->function());
  call.name = target->lambda() ? "the lambda" : displayName(target->function());
  call.place = placeOf(where, unit_.context());
  call.expr = expr;
  call.target = target;
  if (!expr)
    return;
  call.guards = guardsOf(*expr, view);
  if (via == Via::Call || via == Via::Virtual)
    call.arguments = knownArguments(*expr, unit_.context());
}

void Summariser::addDefaultArguments(const Expr &call, const FunctionView &view,
                                     FunctionSummary &summary) {
  auto visit = [&](const Stmt *tree, auto &self) -> void {
    if (!tree || isa<LambdaExpr>(tree))
      return;
    if (isa<CallExpr, CXXConstructExpr>(tree))
      addCall(defaults_.emplace_back(callSiteOf(*cast<Expr>(tree), unit_.roles())),
              Via::DefaultArgument, call.getExprLoc(), view, summary);
    for (const Stmt *child : tree->children())
      self(child, self);
  };
  for (const Stmt *child : call.children())
    if (const auto *argument = dyn_cast_or_null<CXXDefaultArgExpr>(child))
      visit(argument->getExpr(), visit);
}

void Summariser::addCallbacks(const CallSite &site, const FunctionView &view,
                              FunctionSummary &summary) {
  if (!site.facts)
    return;
  for (const CallbackRole &role : site.facts->callbacks)
    if (const Expr *argument = site.argument(role.argument);
        argument && role.runs == Runs::Inline &&
        (role.when.empty() || unit_.anyHolds(role.when, site, view)))
      for (const FunctionView *callable : unit_.callablesOf(*argument, view))
        addCallee(callable->function(), site.expr, site.location(), Via::Callback, view,
                  summary);
}

void Summariser::addDestructors(const FunctionView &view, FunctionSummary &summary) {
  for (const VarDecl *local : view.locals()) {
    llvm::SmallVector<const CXXDestructorDecl *, 2> destructors;
    if (diesHere(*local, view))
      destructorsOf(local->getType()->getAsCXXRecordDecl(), unit_, destructors);
    for (const CXXDestructorDecl *destructor : destructors)
      if (isFollowed(*destructor, unit_.roles().function(*destructor)))
        addCallee(*destructor, nullptr, local->getLocation(), Via::Destructor, view,
                  summary);
  }
}

void Summariser::addIndirect(const CallSite &site, const FunctionView &view,
                             FunctionSummary &summary) {
  findIndirect();
  const bool isVirtual = isVirtualCall(site);
  const ValueDecl *key = isVirtual ? site.callee : variableOf(site.receiver);
  auto found = targets_.find(key ? cast<ValueDecl>(key->getCanonicalDecl()) : nullptr);
  if (found == targets_.end())
    return;
  for (const FunctionView *target : found->second)
    if (isFollowed(target->function(), unit_.roles().function(target->function())))
      addCallee(target->function(), site.expr, site.location(),
                isVirtual ? Via::Virtual : Via::Stored, view, summary);
}

void Summariser::findIndirect() {
  if (std::exchange(indirectFound_, true))
    return;
  auto override = [&](const CXXMethodDecl &from, const FunctionView &to,
                      auto &self) -> void {
    targets_[from.getCanonicalDecl()].push_back(&to);
    for (const CXXMethodDecl *base : from.overridden_methods())
      self(*base, to, self);
  };
  auto store = [&](const ValueDecl *variable, const Expr *value, const FunctionView &in) {
    if (variable && value)
      for (const FunctionView *callable : unit_.callablesOf(*value, in))
        targets_[cast<ValueDecl>(variable->getCanonicalDecl())].push_back(callable);
  };
  for (const FunctionView *view : unit_.functions()) {
    if (const auto *method = dyn_cast<CXXMethodDecl>(&view->function());
        method && method->isVirtual())
      override(*method, *view, override);
    if (const auto *constructor = dyn_cast<CXXConstructorDecl>(&view->function()))
      for (const CXXCtorInitializer *init : constructor->inits())
        if (init->isWritten())
          store(init->getMember(), init->getInit(), *view);
    for (const CallSite &site : view->calls())
      if (const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
          op && op->getOperator() == OO_Equal && isCallable(op->getArg(0)->getType()))
        store(variableOf(op->getArg(0)), op->getArg(1), *view);
  }
}

} // namespace async_tidy
