#include "flow/joinable-threads.h"

#include "flow/solver.h"
#include "model/names.h"
#include "view/object.h"
#include "view/source.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Only what somebody wrote down: what a home-made wrapper does in a destructor that is
/// not seen cannot be told.
bool isThreadObject(QualType type, const Resolver &roles) {
  const TypeFacts *facts = roles.type(type);
  return facts && facts->thread && facts->origin.isStated() && !facts->thread->joins &&
         !facts->thread->detaches;
}

bool isTransparent(const Stmt &parent) {
  if (const auto *cast = dyn_cast<ImplicitCastExpr>(&parent))
    return cast->getCastKind() != CK_LValueToRValue;
  return isa<ParenExpr, FullExpr, MaterializeTemporaryExpr>(parent);
}

bool isArithmetic(const Expr *expr) { return expr->getType()->isArithmeticType(); }

ThreadMention threadMethod(const CallSite &site) {
  const FunctionFacts *facts = site.facts;
  if (facts && (facts->syncWait || facts->consumes))
    return ThreadMention::Ends;
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
  if (!method)
    return ThreadMention::Escapes;
  // `native_handle()` is not const.
  const QualType result = method->getReturnType();
  const bool asks = (facts && (facts->inspects || facts->cancel)) || method->isConst() ||
                    result->isArithmeticType() || result->isPointerType();
  return asks ? ThreadMention::Asks : ThreadMention::Escapes;
}

ThreadMention containerMethod(const CallSite &site, QualType container,
                              const FunctionView &view, const Resolver &roles) {
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
  if (!method || !method->getIdentifier())
    return ThreadMention::Ends;
  const TypeFacts *facts = roles.type(container);
  const bool grows = facts && facts->container &&
                     llvm::is_contained(facts->container->grow, method->getName());
  if (llvm::all_of(site.arguments, isArithmetic)) // reserve(n), size()
    return grows || (method->isConst() && method->getReturnType()->isArithmeticType())
               ? ThreadMention::Asks
               : ThreadMention::Ends;
  if (!grows)
    return ThreadMention::Ends;
  const bool placed =
      method->getName().starts_with("emplace") &&
      llvm::none_of(site.arguments, [&](const Expr *argument) {
        return holdsThreads(argument->getType(), roles) != HoldsThreads::No;
      });
  const bool made = llvm::any_of(site.arguments, [&](const Expr *argument) {
    return startsThread(argument, view, roles);
  });
  return placed || made ? ThreadMention::Starts : ThreadMention::Unclear;
}

/// What an assignment puts in.
ThreadMention assigned(const Expr *value, const FunctionView &view,
                       const Resolver &roles) {
  if (startsThread(value, view, roles))
    return ThreadMention::Starts;
  return ThreadMention::Unclear;
}

} // namespace

HoldsThreads holdsThreads(QualType type, const Resolver &roles) {
  if (type.isNull())
    return HoldsThreads::No;
  type = type.getNonReferenceType();
  if (const auto *array = roles.context().getAsArrayType(type))
    return isThreadObject(array->getElementType(), roles) ? HoldsThreads::Many
                                                          : HoldsThreads::No;
  if (isThreadObject(type, roles))
    return HoldsThreads::One;
  const TypeFacts *facts = roles.type(type);
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  if (!facts || !facts->container || !special || special->getTemplateArgs().size() == 0)
    return HoldsThreads::No;
  const TemplateArgument &element = special->getTemplateArgs()[0];
  return element.getKind() == TemplateArgument::Type &&
                 isThreadObject(element.getAsType(), roles)
             ? HoldsThreads::Many
             : HoldsThreads::No;
}

bool startsThread(const Expr *expr, const FunctionView &view, const Resolver &roles) {
  expr = expr ? strippedMove(expr) : nullptr;
  while (const auto *cast = dyn_cast_or_null<ExplicitCastExpr>(expr))
    expr = strippedMove(cast->getSubExpr());
  const CallSite *site =
      isa_and_nonnull<CXXConstructExpr>(expr) ? view.callAt(expr) : nullptr;
  return site && site->facts && site->facts->spawnsThread && !site->arguments.empty() &&
         isThreadObject(expr->getType(), roles) &&
         holdsThreads(site->arguments[0]->getType(), roles) == HoldsThreads::No;
}

ThreadMention threadMention(const Expr &mention, const FunctionView &view,
                            const Resolver &roles) {
  bool many = holdsThreads(mention.getType(), roles) == HoldsThreads::Many;
  const Expr *operand = &mention;
  const Stmt *parent = view.parentOf(operand);
  while (parent && (isTransparent(*parent) || selectsElement(*parent, *operand))) {
    many &= isTransparent(*parent);
    operand = cast<Expr>(parent);
    parent = view.parentOf(operand);
  }
  if (!parent || isa<CompoundStmt>(parent))
    return ThreadMention::Asks;
  if (const auto *member = dyn_cast<MemberExpr>(parent)) {
    const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(view.parentOf(member));
    const CallSite *site = call ? view.callAt(call) : nullptr;
    if (!site)
      return ThreadMention::Escapes;
    return many ? containerMethod(*site, mention.getType(), view, roles)
                : threadMethod(*site);
  }
  if (const auto *op = dyn_cast<CXXOperatorCallExpr>(parent);
      op && op->getOperator() == OO_Equal && op->getArg(0) == operand)
    return assigned(op->getArg(1), view, roles);
  if (const auto *call = dyn_cast<CallExpr>(parent); call && isMove(call))
    return ThreadMention::Ends;
  if (isa<ReturnStmt, CoreturnStmt>(parent) && isa<DeclRefExpr>(mention))
    return ThreadMention::Ends;
  // `for (auto &thread : threads)`; the loop's own variable has no name.
  if (const auto *declaration = dyn_cast<DeclStmt>(parent);
      many && declaration && declaration->isSingleDecl() &&
      cast<NamedDecl>(declaration->getSingleDecl())->isImplicit())
    return ThreadMention::Ends;
  return ThreadMention::Escapes;
}

namespace {

/// Whether one variable holds a running thread; several bits where paths meet.
class RunningDomain {
public:
  using State = unsigned;
  static constexpr unsigned Empty = 1, Running = 2, Unknown = 4;

  RunningDomain(const VarDecl &variable, bool many, const FunctionView &view,
                const Resolver &roles)
      : variable_(variable), many_(many), view_(view), roles_(roles) {
    if (startsThread(variable.getInit(), view, roles))
      lost_.started = stripped(variable.getInit());
    for (const Expr *mention : view.uses(variable)) {
      const ThreadMention kind = threadMention(*mention, view, roles);
      mentions_[mention] = kind;
      escapes_ |= kind == ThreadMention::Escapes;
      ends_ |= kind == ThreadMention::Ends;
      if (kind == ThreadMention::Starts && !lost_.started)
        lost_.started = mention;
    }
    lost_.variable = &variable;
    lost_.never = !ends_;
  }

  bool isWorthwhile() const { return lost_.started && !escapes_; }

  State entry() const { return Empty; }
  void join(State &into, State from) const { into |= from; }

  void transfer(State &state, const CFGElement &element) {
    if (auto destroyed = element.getAs<CFGAutomaticObjDtor>()) {
      if (destroyed->getVarDecl() == &variable_) {
        const Stmt *trigger = destroyed->getTriggerStmt();
        const bool jumps =
            isa_and_nonnull<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt, GotoStmt>(
                trigger);
        leave(state, jumps ? trigger : nullptr);
        state = Empty;
      }
      return;
    }
    auto statement = element.getAs<CFGStmt>();
    if (!statement)
      return;
    if (const auto *thrown = dyn_cast<CXXThrowExpr>(statement->getStmt());
        thrown && leavesScope(*thrown))
      leave(state, thrown);
    else if (const auto *declarations = dyn_cast<DeclStmt>(statement->getStmt());
             declarations && llvm::is_contained(declarations->decls(), &variable_))
      state = initial();
    else if (const auto *expr = dyn_cast<Expr>(statement->getStmt()))
      mention(state, *expr);
  }

  /// `if (thread.joinable())`, `if (threads.empty())`; and the end of a loop that starts
  /// threads.
  void refine(State &state, const CFGBlock &block, bool taken) const {
    const Stmt *terminator = block.getTerminatorStmt();
    if (isa_and_nonnull<ForStmt, WhileStmt, CXXForRangeStmt>(terminator)) {
      if (!taken && many_ && startsIn(*terminator))
        state = (state & ~Empty) | Running;
      return;
    }
    const Expr *condition = stripped(block.getLastCondition());
    while (const auto *negation = dyn_cast_or_null<UnaryOperator>(condition)) {
      if (negation->getOpcode() != UO_LNot)
        return;
      taken = !taken;
      condition = stripped(negation->getSubExpr());
    }
    const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(condition);
    const auto *object =
        call ? dyn_cast<DeclRefExpr>(stripped(call->getImplicitObjectArgument()))
             : nullptr;
    if (object && object->getDecl() == &variable_ && call->getType()->isBooleanType())
      state &= taken == many_ ? ~Running : ~Empty;
  }

  /// Between fixpoint and answer: reports what the states say.
  void collectInto(std::vector<LostThread> &found) { found_ = &found; }

private:
  unsigned initial() const {
    if (startsThread(variable_.getInit(), view_, roles_))
      return Running;
    const auto *made = dyn_cast_or_null<CXXConstructExpr>(
        variable_.getInit() ? stripped(variable_.getInit()) : nullptr);
    const bool sized =
        made && llvm::all_of(made->arguments(), [](const Expr *argument) {
          return isArithmetic(argument) || isa<CXXDefaultArgExpr>(argument);
        });
    return !variable_.hasInit() || sized || variable_.getType()->isArrayType() ? Empty
                                                                               : Unknown;
  }

  void mention(State &state, const Expr &expr) {
    auto found = mentions_.find(&expr);
    if (found == mentions_.end() || found->second == ThreadMention::Asks)
      return;
    const bool again = !many_ && (found->second == ThreadMention::Starts ||
                                  found->second == ThreadMention::Unclear);
    if (again && state == Running)
      add({.again = &expr});
    state = found->second == ThreadMention::Starts ? Running
            : found->second == ThreadMention::Ends ? Empty
                                                   : Unknown;
  }

  /// Whether an exception destroys the variable: no handler stands in its scope.
  bool leavesScope(const CXXThrowExpr &thrown) const {
    for (const auto *attempt = view_.enclosing<CXXTryStmt>(&thrown); attempt;
         attempt = view_.enclosing<CXXTryStmt>(attempt))
      if (view_.isWithin(&thrown, attempt->getTryBlock()) &&
          !view_.isWithin(view_.declarationOf(variable_), attempt))
        return false;
    return true;
  }

  bool startsIn(const Stmt &loop) const {
    return llvm::any_of(mentions_, [&](const auto &mention) {
      return mention.second == ThreadMention::Starts &&
             view_.isWithin(mention.first, &loop);
    });
  }

  void leave(State state, const Stmt *exit) {
    if (state == Running || (lost_.never && (state & Running) && !(state & Unknown)))
      add({.exit = lost_.never ? nullptr : exit});
  }

  void add(LostThread lost) {
    if (!found_)
      return;
    lost.variable = lost_.variable;
    lost.started = lost_.started;
    lost.never = lost_.never && !lost.again;
    const bool known = llvm::any_of(*found_, [&](const LostThread &other) {
      return other.variable == lost.variable && other.exit == lost.exit &&
             other.again == lost.again;
    });
    if (!known)
      found_->push_back(lost);
  }

  const VarDecl &variable_;
  bool many_;
  const FunctionView &view_;
  const Resolver &roles_;
  LostThread lost_{};
  bool ends_ = false, escapes_ = false;
  llvm::DenseMap<const Expr *, ThreadMention> mentions_;
  std::vector<LostThread> *found_ = nullptr;
};

void follow(const VarDecl &variable, bool many, const FunctionView &view,
            Analysis &analysis, std::vector<LostThread> &found) {
  RunningDomain domain(variable, many, view, analysis.unit().roles());
  const CFG *graph = domain.isWorthwhile() ? analysis.graph(view) : nullptr;
  if (!graph)
    return;
  Solver<RunningDomain> solver(*graph, domain);
  if (!solver.solve())
    return;
  domain.collectInto(found);
  for (const CFGBlock *block : *graph)
    if (std::optional<unsigned> state = solver.entryOf(*block))
      for (const CFGElement &element : *block)
        domain.transfer(*state, element);
}

} // namespace

std::vector<LostThread> lostThreads(const FunctionView &view, Analysis &analysis) {
  std::vector<LostThread> found;
  for (const VarDecl *local : view.locals()) {
    const HoldsThreads holds = holdsThreads(local->getType(), analysis.unit().roles());
    if (holds != HoldsThreads::No && local->hasLocalStorage() &&
        !local->getType()->isReferenceType())
      follow(*local, holds == HoldsThreads::Many, view, analysis, found);
  }
  auto place = [](const LostThread &lost) {
    return lost.again  ? lost.again->getBeginLoc()
           : lost.exit ? lost.exit->getBeginLoc()
                       : lost.variable->getLocation();
  };
  llvm::sort(found, [&](const LostThread &one, const LostThread &other) {
    if (place(one) != place(other))
      return standsBefore(place(one), place(other), view.function().getASTContext());
    return standsBefore(one.variable->getLocation(), other.variable->getLocation(),
                        view.function().getASTContext());
  });
  return found;
}

} // namespace async_tidy
