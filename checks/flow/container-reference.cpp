#include "flow/container-reference.h"

#include "flow/referent.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 10;

/// The class whose code this is; for a lambda, the one around it.
const CXXRecordDecl *classOf(const FunctionView &view) {
  const FunctionView *outer = &view;
  while (outer->lambda() && outer->parent())
    outer = outer->parent();
  const auto *method = dyn_cast<CXXMethodDecl>(&outer->function());
  return method ? method->getParent()->getCanonicalDecl() : nullptr;
}

/// The member or global that an expression names, whoever's it is.
const ValueDecl *namedContainer(const Expr *expr) {
  expr = strippedMove(expr);
  const ValueDecl *found = nullptr;
  if (const auto *member = dyn_cast_or_null<MemberExpr>(expr))
    found = dyn_cast<FieldDecl>(member->getMemberDecl());
  else if (const auto *reference = dyn_cast_or_null<DeclRefExpr>(expr))
    if (const auto *variable = dyn_cast<VarDecl>(reference->getDecl());
        variable && variable->hasGlobalStorage())
      found = variable;
  return found ? cast<ValueDecl>(found->getCanonicalDecl()) : nullptr;
}

class ReferenceFinder {
public:
  ReferenceFinder(const FunctionView &view, const Resolver &roles)
      : view_(view), roles_(roles) {}

  using Found = std::optional<ContainerReference>;
  Found ofVariable(const VarDecl &variable, unsigned depth) const;

private:
  Found find(const Expr *expr, unsigned depth) const;
  Found ofContainer(const Expr &expr) const;
  Found ofCall(const CallExpr &call, unsigned depth) const;
  Found ofMethod(const Expr &object, const Expr &call, unsigned depth) const;
  bool outlives(const Expr *base) const;

  const FunctionView &view_;
  const Resolver &roles_;
};

/// Whether the owner of a member is this object, and so lives on beside the coroutine.
bool ReferenceFinder::outlives(const Expr *base) const {
  for (base = stripped(base); const auto *member = dyn_cast_or_null<MemberExpr>(base);
       base = stripped(member->getBase()))
    if (member->isArrow() && !isa<CXXThisExpr>(stripped(member->getBase())))
      return false;
  if (!base)
    return false;
  if (isa<CXXThisExpr>(base))
    return true;
  // `self->member`, where self keeps this object alive.
  const CXXRecordDecl *own = classOf(view_);
  const auto *arrow = dyn_cast<CXXOperatorCallExpr>(base);
  const CXXRecordDecl *pointee = arrow && arrow->getOperator() == OO_Arrow
                                     ? recordOf(arrow->getType()->getPointeeType())
                                     : nullptr;
  return own && pointee && pointee->getCanonicalDecl() == own;
}

ReferenceFinder::Found ReferenceFinder::ofContainer(const Expr &expr) const {
  const ValueDecl *container = namedContainer(&expr);
  const TypeFacts *type = container ? roles_.type(container->getType()) : nullptr;
  if (!type || !type->container || container->getType().isConstQualified() ||
      container->getType()->isReferenceType())
    return std::nullopt;
  if (const auto *member = dyn_cast<MemberExpr>(strippedMove(&expr));
      member && !outlives(member->getBase()))
    return std::nullopt;
  return ContainerReference{container, &*type->container, Reaches::Iterator};
}

ReferenceFinder::Found ReferenceFinder::ofVariable(const VarDecl &variable,
                                                   unsigned depth) const {
  const Expr *init = variable.getInit();
  if (!init || depth == 0 || isa<ParmVarDecl>(variable) || variable.hasGlobalStorage())
    return std::nullopt;
  QualType type = variable.getType();
  Found found = find(init, depth - 1);
  if (!found || found->how == Reaches::Iterator)
    return found;
  // An element that is copied is nobody else's.
  return type->isReferenceType() || isViewLike(type, roles_) ? found : std::nullopt;
}

ReferenceFinder::Found ReferenceFinder::find(const Expr *expr, unsigned depth) const {
  expr = strippedMove(expr);
  if (!expr || depth == 0 || expr->isTypeDependent())
    return std::nullopt;
  --depth;
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr)) {
    const auto *variable = dyn_cast<VarDecl>(reference->getDecl());
    return variable && variable->hasLocalStorage() ? ofVariable(*variable, depth)
                                                   : std::nullopt;
  }
  if (const auto *member = dyn_cast<MemberExpr>(expr)) {
    if (!isa<FieldDecl>(member->getMemberDecl()) ||
        member->getMemberDecl()->getType()->isReferenceType())
      return std::nullopt;
    Found base = find(member->getBase(), depth);
    // `insert(...).first` is the iterator itself, `it->second` a part of the element.
    if (base && member->isArrow())
      base->how = Reaches::Element;
    return base;
  }
  if (const auto *unary = dyn_cast<UnaryOperator>(expr))
    return unary->getOpcode() == UO_AddrOf || unary->getOpcode() == UO_Deref
               ? find(unary->getSubExpr(), depth)
               : std::nullopt;
  if (const auto *construct = dyn_cast<CXXConstructExpr>(expr)) {
    // From iterator to const_iterator; a view of a string.
    if (construct->getNumArgs() == 0)
      return std::nullopt;
    Found inner = find(construct->getArg(0), depth);
    return inner && inner->how == Reaches::Iterator ? inner : std::nullopt;
  }
  const auto *call = dyn_cast<CallExpr>(expr);
  return call ? ofCall(*call, depth) : std::nullopt;
}

/// What a container's own method returns: an iterator, or a reference to an element.
ReferenceFinder::Found ReferenceFinder::ofMethod(const Expr &object, const Expr &call,
                                                 unsigned depth) const {
  Found found = ofContainer(object);
  const auto *range = dyn_cast<DeclRefExpr>(stripped(&object));
  if (!found && range) // `auto &&__range = container_;`
    if (const auto *variable = dyn_cast<VarDecl>(range->getDecl());
        variable && variable->getType()->isReferenceType() && variable->getInit())
      found = ofContainer(*variable->getInit());
  if (!found) {
    // An iterator that is dereferenced.
    found = find(&object, depth);
    const auto *op = dyn_cast<CXXOperatorCallExpr>(&call);
    if (!found || found->how != Reaches::Iterator || !op ||
        (op->getOperator() != OO_Star && op->getOperator() != OO_Arrow))
      return std::nullopt;
    found->how = Reaches::Element;
    return found;
  }
  QualType result = call.getType();
  if (call.isGLValue() || result->isPointerType() || isViewLike(result, roles_))
    found->how = Reaches::Element;
  else if (!result->isRecordType())
    return std::nullopt; // a size
  return found;
}

ReferenceFinder::Found ReferenceFinder::ofCall(const CallExpr &call,
                                               unsigned depth) const {
  const FunctionDecl *callee = call.getDirectCallee();
  const Expr *object = receiverOf(call);
  if (isa_and_nonnull<CXXMethodDecl>(callee) && isa<CXXOperatorCallExpr>(call))
    object = call.getArg(0);
  if (object)
    return ofMethod(*object, call, depth);
  // `std::find(list_.begin(), ...)` and `std::next(it)` return an iterator of theirs.
  if (!callee || !callee->isInStdNamespace() || !call.getType()->isRecordType())
    return std::nullopt;
  for (const Expr *argument : call.arguments())
    if (recordOf(argument->getType()) == recordOf(call.getType()))
      if (Found found = find(argument, depth); found && found->how == Reaches::Iterator)
        return found;
  return std::nullopt;
}

bool invalidatesOnGrowth(const ContainerReference &reference) {
  switch (reference.role->storage) {
  case Storage::Contiguous:
  case Storage::Flat:
    return true;
  case Storage::Deque:
  case Storage::Hash:
    return reference.how == Reaches::Iterator;
  case Storage::Nodes:
    return false;
  }
  llvm_unreachable("covered switch");
}

/// `std::swap(all_, old)`, `std::erase_if(all_, ...)`: takes the container itself.
bool isHandedOver(const CallSite &call, const ContainerReference &reference) {
  if (!call.callee || !call.callee->isInStdNamespace() || !isa<CallExpr>(call.expr))
    return false;
  const unsigned count =
      std::min<unsigned>(call.arguments.size(), call.callee->getNumParams());
  for (unsigned index = 0; index < count; ++index) {
    QualType parameter = call.callee->getParamDecl(index)->getType();
    if (parameter->isLValueReferenceType() &&
        !parameter->getPointeeType().isConstQualified() &&
        namedContainer(call.arguments[index]) == reference.container &&
        !isMove(call.expr) && !call.expr->isGLValue())
      return true;
  }
  return false;
}

std::optional<ContainerChange> changeBy(const CallSite &call, const FunctionView &in,
                                        const ContainerReference &reference) {
  if (isHandedOver(call, reference) && call.expr->getType()->isVoidType())
    return ContainerChange{&call, &in, true};
  if (!isCallOn(call, reference))
    return std::nullopt;
  const std::string name = call.callee->getDeclName().getAsString();
  if (llvm::is_contained(reference.role->remove, name))
    return ContainerChange{&call, &in, true};
  if (invalidatesOnGrowth(reference) && llvm::is_contained(reference.role->grow, name))
    return ContainerChange{&call, &in, false};
  return std::nullopt;
}

} // namespace

std::optional<ContainerReference> containerReference(const VarDecl &variable,
                                                     const FunctionView &view,
                                                     const Resolver &roles) {
  return ReferenceFinder(view, roles).ofVariable(variable, maxDepth);
}

bool isCallOn(const CallSite &call, const ContainerReference &reference) {
  return call.callee && call.receiver &&
         namedContainer(call.receiver) == reference.container;
}

std::vector<ContainerChange> changesElsewhere(const ContainerReference &reference,
                                              const FunctionView &except,
                                              const TranslationUnit &unit) {
  std::vector<ContainerChange> removals, additions;
  for (const FunctionView *view : unit.functions()) {
    if (view == &except || isa<CXXConstructorDecl, CXXDestructorDecl>(view->function()))
      continue;
    for (const CallSite &call : view->calls())
      if (std::optional<ContainerChange> change = changeBy(call, *view, reference))
        (change->removes ? removals : additions).push_back(*change);
  }
  llvm::append_range(removals, additions);
  return removals;
}

} // namespace async_tidy
