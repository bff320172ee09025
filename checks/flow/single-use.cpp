#include "flow/single-use.h"

#include "flow/consumption.h"
#include "flow/solver.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

/// What one mention does to the variable's value.
struct Effect {
  enum Kind { None, Uses, Renews, Unclear, Aliases } kind = Unclear;
  UsedUp how = UsedUp::Awaited;
  /// What is used up: of an object with several methods that may be called once, each is
  /// a supply of its own; null for the others.
  const FunctionDecl *method = nullptr;
};

/// Whether awaiting a variable that is not moved leaves it empty.
bool emptiesLvalue(const CoroutineSuspendExpr &await) {
  const auto *call = dyn_cast_or_null<CallExpr>(stripped(await.getCommonExpr()));
  const auto *op =
      dyn_cast_or_null<CXXMethodDecl>(call ? call->getDirectCallee() : nullptr);
  if (!op || op->getOverloadedOperator() != OO_Coawait || op->isConst() ||
      op->getRefQualifier() == RQ_LValue)
    return false;
  const Stmt *body = visibleBody(*op);
  return !body || callsAnyOf(body, {"exchange", "move", "release"});
}

/// Whether the call takes what is moved into that argument, whatever else it does.
bool takesArgument(const CallSite &site, const Expr &argument) {
  const FunctionFacts *facts = site.facts;
  if (facts && (facts->syncWait || facts->spawn || facts->combinator || facts->consumes))
    return true;
  if (!site.callee)
    return false;
  for (unsigned i = 0; i < site.arguments.size() && i < site.callee->getNumParams(); ++i)
    if (site.arguments[i] == &argument)
      return !site.callee->getParamDecl(i)->getType()->isReferenceType();
  return false;
}

class EffectFinder {
public:
  EffectFinder(const VarDecl &variable, const FunctionView &view, const Resolver &roles)
      : variable_(variable), view_(view), roles_(roles) {
    const TaskRole *task = roles.task(variable.getType());
    isTask_ = task && task->singleShot;
  }

  Effect of(const Expr &mention) const {
    const Expr *operand = &mention;
    const Stmt *parent = view_.parentOf(operand);
    bool moved = false;
    while (parent && isTransparent(*parent)) {
      moved |= isMove(cast<Expr>(parent));
      operand = cast<Expr>(parent);
      parent = view_.parentOf(operand);
    }
    if (!parent)
      return {Effect::Unclear};
    if (const auto *await = dyn_cast<CoroutineSuspendExpr>(parent))
      return isTask_ && (moved || emptiesLvalue(*await))
                 ? Effect{Effect::Uses, UsedUp::Awaited}
                 : Effect{Effect::None};
    if (const auto *member = dyn_cast<MemberExpr>(parent))
      return ofMethod(*member, moved);
    if (const auto *lambda = dyn_cast<LambdaExpr>(parent))
      return moved && isTask_ ? Effect{Effect::Uses, UsedUp::MovedAway}
                              : ofCapture(*lambda);
    if (isa<ReturnStmt, CoreturnStmt>(parent))
      return {Effect::None};
    if (const auto *declarations = dyn_cast<DeclStmt>(parent))
      return ofInitializer(*declarations, moved);
    const auto *around = dyn_cast<Expr>(parent);
    if (const CallSite *site = around ? view_.callAt(around) : nullptr)
      return ofCall(*site, *operand, moved);
    return {isa<UnaryOperator>(parent) ? Effect::Aliases : Effect::Unclear};
  }

private:
  static bool isTransparent(const Stmt &stmt) {
    return isa<ParenExpr, ImplicitCastExpr, FullExpr, MaterializeTemporaryExpr,
               CXXBindTemporaryExpr>(stmt) ||
           (isa<Expr>(stmt) && isMove(cast<Expr>(&stmt)));
  }

  Effect ofMethod(const MemberExpr &member, bool moved) const {
    const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(view_.parentOf(&member));
    const CallSite *site = call ? view_.callAt(call) : nullptr;
    if (!site || !site->callee)
      return {Effect::Unclear};
    if (site->facts && site->facts->settle && site->facts->settle->argument == Receiver)
      return {Effect::Uses, UsedUp::Settled};
    const TypeFacts *owner = roles_.type(variable_.getType());
    if (site->facts && site->facts->once && !(owner && owner->closeable))
      return {Effect::Uses, UsedUp::Taken, site->callee->getCanonicalDecl()};
    if (moved && isTask_)
      return {Effect::Uses, UsedUp::MovedAway};
    // Waiting for the result leaves it where it is.
    const bool waits = site->facts && site->facts->syncWait && !site->facts->inspects;
    return {waits || !isTask_ ? Effect::None : Effect::Unclear};
  }

  Effect ofCapture(const LambdaExpr &lambda) const {
    for (const LambdaCapture &capture : lambda.captures())
      if (capture.capturesVariable() && capture.getCapturedVar() == &variable_ &&
          capture.getCaptureKind() == LCK_ByRef)
        return {Effect::Aliases};
    return {Effect::Unclear};
  }

  Effect ofInitializer(const DeclStmt &declarations, bool moved) const {
    const bool refers = llvm::any_of(declarations.decls(), [](const Decl *decl) {
      const auto *variable = dyn_cast<VarDecl>(decl);
      return variable && variable->getType()->isReferenceType();
    });
    if (refers)
      return {Effect::Aliases};
    return moved && isTask_ ? Effect{Effect::Uses, UsedUp::MovedAway}
                            : Effect{Effect::Unclear};
  }

  Effect ofCall(const CallSite &site, const Expr &operand, bool moved) const {
    if (const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
        op && op->getOperator() == OO_Equal && op->getArg(0) == &operand)
      return {Effect::Renews};
    if (!moved || !isTask_)
      return {Effect::Unclear};
    const auto *construct = dyn_cast<CXXConstructExpr>(site.expr);
    const bool copies = construct && construct->getConstructor()->isMoveConstructor();
    const auto *assign = dyn_cast<CXXOperatorCallExpr>(site.expr);
    const bool assigned = assign && assign->getOperator() == OO_Equal;
    if (copies || assigned || takesArgument(site, operand))
      return {Effect::Uses, UsedUp::MovedAway};
    return {Effect::Unclear};
  }

  const VarDecl &variable_;
  const FunctionView &view_;
  const Resolver &roles_;
  bool isTask_ = false;
};

/// What became of a variable's value on the way here.
class SupplyDomain {
public:
  static constexpr unsigned Fresh = 1, Used = 2, Unknown = 4;
  struct State {
    unsigned bits = Fresh;
    llvm::SmallVector<const Expr *, 2> by; ///< The mentions that used it, in order.
    bool operator==(const State &) const = default;
  };

  SupplyDomain(const VarDecl &variable,
               const llvm::DenseMap<const Stmt *, Effect> &effects)
      : variable_(variable), effects_(effects) {}

  State entry() { return {}; }

  void join(State &into, const State &from) {
    into.bits |= from.bits;
    for (const Expr *use : from.by)
      if (!llvm::is_contained(into.by, use))
        into.by.push_back(use);
    llvm::sort(into.by, [](const Expr *a, const Expr *b) {
      return a->getBeginLoc() < b->getBeginLoc();
    });
  }

  void refine(State &, const CFGBlock &, bool) {}

  void transfer(State &state, const CFGElement &element) {
    auto statement = element.getAs<CFGStmt>();
    if (!statement)
      return;
    const Stmt *stmt = statement->getStmt();
    if (const auto *declarations = dyn_cast<DeclStmt>(stmt);
        declarations && llvm::is_contained(declarations->decls(), &variable_))
      state = {};
    auto found = effects_.find(stmt);
    if (found == effects_.end())
      return;
    switch (found->second.kind) {
    case Effect::Uses:
      state = {Used, {cast<Expr>(stmt)}};
      break;
    case Effect::Renews:
      state = {};
      break;
    case Effect::Unclear:
      state = {Unknown, {}};
      break;
    default:
      break;
    }
  }

private:
  const VarDecl &variable_;
  const llvm::DenseMap<const Stmt *, Effect> &effects_;
};

/// Follows one supply of one variable.
class SupplyTracer {
public:
  SupplyTracer(const VarDecl &variable, llvm::DenseMap<const Stmt *, Effect> effects,
               const FunctionView &view)
      : variable_(variable), effects_(std::move(effects)), view_(view) {}

  std::optional<SecondUse> trace(const CFG &graph) const {
    SupplyDomain domain(variable_, effects_);
    Solver<SupplyDomain> solver(graph, domain);
    if (!solver.solve())
      return std::nullopt;
    std::optional<SecondUse> earliest;
    for (const CFGBlock *block : graph) {
      std::optional<SupplyDomain::State> state = solver.entryOf(*block);
      if (!state)
        continue;
      for (const CFGElement &element : *block) {
        if (auto found = at(element, *state))
          if (!earliest || found->second->getBeginLoc() < earliest->second->getBeginLoc())
            earliest = found;
        domain.transfer(*state, element);
      }
    }
    return earliest;
  }

private:
  std::optional<SecondUse> at(const CFGElement &element,
                              const SupplyDomain::State &state) const {
    auto statement = element.getAs<CFGStmt>();
    auto found = statement ? effects_.find(statement->getStmt()) : effects_.end();
    if (found == effects_.end() || found->second.kind != Effect::Uses || state.by.empty())
      return std::nullopt;
    const auto *mention = cast<Expr>(found->first);
    SecondUse use{&variable_, state.by.front(), mention,
                  effects_.lookup(state.by.front()).how, found->second.how};
    if (state.bits == SupplyDomain::Used && use.first != mention)
      return use;
    const Stmt *loop = view_.enclosingLoop(mention);
    if ((state.bits & SupplyDomain::Unknown) || !loop ||
        !llvm::is_contained(state.by, mention) || !runsEachRound(*mention, *loop, view_))
      return std::nullopt;
    use.first = mention;
    use.how = use.again;
    use.eachRound = true;
    return use;
  }

  const VarDecl &variable_;
  llvm::DenseMap<const Stmt *, Effect> effects_;
  const FunctionView &view_;
};

void trace(const VarDecl &variable, const FunctionView &view, Analysis &analysis,
           std::vector<SecondUse> &found) {
  llvm::ArrayRef<const Expr *> mentions = view.uses(variable);
  if (mentions.empty() || variable.getType()->isDependentType() ||
      variable.getType()->isLValueReferenceType() || !variable.hasLocalStorage())
    return;
  EffectFinder finder(variable, view, analysis.unit().roles());
  llvm::DenseMap<const Stmt *, Effect> effects;
  llvm::SmallVector<const FunctionDecl *, 2> supplies;
  for (const Expr *mention : mentions) {
    const Effect effect = finder.of(*mention);
    if (effect.kind == Effect::Aliases)
      return;
    effects[mention] = effect;
    if (effect.kind == Effect::Uses && !llvm::is_contained(supplies, effect.method))
      supplies.push_back(effect.method);
  }
  const CFG *graph = supplies.empty() ? nullptr : analysis.graph(view);
  if (!graph)
    return;
  const bool isTask = analysis.unit().roles().task(variable.getType());
  for (const FunctionDecl *supply : supplies) {
    llvm::DenseMap<const Stmt *, Effect> own = effects;
    if (!isTask) // each of its methods has a supply of its own
      for (auto &[mention, effect] : own)
        if (effect.kind == Effect::Uses && effect.method != supply)
          effect.kind = Effect::None;
    if (auto second = SupplyTracer(variable, std::move(own), view).trace(*graph)) {
      found.push_back(*second);
      return;
    }
  }
}

} // namespace

bool runsEachRound(const Stmt &stmt, const Stmt &loop, const FunctionView &view) {
  const Stmt *child = &stmt;
  for (const Stmt *parent = view.parentOf(child); parent && parent != &loop;
       child = parent, parent = view.parentOf(parent)) {
    if (const auto *branch = dyn_cast<IfStmt>(parent);
        branch && child != branch->getCond())
      return false;
    if (const auto *choice = dyn_cast<AbstractConditionalOperator>(parent);
        choice && child != choice->getCond())
      return false;
    if (const auto *logic = dyn_cast<BinaryOperator>(parent);
        logic && logic->isLogicalOp() && child != logic->getLHS())
      return false;
    if (isa<SwitchStmt, CXXCatchStmt>(parent))
      return false;
    // Another round may skip what stands behind a `continue`.
    if (const auto *block = dyn_cast<CompoundStmt>(parent))
      for (const Stmt *before : block->body()) {
        if (before == child)
          break;
        auto continues = [](auto &self, const Stmt *tree) -> bool {
          return tree && (isa<ContinueStmt>(tree) ||
                          llvm::any_of(tree->children(), [&](const Stmt *inner) {
                            return self(self, inner);
                          }));
        };
        if (continues(continues, before))
          return false;
      }
  }
  return true;
}

std::vector<SecondUse> secondUses(const FunctionView &view, Analysis &analysis) {
  std::vector<SecondUse> found;
  const bool anyOnce = llvm::any_of(view.calls(), [](const CallSite &site) {
    return site.facts && (site.facts->once || site.facts->settle);
  });
  auto matters = [&](const VarDecl &variable) {
    return anyOnce || analysis.unit().roles().task(variable.getType());
  };
  for (const ParmVarDecl *parameter : view.function().parameters())
    if (matters(*parameter))
      trace(*parameter, view, analysis, found);
  for (const VarDecl *local : view.locals())
    if (matters(*local))
      trace(*local, view, analysis, found);
  return found;
}

} // namespace async_tidy
