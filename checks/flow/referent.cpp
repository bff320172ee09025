#include "flow/referent.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 10;

class ReferentFinder {
public:
  ReferentFinder(const FunctionView &view, const Resolver &roles)
      : view_(view), roles_(roles) {}

  Referent find(const Expr *expr, unsigned depth) const;

private:
  Referent ofVariable(const DeclRefExpr &reference, unsigned depth) const;
  Referent ofTemporary(const MaterializeTemporaryExpr &temporary, unsigned depth) const;
  Referent ofCall(const CallSite &call, unsigned depth) const;
  Referent ofViewed(const Expr *viewed, unsigned depth) const;
  Referent ofView(const Expr &view, const Expr *source, unsigned depth) const;
  Referent ofEither(const ConditionalOperator &choice, unsigned depth) const;

  const FunctionView &view_;
  const Resolver &roles_;
};

/// Elements of a container, and what lies inside an object, live as long as the whole.
bool givesInside(const CallSite &call, const Resolver &roles) {
  const TypeFacts *owner = call.receiver ? roles.type(call.receiver->getType()) : nullptr;
  return owner && owner->container && call.callee &&
         call.callee->getReturnType()->isReferenceType();
}

Referent ReferentFinder::find(const Expr *expr, unsigned depth) const {
  if (!expr || depth == 0 || expr->isTypeDependent())
    return {};
  --depth;
  if (isMove(expr))
    return find(strippedMove(expr), depth);
  if (const auto *materialized = dyn_cast<MaterializeTemporaryExpr>(expr))
    return ofTemporary(*materialized, depth);
  if (const auto *full = dyn_cast<FullExpr>(expr))
    return find(full->getSubExpr(), depth);
  if (const auto *bound = dyn_cast<CXXBindTemporaryExpr>(expr))
    return find(bound->getSubExpr(), depth);
  if (const auto *paren = dyn_cast<ParenExpr>(expr))
    return find(paren->getSubExpr(), depth);
  if (const auto *given = dyn_cast<CXXDefaultArgExpr>(expr))
    return find(given->getExpr(), depth);
  if (const auto *cast = dyn_cast<CastExpr>(expr))
    return find(cast->getSubExpr(), depth);
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr))
    return ofVariable(*reference, depth);
  if (const auto *member = dyn_cast<MemberExpr>(expr))
    return member->isArrow() || !isa<FieldDecl>(member->getMemberDecl()) ||
                   member->getMemberDecl()->getType()->isReferenceType()
               ? Referent{}
               : find(member->getBase(), depth);
  if (const auto *address = dyn_cast<UnaryOperator>(expr))
    return address->getOpcode() == UO_AddrOf ? find(address->getSubExpr(), depth)
                                             : Referent{};
  if (const auto *element = dyn_cast<ArraySubscriptExpr>(expr))
    return element->getBase()->IgnoreParenImpCasts()->getType()->isArrayType()
               ? find(element->getBase(), depth)
               : Referent{};
  if (const auto *choice = dyn_cast<ConditionalOperator>(expr))
    return ofEither(*choice, depth);
  if (const auto *construct = dyn_cast<CXXConstructExpr>(expr))
    return construct->getNumArgs() > 0 ? ofView(*construct, construct->getArg(0), depth)
                                       : Referent{};
  const CallSite *call = view_.callAt(expr);
  return call ? ofCall(*call, depth) : Referent{};
}

Referent ReferentFinder::ofVariable(const DeclRefExpr &reference, unsigned depth) const {
  const auto *variable = dyn_cast<VarDecl>(reference.getDecl());
  if (!variable || !variable->hasLocalStorage() ||
      reference.refersToEnclosingVariableOrCapture())
    return {};
  const bool refers = variable->getType()->isReferenceType() ||
                      variable->getType()->isPointerType() ||
                      isViewLike(variable->getType(), roles_);
  if (!refers)
    return {.variable = variable};
  if (!variable->hasInit() || isa<ParmVarDecl>(variable))
    return {};
  Referent bound = find(variable->getInit(), depth);
  // A temporary that a reference keeps alive lives as long as the reference.
  if (bound.temporary && variable->getType()->isReferenceType())
    return {.variable = variable};
  return bound.temporary ? Referent{} : bound;
}

Referent ReferentFinder::ofTemporary(const MaterializeTemporaryExpr &temporary,
                                     unsigned depth) const {
  // A view that is bound to a reference: what matters is what the view looks at.
  if (isViewLike(temporary.getType(), roles_))
    if (Referent viewed = find(temporary.getSubExpr(), depth))
      return viewed;
  const StorageDuration duration = temporary.getStorageDuration();
  if (duration != SD_FullExpression && duration != SD_Automatic)
    return {};
  return {.temporary = &temporary};
}

Referent ReferentFinder::ofCall(const CallSite &call, unsigned depth) const {
  if (call.facts && call.facts->views)
    return ofViewed(call.argument(call.facts->views->argument), depth);
  if (isa_and_nonnull<CXXConversionDecl>(call.callee))
    return ofView(*call.expr, call.receiver, depth);
  return givesInside(call, roles_) ? find(call.receiver, depth) : Referent{};
}

/// What a smart pointer points to can change hands, and so can the memory of a container
/// that is moved: only the variable dies then.
Referent ReferentFinder::ofViewed(const Expr *viewed, unsigned depth) const {
  if (!viewed || pointeeRecordOf(viewed->getType()) != recordOf(viewed->getType()))
    return {};
  Referent referent = find(viewed, depth);
  const bool moved = referent.variable &&
                     llvm::any_of(view_.uses(*referent.variable), [&](const Expr *use) {
                       const auto *parent = dyn_cast_or_null<Expr>(view_.parentOf(use));
                       return parent && isMove(parent);
                     });
  return moved ? Referent{} : referent;
}

Referent ReferentFinder::ofView(const Expr &view, const Expr *source,
                                unsigned depth) const {
  const bool copies = isa<CXXConstructExpr>(view) && source &&
                      recordOf(source->getType()) == recordOf(view.getType());
  return copies || isViewLike(view.getType(), roles_) ? find(source, depth) : Referent{};
}

Referent ReferentFinder::ofEither(const ConditionalOperator &choice,
                                  unsigned depth) const {
  if (Referent first = find(choice.getTrueExpr(), depth))
    return first;
  return find(choice.getFalseExpr(), depth);
}

} // namespace

Referent referentOf(const Expr &expr, const FunctionView &view, const Resolver &roles) {
  return ReferentFinder(view, roles).find(&expr, maxDepth);
}

bool isViewLike(QualType type, const Resolver &roles) {
  type = type.getNonReferenceType();
  if (type->isPointerType())
    return !type->isFunctionPointerType();
  const TypeFacts *facts = roles.type(type);
  return facts && facts->view;
}

} // namespace async_tidy
