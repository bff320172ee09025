// Which variables hold a task of their own, and which call made it.

#include "flow/consumption.h"

#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 4; // A task in a tuple in an optional, and no further.

/// A standard function that moves a task out of where it was: `exchange`.
bool passesThrough(const CallExpr &call, QualType made) {
  const FunctionDecl *callee = call.getDirectCallee();
  return callee && callee->isInStdNamespace() && callee->getNumParams() > 0 &&
         recordOf(callee->getParamDecl(0)->getType()) == recordOf(made);
}

/// Whether a call returns a task, or several, that did not exist before.
bool makesTasks(const CallExpr &call, const FunctionView &view,
                const TranslationUnit &unit) {
  if (!call.isPRValue() || taskHeldIn(call.getType(), unit.roles()).isNull())
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
           return !taskHeldIn(argument->getType(), unit.roles()).isNull();
         });
}

/// The call in an initialiser or argument that made a task; null if the task, if any, was
/// there before or is over already.
const CallExpr *makerIn(const Expr *expr, const FunctionView &view,
                        const TranslationUnit &unit, unsigned depth = 0) {
  expr = strippedMove(expr);
  if (!expr || depth > maxDepth || isa<CoroutineSuspendExpr>(expr))
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
  if (taskHeldIn(expr->getType(), unit.roles()).isNull())
    return nullptr;
  for (const Stmt *child : expr->children())
    if (const auto *part = dyn_cast_or_null<Expr>(child))
      if (const CallExpr *maker = makerIn(part, view, unit, depth + 1))
        return maker;
  return nullptr;
}

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
      if (!binding->getType()->isReferenceType() &&
          unit_.roles().task(binding->getType()))
        look(*binding, binding->getType(), several.getInit());
  }

  void look(const ValueDecl &variable, QualType type, const Expr *init) {
    QualType held = taskHeldIn(type, unit_.roles());
    if (held.isNull() || !unit_.roles().task(held)->singleShot)
      return;
    const CallExpr *maker = makerIn(init, view_, unit_);
    bool consumed = false, inspected = false;
    for (const Expr *mention : view_.uses(variable)) {
      const Mention kind = mentionKind(*mention, view_, unit_.roles());
      consumed |= kind == Mention::Consumes;
      inspected |= kind == Mention::Inspects;
      if (kind == Mention::Fills && !maker)
        maker = makerOf(*mention);
    }
    if (!maker)
      return;
    const TaskRole *task = taskMadeBy(*maker, view_, unit_);
    found_.push_back({&variable, maker, task ? task : unit_.roles().task(held),
                      !unit_.roles().task(type), consumed, inspected});
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

} // namespace

QualType taskHeldIn(QualType type, const Resolver &roles, unsigned depth) {
  if (type.isNull() || type->isReferenceType() || depth > maxDepth)
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
        if (QualType held = taskHeldIn(element.getAsType(), roles, depth + 1);
            !held.isNull())
          return held;
  }
  return {};
}

std::vector<HeldTask> heldTasks(const FunctionView &view, const TranslationUnit &unit) {
  return HolderFinder(view, unit).find();
}

} // namespace async_tidy
