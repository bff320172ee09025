// What each statement does to the locks of a function. A guard that leaves the code we
// can see becomes unknown, and stays silent until somebody locks it again.

#include "flow/lock-domain.h"

#include "model/names.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

bool isGuardOf(LockOwner owner, QualType type, const Resolver &roles) {
  if (owner == LockOwner::Thread)
    return roles.isThreadGuard(type);
  const TypeFacts *facts = roles.type(type);
  return facts && facts->guard && !roles.isThreadGuard(type);
}

bool holdsGuard(QualType type, const Resolver &roles) {
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  if (!special || special->getTemplateArgs().size() == 0 || roles.type(special))
    return false;
  // An iterator leads to a guard and does not own it.
  DeclarationName next = roles.context().DeclarationNames.getCXXOperatorName(OO_PlusPlus);
  const TemplateArgument &argument = special->getTemplateArgs()[0];
  return argument.getKind() == TemplateArgument::Type && special->lookup(next).empty() &&
         pointeeRecordOf(type) != special && roles.isThreadGuard(argument.getAsType());
}

LockDomain::LockDomain(Analysis &analysis, const FunctionView &view, LockOwner owner)
    : analysis_(analysis), view_(view), owner_(owner), roles_(analysis.unit().roles()),
      context_(analysis.unit().context()) {}

// ---- what an expression is

bool LockDomain::isGuard(QualType type) const {
  return !type.isNull() && isGuardOf(owner_, type, roles_);
}

bool LockDomain::isHolder(QualType type) const {
  return owner_ == LockOwner::Thread && holdsGuard(type, roles_);
}

std::optional<AccessPath> LockDomain::guardPlace(const Expr *expr) const {
  expr = strippedMove(expr);
  if (!expr || !expr->isGLValue())
    return std::nullopt;
  QualType type = expr->getType();
  if (type->isPointerType())
    type = type->getPointeeType();
  if (!isGuard(type) && !isHolder(type))
    return std::nullopt;
  return AccessPath::of(expr, context_);
}

/// `named`: a model says that this is a lock, whatever its type looks like (C libraries).
std::optional<AccessPath> LockDomain::mutexPlace(const Expr *expr, bool named) const {
  if (!expr)
    return std::nullopt;
  const TypeFacts *facts = roles_.type(pointeeRecordOf(expr->getType()));
  const bool known = facts && facts->mutex;
  const bool async = owner_ == LockOwner::Task;
  if (known ? facts->mutex->async != async : !named || async)
    return std::nullopt;
  return AccessPath::of(expr, context_);
}

/// Whether the value goes straight into a variable or the function's result, whose own
/// statement then says what becomes of it.
bool LockDomain::isInitializer(const Expr *expr) const {
  const Stmt *around = expr;
  do
    around = view_.parentOf(around);
  while (isa_and_nonnull<FullExpr, CXXBindTemporaryExpr, CastExpr, ParenExpr,
                         MaterializeTemporaryExpr, ConditionalOperator>(around));
  return isa_and_nonnull<DeclStmt, ReturnStmt>(around);
}

// ---- state

unsigned LockDomain::intern(const AccessPath &place) {
  for (unsigned i = 0; i != locks_.size(); ++i)
    if (locks_[i].place == place)
      return i;
  LockObject &lock = locks_.emplace_back();
  lock.place = place;
  if (const ValueDecl *variable = place.variable()) {
    lock.name = variable->getNameAsString();
    lock.declared = variable->getLocation();
    if (place.isWhole())
      lock.guard = variable;
  }
  return locks_.size() - 1;
}

namespace {

/// A mutex as the user wrote it, without `this` and `&`.
std::string written(const Expr &expr, const ASTContext &context) {
  PrintingPolicy policy(context.getPrintingPolicy());
  policy.SuppressImplicitBase = true;
  const Expr *named = stripped(&expr);
  if (const auto *address = dyn_cast<UnaryOperator>(named);
      address && address->getOpcode() == UO_AddrOf)
    named = stripped(address->getSubExpr());
  std::string name;
  llvm::raw_string_ostream out(name);
  named->printPretty(out, nullptr, policy);
  return name;
}

} // namespace

/// A lock that an expression names: a mutex, or a guard in a member.
unsigned LockDomain::internMutex(const AccessPath &place, const Expr &expr) {
  const unsigned lock = intern(place);
  LockObject &object = locks_[lock];
  if (!object.guard || !isGuard(object.guard->getType())) {
    object.guard = nullptr;
    if (object.declared.isInvalid() || object.name.empty() || !place.isWhole())
      object.name = written(expr, context_);
  }
  return lock;
}

LockDomain::Cell &LockDomain::cell(State &state, unsigned lock) {
  if (state.size() <= lock)
    state.resize(lock + 1);
  return state[lock];
}

void LockDomain::acquire(State &state, unsigned lock, uint8_t fates, const Stmt *where) {
  cell(state, lock) = {fates, (fates & LockHeld) ? where : nullptr};
  if (fates & LockHeld)
    locks_[lock].acquires.insert(where);
}

void LockDomain::release(State &state, unsigned lock, const Stmt *where) {
  cell(state, lock) = {LockFree, nullptr};
  if (where)
    locks_[lock].releases.insert(where);
  // Unlocking one end of a guard and its mutex unlocks the other.
  for (unsigned other = 0; other < state.size(); ++other) {
    const bool related = llvm::is_contained(locks_[lock].covers, locks_[other].place) ||
                         llvm::is_contained(locks_[other].covers, locks_[lock].place);
    if (related && state[other].fates != LockUntouched)
      state[other] = {LockFree, nullptr};
  }
}

bool LockDomain::isUntouched(const State &state, const AccessPath &mutex) const {
  for (unsigned i = 0; i != state.size(); ++i)
    if (state[i].fates != LockUntouched &&
        (locks_[i].place == mutex || llvm::is_contained(locks_[i].covers, mutex)))
      return false;
  return true;
}

/// Null while nobody asks, or where it is not known what is locked.
Acquisition *LockDomain::log(llvm::ArrayRef<AccessPath> mutexes, const Expr &named,
                             SourceLocation where) {
  if (!log_ || mutexes.empty())
    return nullptr;
  Acquisition &taken = log_->emplace_back();
  taken.mutexes.assign(mutexes.begin(), mutexes.end());
  taken.name = written(named, context_);
  taken.where = where;
  const TypeFacts *facts = roles_.type(pointeeRecordOf(named.getType()));
  taken.recursive = facts && facts->mutex && facts->mutex->recursive;
  return &taken;
}

void LockDomain::forget(State &state, const AccessPath &place) {
  cell(state, intern(place)) = {LockUnknown, nullptr};
}

LockDomain::State LockDomain::entry() {
  State state;
  for (const ParmVarDecl *parameter : view_.function().parameters())
    if (!parameter->getType()->isReferenceType() && isGuard(parameter->getType()))
      acquire(state, intern(AccessPath::ofVariable(*parameter)), LockHeld, nullptr);
  if (const auto *required = view_.function().getAttr<RequiresCapabilityAttr>())
    for (const Expr *mutex : required->args())
      if (std::optional<AccessPath> place = mutexPlace(mutex, true)) {
        const unsigned lock = internMutex(*place, *mutex);
        locks_[lock].declared = mutex->getExprLoc();
        acquire(state, lock, LockHeld, nullptr);
      }
  return state;
}

void LockDomain::join(State &into, const State &from) {
  if (into.size() < from.size())
    into.resize(from.size());
  for (unsigned i = 0; i != into.size(); ++i) {
    const Cell other = i < from.size() ? from[i] : Cell();
    into[i].fates |= other.fates;
    // The earlier of two acquisitions, so that the result does not depend on the order.
    if (!into[i].acquired || (other.acquired && other.acquired->getBeginLoc() <
                                                    into[i].acquired->getBeginLoc()))
      into[i].acquired = other.acquired;
  }
}

void LockDomain::transfer(State &state, const CFGElement &element) {
  if (std::optional<CFGStmt> stmt = element.getAs<CFGStmt>())
    return apply(state, *stmt->getStmt());
  auto leave = [&](const AccessPath &place) {
    for (unsigned i = 0; i != locks_.size(); ++i)
      if (locks_[i].place == place)
        release(state, i, nullptr);
  };
  if (std::optional<CFGAutomaticObjDtor> end = element.getAs<CFGAutomaticObjDtor>()) {
    leave(AccessPath::ofVariable(*end->getVarDecl()));
    if (const auto *bindings = dyn_cast<DecompositionDecl>(end->getVarDecl()))
      for (const BindingDecl *binding : bindings->bindings())
        leave(AccessPath::ofVariable(*binding));
  } else if (std::optional<CFGTemporaryDtor> end = element.getAs<CFGTemporaryDtor>()) {
    leave(AccessPath::ofTemporary(*end->getBindTemporaryExpr()));
  }
}

// ---- branches

/// The lock whose state a condition tells, and whether "true" means held.
std::optional<std::pair<unsigned, bool>> LockDomain::tested(const Expr *condition) {
  condition = stripped(condition);
  auto flipped = [](std::optional<std::pair<unsigned, bool>> test, bool flip) {
    if (test && flip)
      test->second = !test->second;
    return test;
  };
  if (const auto *unary = dyn_cast<UnaryOperator>(condition))
    return unary->getOpcode() == UO_LNot ? flipped(tested(unary->getSubExpr()), true)
                                         : std::nullopt;
  if (const auto *comparison = dyn_cast<BinaryOperator>(condition);
      comparison && comparison->isEqualityOp()) {
    Expr::EvalResult value;
    if (comparison->getRHS()->isValueDependent() ||
        !comparison->getRHS()->EvaluateAsInt(value, context_))
      return std::nullopt;
    const bool isTrue = value.Val.getInt().getBoolValue();
    return flipped(tested(comparison->getLHS()),
                   isTrue != (comparison->getOpcode() == BO_EQ));
  }
  if (const auto *reference = dyn_cast<DeclRefExpr>(condition)) {
    auto found = testVariables_.find(dyn_cast<VarDecl>(reference->getDecl()));
    if (found == testVariables_.end())
      return std::nullopt;
    return std::pair(found->second, true);
  }
  const auto *call = dyn_cast<CallExpr>(condition);
  const CallSite *site = call ? view_.callAt(call) : nullptr;
  if (!site)
    return std::nullopt;
  if (site->facts && site->facts->lockOperation &&
      site->facts->lockOperation->effect == LockEffect::TryAcquire) {
    const Expr *operand = site->argument(site->facts->lockOperation->argument);
    std::optional<AccessPath> place = guardPlace(operand);
    if (!place)
      place = mutexPlace(operand, true);
    if (!place)
      return std::nullopt;
    // C functions return an error code, 0 if they locked.
    return std::pair(intern(*place), call->getType()->isBooleanType());
  }
  // `if (guard)`, `guard.owns_lock()`, `holder.has_value()`.
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site->callee);
  if (!method || !method->isConst() || !call->getType()->isBooleanType() ||
      !site->arguments.empty())
    return std::nullopt;
  if (std::optional<AccessPath> place = guardPlace(site->receiver))
    return std::pair(intern(*place), true);
  return std::nullopt;
}

void LockDomain::refine(State &state, const CFGBlock &block, bool taken) {
  if (!block.getTerminator().isStmtBranch())
    return;
  const Expr *condition = block.getLastCondition();
  if (!condition || condition->isTypeDependent())
    return;
  std::optional<std::pair<unsigned, bool>> test = tested(condition);
  if (!test)
    return;
  Cell &lock = cell(state, test->first);
  const uint8_t proven = test->second == taken ? LockHeld : LockFree;
  if (lock.fates & proven)
    lock.fates = proven;
  if (proven == LockFree && lock.fates == LockFree)
    lock.acquired = nullptr;
}

} // namespace async_tidy
