// The statements that create, lock, unlock, move and hand on guards and mutexes.

#include "flow/lock-domain.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isNamed(const FunctionDecl *function, llvm::ArrayRef<llvm::StringRef> names) {
  return function && function->getIdentifier() &&
         llvm::is_contained(names, function->getName());
}

} // namespace

void LockDomain::apply(State &state, const Stmt &stmt) {
  if (const auto *declarations = dyn_cast<DeclStmt>(&stmt)) {
    for (const Decl *decl : declarations->decls())
      if (const auto *variable = dyn_cast<VarDecl>(decl))
        declare(state, *variable);
  } else if (const auto *temporary = dyn_cast<MaterializeTemporaryExpr>(&stmt)) {
    hold(state, *temporary);
  } else if (const auto *lambda = dyn_cast<LambdaExpr>(&stmt)) {
    capture(state, *lambda);
  } else if (const auto *construct = dyn_cast<CXXConstructExpr>(&stmt)) {
    this->construct(state, *construct);
  } else if (const auto *call = dyn_cast<CallExpr>(&stmt)) {
    this->call(state, *call);
  } else if (const auto *suspension = dyn_cast<CoroutineSuspendExpr>(&stmt)) {
    await(state, *suspension);
  } else if (const auto *list = dyn_cast<InitListExpr>(&stmt)) {
    for (const Expr *init : list->inits())
      if (std::optional<AccessPath> place = guardPlace(init);
          place && !isa<CXXConstructExpr>(stripped(init)))
        forget(state, *place);
  } else if (const auto *address = dyn_cast<UnaryOperator>(&stmt);
             address && address->getOpcode() == UO_AddrOf) {
    if (std::optional<AccessPath> place = guardPlace(address->getSubExpr()))
      forget(state, *place);
  } else if (const auto *result = dyn_cast<ReturnStmt>(&stmt)) {
    if (result->getRetValue() && isGuard(result->getRetValue()->getType()) &&
        result->getRetValue()->isPRValue())
      returned_ |= made(state, result->getRetValue(), nullptr);
  }
}

void LockDomain::declare(State &state, const VarDecl &variable) {
  if (const auto *bindings = dyn_cast<DecompositionDecl>(&variable))
    return bind(state, *bindings);
  QualType type = variable.getType();
  const Expr *init = variable.getInit();
  if (type->isBooleanType() && init) {
    if (std::optional<std::pair<unsigned, bool>> test = tested(init);
        test && test->second)
      testVariables_[&variable] = test->first;
    return;
  }
  if (!isGuard(type) && !isHolder(type))
    return;
  if (type->isReferenceType()) {
    // A reference keeps a temporary alive; to anything else it is another name.
    const auto *temporary =
        init ? dyn_cast<MaterializeTemporaryExpr>(init->IgnoreImplicit()) : nullptr;
    if (!temporary)
      temporary =
          init ? dyn_cast<MaterializeTemporaryExpr>(init->IgnoreParens()) : nullptr;
    if (!temporary || !temporary->getExtendingDecl())
      return;
    init = temporary->getSubExpr();
  }
  const unsigned lock = intern(AccessPath::ofVariable(variable));
  locks_[lock].covers.clear();
  const uint8_t fates = made(state, init, &locks_[lock]);
  acquire(state, lock, fates, init);
}

void LockDomain::bind(State &state, const DecompositionDecl &bindings) {
  const Expr *init = bindings.getInit();
  if (!init || bindings.getType()->isReferenceType())
    return;
  for (const BindingDecl *binding : bindings.bindings())
    if (isGuard(binding->getType()))
      acquire(state, intern(AccessPath::ofVariable(*binding)),
              stripped(init)->isPRValue() ? LockHeld : LockUnknown, init);
}

/// A guard that lives to the end of its full expression, over whatever is awaited there.
void LockDomain::hold(State &state, const MaterializeTemporaryExpr &temporary) {
  if (temporary.getExtendingDecl() || !isGuard(temporary.getType()))
    return;
  const Expr *inner = temporary.getSubExpr()->IgnoreParenImpCasts();
  const auto *bound = dyn_cast<CXXBindTemporaryExpr>(inner);
  if (!bound)
    return;
  const unsigned lock = intern(AccessPath::ofTemporary(*bound));
  locks_[lock].temporary = true;
  acquire(state, lock, made(state, bound->getSubExpr(), &locks_[lock]), bound);
}

/// The call behind an awaited lock, null if something else is awaited.
const CallSite *LockDomain::awaitedLock(const Expr &value) const {
  const auto *suspension = dyn_cast<CoroutineSuspendExpr>(&value);
  const Expr *operand = suspension ? strippedMove(suspension->getOperand()) : nullptr;
  const CallSite *site = operand ? view_.callAt(operand) : nullptr;
  return site && site->facts && site->facts->lockOperation ? site : nullptr;
}

/// A lock that is awaited is taken when the coroutine goes on, a callee's when it is
/// done.
void LockDomain::await(State &state, const CoroutineSuspendExpr &suspension) {
  if (owner_ != LockOwner::Task)
    return;
  if (const CallSite *site = awaitedLock(suspension)) {
    const LockOperationRole &role = *site->facts->lockOperation;
    const Expr *mutex = site->argument(role.argument);
    if (role.effect == LockEffect::Release || !mutex)
      return;
    if (suspension.getType()->isVoidType())
      return operateOn(state, role, *mutex, true, *site->expr);
    // Its result is a guard, and that is what holds the lock.
    if (std::optional<AccessPath> place = mutexPlace(mutex, false))
      if (Acquisition *taken = log(*place, *mutex, site->location()))
        taken->shared = role.shared, taken->tries = role.effect != LockEffect::Acquire;
    return;
  }
  const Expr *operand = strippedMove(suspension.getOperand());
  const CallSite *site = operand ? view_.callAt(operand) : nullptr;
  const FunctionView *callee =
      site && site->callee ? analysis_.unit().view(*site->callee) : nullptr;
  const auto *method = callee ? dyn_cast<CXXMethodDecl>(site->callee) : nullptr;
  if (!callee || !callee->isCoroutine())
    return handToAwaiter(state, operand);
  if (method && method->isVirtual())
    return;
  if (const LockEffects &effects = analysis_.heldLocks(*callee, owner_).effects();
      effects.known)
    takeEffects(state, effects, *site, *callee);
}

void LockDomain::capture(State &state, const LambdaExpr &lambda) {
  // A lambda in a variable does nothing yet; its calls tell what it does.
  if (isInitializer(&lambda))
    return;
  for (const LambdaCapture &capture : lambda.captures())
    if (capture.capturesVariable() && capture.getCaptureKind() == LCK_ByRef)
      if (QualType type = capture.getCapturedVar()->getType();
          isGuard(type) || isHolder(type))
        forget(state, AccessPath::ofVariable(*capture.getCapturedVar()));
}

void LockDomain::construct(State &state, const CXXConstructExpr &construct) {
  if (construct.isElidable() || construct.getNumArgs() == 0)
    return;
  QualType type = construct.getType();
  const bool makesGuard = isGuard(type) || isHolder(type);
  if (makesGuard && isInitializer(&construct))
    return;
  const CXXConstructorDecl *callee = construct.getConstructor();
  for (unsigned i = 0; i != construct.getNumArgs(); ++i) {
    std::optional<AccessPath> place = guardPlace(construct.getArg(i));
    if (!place)
      continue;
    const bool constant =
        i < callee->getNumParams() &&
        callee->getParamDecl(i)->getType().getNonReferenceType().isConstQualified();
    if (makesGuard && isMove(construct.getArg(i)))
      release(state, intern(*place), nullptr); // owned by what is made here
    else if (!constant)
      forget(state, *place);
  }
}

void LockDomain::call(State &state, const CallExpr &call) {
  const CallSite *site = view_.callAt(&call);
  if (!site || isMove(&call) || assign(state, call))
    return;
  const FunctionFacts *facts = site->facts;
  if (facts && facts->conditionWait)
    return; // unlocks while it waits, and locks again
  if (facts && facts->lockOperation)
    return operate(state, *facts->lockOperation, *site);
  if (swap(state, *site) || changeHolder(state, *site))
    return;
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site->callee);
  if (std::optional<AccessPath> place = guardPlace(site->receiver)) {
    const bool mayUnlock = method && !method->isConst() && !method->isStatic() &&
                           !method->isOverloadedOperator();
    if (mayUnlock && isGuard(site->receiver->getType().getNonReferenceType()))
      forget(state, *place);
  }
  if (wakesSomebody(*site))
    forgetByHand(state, nullptr);
  const FunctionView *callee =
      site->callee ? analysis_.unit().view(*site->callee) : nullptr;
  const bool fixed = callee && !callee->isCoroutine() && !(method && method->isVirtual());
  const LockEffects *effects =
      fixed ? &analysis_.heldLocks(*callee, owner_).effects() : nullptr;
  const bool known = effects && effects->known;
  if (known)
    takeEffects(state, *effects, *site, *callee);
  passArguments(state, *site, known);
}

/// `guard = ...`; false if it is no such assignment.
bool LockDomain::assign(State &state, const CallExpr &call) {
  const auto *op = dyn_cast<CXXOperatorCallExpr>(&call);
  if (!op || op->getOperator() != OO_Equal || op->getNumArgs() != 2)
    return false;
  std::optional<AccessPath> place = guardPlace(op->getArg(0));
  if (!place)
    return false;
  const Expr *value = op->getArg(1);
  const unsigned lock = internMutex(*place, *op->getArg(0));
  const uint8_t fates = made(state, value, &locks_[lock]);
  // The temporary on the right is an empty guard now.
  if (const auto *temporary =
          dyn_cast<MaterializeTemporaryExpr>(value->IgnoreParenImpCasts()))
    if (const auto *bound = dyn_cast<CXXBindTemporaryExpr>(
            temporary->getSubExpr()->IgnoreParenImpCasts()))
      cell(state, intern(AccessPath::ofTemporary(*bound))) = {LockFree, nullptr};
  if (fates == LockFree)
    release(state, lock, &call);
  else
    acquire(state, lock, fates, &call);
  return true;
}

bool LockDomain::swap(State &state, const CallSite &site) {
  if (!isNamed(site.callee, {"swap"}))
    return false;
  const Expr *left = site.receiver ? site.receiver : site.argument(0);
  std::optional<AccessPath> first = guardPlace(left),
                            second = guardPlace(site.argument(-1));
  if (!first || !second)
    return false;
  const unsigned a = internMutex(*first, *left),
                 b = internMutex(*second, *site.argument(-1));
  cell(state, std::max(a, b));
  std::swap(state[a], state[b]);
  for (unsigned lock : {a, b})
    if (state[lock].fates & LockHeld)
      locks_[lock].acquires.insert(state[lock].acquired);
  return true;
}

/// `holder.emplace(mutex)`, `holder.reset()`.
bool LockDomain::changeHolder(State &state, const CallSite &site) {
  if (!site.receiver || !isHolder(site.receiver->getType()))
    return false;
  std::optional<AccessPath> place = guardPlace(site.receiver);
  if (!place || !isNamed(site.callee, {"emplace", "reset", "release"}))
    return false;
  const unsigned lock = intern(*place);
  if (site.callee->getName() == "release")
    forget(state, *place);
  else if (site.callee->getName() == "reset" && site.arguments.empty())
    release(state, lock, site.expr);
  else
    acquire(state, lock, lockedBy(state, site.arguments, true, &locks_[lock]), site.expr);
  return true;
}

void LockDomain::operate(State &state, const LockOperationRole &role,
                         const CallSite &site) {
  if (role.effect == LockEffect::Notify)
    return;
  // An awaitable has locked nothing yet.
  if (owner_ == LockOwner::Task && role.effect != LockEffect::Release &&
      roles_.isAwaitable(site.expr->getType()))
    return;
  if (role.argument == Receiver) {
    if (site.receiver)
      operateOn(state, role, *site.receiver, true, *site.expr);
    return;
  }
  // A function that locks several takes them one after the other.
  const auto first = static_cast<unsigned>(role.argument);
  for (unsigned i = first; i < site.arguments.size(); ++i)
    operateOn(state, role, *site.arguments[i], i == first, *site.expr);
}

void LockDomain::operateOn(State &state, const LockOperationRole &role,
                           const Expr &operand, bool named, const Stmt &where) {
  std::optional<AccessPath> place = guardPlace(&operand);
  if (!place)
    place = mutexPlace(&operand, named);
  if (!place)
    return;
  const unsigned lock = internMutex(*place, operand);
  if (role.effect == LockEffect::Release)
    return release(state, lock, &where);
  const bool isGuarded = locks_[lock].guard != nullptr;
  if (Acquisition *taken =
          log(isGuarded ? llvm::ArrayRef(locks_[lock].covers) : llvm::ArrayRef(*place),
              operand, where.getBeginLoc())) {
    taken->tries = role.effect == LockEffect::TryAcquire;
    taken->shared = role.shared;
  }
  locks_[lock].shared |= role.shared;
  acquire(state, lock,
          role.effect == LockEffect::Acquire ? LockHeld : LockHeld | LockFree, &where);
}

std::optional<AccessPath> placeInCaller(const AccessPath &place, const CallSite &site,
                                        const FunctionView &callee,
                                        const ASTContext &context) {
  std::optional<AccessPath> base;
  const Expr *named = nullptr;
  const ValueDecl *variable = place.variable();
  if (const auto *parameter = dyn_cast_or_null<ParmVarDecl>(variable);
      parameter && parameter->getDeclContext() == &callee.function())
    named = site.argument(static_cast<int>(parameter->getFunctionScopeIndex()));
  else if (place.startsAtThis() && !callee.lambda())
    named = site.receiver;
  else
    base = variable ? AccessPath::ofVariable(*variable) : AccessPath::ofThis();
  if (named)
    base = AccessPath::of(named, context);
  if (!base)
    return std::nullopt;
  return place.rebasedOn(*base);
}

void LockDomain::takeEffects(State &state, const LockEffects &effects,
                             const CallSite &site, const FunctionView &callee) {
  for (const LockEffects::Take &take : effects.takes)
    if (std::optional<AccessPath> place =
            log_ ? placeInCaller(take.place, site, callee, context_) : std::nullopt)
      log_->push_back({.mutexes = {*place},
                       .name = take.name,
                       .where = site.location(),
                       .shared = take.shared,
                       .recursive = take.recursive,
                       .callee = &callee.function(),
                       .inside = take.where,
                       .held = {}});
  for (const LockEffects::Effect &effect : effects.effects) {
    const std::optional<AccessPath> place =
        placeInCaller(effect.place, site, callee, context_);
    if (!place)
      continue;
    const unsigned lock = intern(*place);
    LockObject &object = locks_[lock];
    if (object.guard && !isGuard(object.guard->getType()) &&
        !isHolder(object.guard->getType()))
      object.guard = nullptr;
    if (object.name.empty() || (!object.guard && !effect.place.isWhole()))
      object.name = effect.name;
    const Cell before = cell(state, lock);
    uint8_t fates = effect.fates & ~LockUntouched;
    if (effect.fates & LockUntouched)
      fates |= before.fates;
    cell(state, lock) = {fates, (effect.fates & LockHeld) ? site.expr : before.acquired};
    if (effect.fates & LockHeld)
      object.acquires.insert(site.expr);
    if (effect.fates & LockFree)
      object.releases.insert(site.expr);
  }
}

/// What happens to guards that are passed on. `known`: the callee's effects were taken.
void LockDomain::passArguments(State &state, const CallSite &site, bool known) {
  for (unsigned i = 0; i != site.arguments.size(); ++i) {
    const Expr *argument = site.arguments[i];
    std::optional<AccessPath> place;
    if (const auto *temporary =
            dyn_cast<MaterializeTemporaryExpr>(argument->IgnoreParenImpCasts())) {
      if (const auto *bound = dyn_cast<CXXBindTemporaryExpr>(
              temporary->getSubExpr()->IgnoreParenImpCasts());
          bound && isGuard(bound->getType()))
        place = AccessPath::ofTemporary(*bound);
    } else if (!isa<CXXConstructExpr>(stripped(argument))) {
      place = guardPlace(argument); // by value, its constructor took it
    }
    if (!place)
      continue;
    const unsigned index = i + (isa<CXXOperatorCallExpr>(site.expr) && !site.receiver &&
                                        isa_and_nonnull<CXXMethodDecl>(site.callee)
                                    ? 1
                                    : 0);
    QualType type = site.callee && index < site.callee->getNumParams()
                        ? site.callee->getParamDecl(index)->getType()
                        : QualType();
    const bool constant = !type.isNull() && type->isReferenceType() &&
                          type.getNonReferenceType().isConstQualified();
    if (!constant && !known)
      forget(state, *place);
  }
}

} // namespace async_tidy
