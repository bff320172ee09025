#include "flow/consumption.h"

#include "flow/solver.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

// ---- what a variable holds

/// The owned task type inside a standard container, optional, tuple or array; null if
/// none. Views and wrappers of references own nothing: they are trivially destructible.
QualType heldIn(QualType type, const Resolver &roles, unsigned depth = 0) {
  if (type.isNull() || type->isReferenceType() || depth > 3)
    return {};
  if (const ArrayType *array = roles.context().getAsArrayType(type))
    type = array->getElementType();
  if (roles.task(type))
    return type;
  const CXXRecordDecl *record = recordOf(type);
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  if (!special || !special->isInStdNamespace() || !special->hasDefinition() ||
      special->hasTrivialDestructor())
    return {};
  for (const TemplateArgument &argument : special->getTemplateArgs().asArray()) {
    llvm::ArrayRef<TemplateArgument> types(argument);
    if (argument.getKind() == TemplateArgument::Pack)
      types = argument.getPackAsArray();
    for (const TemplateArgument &element : types)
      if (element.getKind() == TemplateArgument::Type)
        if (QualType held = heldIn(element.getAsType(), roles, depth + 1); !held.isNull())
          return held;
  }
  return {};
}

/// A standard function that moves a task out of where it was: `exchange`.
bool passesThrough(const CallExpr &call, QualType made) {
  const FunctionDecl *callee = call.getDirectCallee();
  return callee && callee->isInStdNamespace() && callee->getNumParams() > 0 &&
         recordOf(callee->getParamDecl(0)->getType()) == recordOf(made);
}

/// Whether a call returns a task, or several, that did not exist before.
bool makesTasks(const CallExpr &call, const FunctionView &view,
                const TranslationUnit &unit) {
  if (!call.isPRValue() || heldIn(call.getType(), unit.roles()).isNull())
    return false;
  const CallSite *site = view.callAt(&call);
  if (!site || (site->facts && (site->facts->syncWait || site->facts->inspects ||
                                site->facts->returnsSelf || site->facts->consumes)))
    return false;
  if (unit.roles().task(call.getType()))
    return !passesThrough(call, call.getType());
  // `gather(f(), g())` may have run what it was given, and return what is left.
  return site->callee && !site->callee->isInStdNamespace() &&
         llvm::none_of(site->arguments, [&](const Expr *argument) {
           return !heldIn(argument->getType(), unit.roles()).isNull();
         });
}

/// The call in an initialiser or argument that made a task; null if the task, if any, was
/// there before or is over already.
const CallExpr *makerIn(const Expr *expr, const FunctionView &view,
                        const TranslationUnit &unit, unsigned depth = 0) {
  expr = strippedMove(expr);
  if (!expr || depth > 4 || isa<CoroutineSuspendExpr>(expr))
    return nullptr;
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr)) {
    const auto *variable = dyn_cast<VarDecl>(reference->getDecl());
    return variable && variable->isLocalVarDecl()
               ? makerIn(variable->getInit(), view, unit, depth + 1)
               : nullptr;
  }
  if (const auto *choice = dyn_cast<ConditionalOperator>(expr)) {
    const CallExpr *first = makerIn(choice->getTrueExpr(), view, unit, depth + 1);
    return first ? first : makerIn(choice->getFalseExpr(), view, unit, depth + 1);
  }
  if (const auto *call = dyn_cast<CallExpr>(expr); call && makesTasks(*call, view, unit))
    return call;
  // A container is built from its elements: `{f(), g()}`, `std::pair(f(), g())`,
  // `std::make_optional(f())`.
  if (heldIn(expr->getType(), unit.roles()).isNull())
    return nullptr;
  for (const Stmt *child : expr->children())
    if (const auto *part = dyn_cast_or_null<Expr>(child))
      if (const CallExpr *maker = makerIn(part, view, unit, depth + 1))
        return maker;
  return nullptr;
}

// ---- what a mention does

bool isArithmetic(QualType type) {
  return type->isArithmeticType() || type->isEnumeralType();
}

/// `bool valid() const`, `size_t size() const`: reads a fact about the task. What returns
/// the task's own value, or says that it waits for it, does more.
bool asksAbout(const CXXMethodDecl &method) {
  const FunctionDecl *pattern = method.getInstantiatedFromMemberFunction();
  QualType result = (pattern ? pattern : &method)->getReturnType();
  if (!method.isConst() || method.getNumParams() != 0 || result->isDependentType() ||
      !isArithmetic(result))
    return false;
  static constexpr llvm::StringRef verbs[] = {"wait", "join", "get", "run", "resume"};
  return !method.getIdentifier() || llvm::none_of(verbs, [&](llvm::StringRef verb) {
    return method.getName().contains_insensitive(verb);
  });
}

bool isDiscarded(const Expr &expr, const FunctionView &view) {
  return llvm::any_of(view.discarded(), [&](const DiscardedValue &value) {
    return value.expr == &expr;
  });
}

/// A method of a container whose result nobody reads stores or drops elements, it does not
/// take them; unless another container is there to take them.
Mention containerCall(const CallSite &site, const FunctionView &view,
                      const Resolver &roles) {
  if (!isDiscarded(*site.expr, view))
    return Mention::Consumes;
  for (const Expr *argument : site.arguments)
    if (argument->isLValue() && !heldIn(argument->getType(), roles).isNull() &&
        !roles.task(argument->getType()))
      return Mention::Consumes;
  const bool counts = llvm::all_of(site.arguments, [](const Expr *argument) {
    return isArithmetic(argument->getType());
  });
  return counts ? Mention::Inspects : Mention::Fills;
}

Mention methodCall(const CXXMemberCallExpr &call, bool many, const FunctionView &view,
                   const Resolver &roles) {
  const CallSite *site = view.callAt(&call);
  const CXXMethodDecl *method = call.getMethodDecl();
  if (!site || !method)
    return Mention::Consumes;
  if (site->facts && (site->facts->consumes || site->facts->syncWait))
    return Mention::Consumes;
  if ((site->facts && site->facts->inspects) || asksAbout(*method))
    return Mention::Inspects;
  return many ? containerCall(*site, view, roles) : Mention::Consumes;
}

Mention operatorCall(const CXXOperatorCallExpr &call, const Expr &operand) {
  const bool first = call.getNumArgs() > 0 && call.getArg(0) == &operand;
  if (call.getOperator() == OO_Equal)
    return first ? Mention::Fills : Mention::Consumes;
  return call.isComparisonOp() ? Mention::Inspects : Mention::Consumes;
}

/// `tasks[i]`: the mention goes on as the element.
bool selectsElement(const Stmt &parent, const Expr &operand) {
  if (const auto *subscript = dyn_cast<ArraySubscriptExpr>(&parent))
    return subscript->getBase() == &operand;
  const auto *call = dyn_cast<CXXOperatorCallExpr>(&parent);
  return call && call->getOperator() == OO_Subscript && call->getArg(0) == &operand;
}

bool isTransparent(const Stmt &parent) {
  if (const auto *cast = dyn_cast<ImplicitCastExpr>(&parent))
    return cast->getCastKind() != CK_LValueToRValue;
  return isa<ParenExpr, FullExpr>(parent);
}

} // namespace

Mention mentionKind(const Expr &mention, const FunctionView &view,
                    const Resolver &roles) {
  const bool many = !roles.task(mention.getType());
  const Expr *operand = &mention;
  const Stmt *parent = view.parentOf(operand);
  bool element = false;
  while (parent && (isTransparent(*parent) || selectsElement(*parent, *operand))) {
    element |= !isTransparent(*parent);
    operand = cast<Expr>(parent);
    parent = view.parentOf(operand);
  }
  if (!parent || isDiscarded(*stripped(operand), view))
    return Mention::Ignores;
  if (const auto *call = dyn_cast<CXXOperatorCallExpr>(parent)) {
    if (element && call->getOperator() != OO_Equal)
      return Mention::Consumes;
    return operatorCall(*call, *operand);
  }
  if (const auto *cast = dyn_cast<ExplicitCastExpr>(parent))
    return cast->getCastKind() == CK_ToVoid ? Mention::Ignores : Mention::Consumes;
  if (const auto *member = dyn_cast<MemberExpr>(parent))
    if (const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(view.parentOf(member));
        call && call->getCallee()->IgnoreParens() == member)
      return methodCall(*call, many && !element, view, roles);
  if (const auto *call = dyn_cast<CallExpr>(parent))
    if (const CallSite *site = view.callAt(call);
        site && site->facts && site->facts->inspects)
      return Mention::Inspects;
  return Mention::Consumes;
}

const TaskRole *taskMadeBy(const Expr &expr, const FunctionView &view,
                           const TranslationUnit &unit) {
  const TaskRole *role = unit.roles().task(expr.getType());
  const CallSite *site = role ? view.callAt(&expr) : nullptr;
  if (!site)
    return role;
  if (site->facts && site->facts->returns)
    return &*site->facts->returns;
  // A helper that passes on what a call of that kind returned.
  const FunctionView *callee = site->callee ? unit.view(*site->callee) : nullptr;
  if (callee)
    for (const CallSite &inner : callee->calls())
      if (inner.facts && inner.facts->returns &&
          recordOf(inner.expr->getType()) == recordOf(expr.getType()))
        return &*inner.facts->returns;
  return role;
}

// ---- the tasks of a function

namespace {

class HolderFinder {
public:
  HolderFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit) {}

  std::vector<HeldTask> find() {
    for (const VarDecl *variable : view_.locals()) {
      if (!variable->hasLocalStorage() || variable->isCXXForRangeDecl() ||
          variable->getType()->isDependentType())
        continue;
      if (const auto *several = dyn_cast<DecompositionDecl>(variable))
        lookIntoBindings(*several);
      else if (ownsIts(*variable))
        look(*variable, variable->getType().getNonReferenceType(), variable->getInit());
    }
    return std::move(found_);
  }

private:
  /// Not a reference, or one that prolongs the life of a temporary.
  static bool ownsIts(const VarDecl &variable) {
    const auto *init = dyn_cast_or_null<Expr>(variable.getInit());
    if (!variable.getType()->isReferenceType())
      return true;
    const auto *full = dyn_cast_or_null<ExprWithCleanups>(init);
    const auto *temporary =
        dyn_cast_or_null<MaterializeTemporaryExpr>(full ? full->getSubExpr() : init);
    return temporary && temporary->getExtendingDecl() == &variable;
  }

  void lookIntoBindings(const DecompositionDecl &several) {
    if (several.getType()->isReferenceType())
      return;
    for (const BindingDecl *binding : several.bindings())
      if (!binding->getType()->isReferenceType() && unit_.roles().task(binding->getType()))
        look(*binding, binding->getType(), several.getInit());
  }

  void look(const ValueDecl &variable, QualType type, const Expr *init) {
    QualType held = heldIn(type, unit_.roles());
    if (held.isNull() || !unit_.roles().task(held)->singleShot)
      return;
    const CallExpr *maker = makerIn(init, view_, unit_);
    bool consumed = false;
    for (const Expr *mention : view_.uses(variable)) {
      const Mention kind = mentionKind(*mention, view_, unit_.roles());
      consumed |= kind == Mention::Consumes;
      if (kind == Mention::Fills && !maker)
        maker = makerOf(*mention);
    }
    if (!maker)
      return;
    const TaskRole *task = taskMadeBy(*maker, view_, unit_);
    found_.push_back({&variable, maker, task ? task : unit_.roles().task(held),
                      !unit_.roles().task(type), consumed});
  }

  /// The call whose task an assignment or insertion stores.
  const CallExpr *makerOf(const Expr &filled) const {
    for (const Stmt *around = view_.parentOf(&filled); around;
         around = view_.parentOf(around)) {
      const auto *expr = dyn_cast<Expr>(around);
      if (!expr)
        return nullptr;
      if (const CallSite *site = view_.callAt(expr))
        for (const Expr *argument : site->arguments)
          if (const CallExpr *maker = makerIn(argument, view_, unit_))
            return maker;
    }
    return nullptr;
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  std::vector<HeldTask> found_;
};

// ---- paths

/// What one variable may hold at a point; several bits where paths meet.
class HoldingDomain {
public:
  using State = unsigned;
  static constexpr unsigned Nothing = 1, Task = 2;

  HoldingDomain(const HeldTask &held, const FunctionView &view, const Resolver &roles)
      : held_(held),
        born_(view.isWithin(held.made, cast<VarDecl>(held.variable)->getInit())) {
    for (const Expr *mention : view.uses(*held.variable))
      kinds_[mention] = mentionKind(*mention, view, roles);
  }

  State entry() { return Nothing; }
  void join(State &into, const State &from) { into |= from; }
  void refine(State &, const CFGBlock &, bool) {}

  void transfer(State &state, const CFGElement &element) {
    if (auto destroyed = element.getAs<CFGAutomaticObjDtor>()) {
      if (destroyed->getVarDecl() == held_.variable)
        leave(state, destroyed->getTriggerStmt()->getEndLoc());
      return;
    }
    auto statement = element.getAs<CFGStmt>();
    if (!statement)
      return;
    const Stmt *stmt = statement->getStmt();
    if (isa<CXXThrowExpr>(stmt))
      state = 0; // An exception on its way out is reason enough to drop a task.
    else if (const auto *declarations = dyn_cast<DeclStmt>(stmt))
      declare(state, *declarations);
    else if (const auto *expr = dyn_cast<Expr>(stmt))
      mention(state, *expr);
  }

  std::optional<SourceLocation> firstLeak() const {
    return leak_.isValid() ? std::optional(leak_) : std::nullopt;
  }

private:
  void declare(State &state, const DeclStmt &declarations) {
    if (llvm::is_contained(declarations.decls(), held_.variable))
      state = born_ ? Task : Nothing;
  }

  void mention(State &state, const Expr &expr) {
    auto found = kinds_.find(&expr);
    if (found == kinds_.end())
      return;
    if (found->second == Mention::Consumes || found->second == Mention::Inspects)
      state = Nothing;
    else if (found->second == Mention::Fills) {
      if (!held_.many)
        leave(state, expr.getExprLoc());
      state = Task;
    }
  }

  void leave(State state, SourceLocation where) {
    if ((state & Task) && leak_.isInvalid())
      leak_ = where;
  }

  const HeldTask &held_;
  bool born_; ///< The declaration puts the task in.
  llvm::DenseMap<const Expr *, Mention> kinds_;
  SourceLocation leak_;
};

} // namespace

std::vector<HeldTask> heldTasks(const FunctionView &view, const TranslationUnit &unit) {
  return HolderFinder(view, unit).find();
}

std::optional<SourceLocation> unconsumedAt(const HeldTask &held, const FunctionView &view,
                                           Analysis &analysis) {
  if (!isa<VarDecl>(held.variable))
    return std::nullopt;
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return std::nullopt;
  HoldingDomain domain(held, view, analysis.unit().roles());
  Solver<HoldingDomain> solver(*graph, domain);
  return solver.solve() ? domain.firstLeak() : std::nullopt;
}

} // namespace async_tidy
