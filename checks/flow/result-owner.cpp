#include "flow/result-owner.h"

#include "flow/referent.h"
#include "model/names.h"

#include "clang/AST/RecursiveASTVisitor.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 16;

/// Collects what a function returns; lambdas in it return for themselves.
class Returns : public RecursiveASTVisitor<Returns> {
public:
  llvm::SmallVector<const ReturnStmt *, 2> found;
  bool VisitReturnStmt(ReturnStmt *statement) {
    found.push_back(statement);
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
};

/// Names the owner of what expressions in the methods of an awaiter or promise refer to.
class OwnerFinder {
public:
  explicit OwnerFinder(const Resolver &roles) : roles_(roles) {}

  /// What a method returns, if `self` owns its object.
  ResultOwner ofMethod(const FunctionDecl &method, Owner self, unsigned depth) const {
    const FunctionDecl *definition = method.getDefinition();
    const Stmt *body = definition ? visibleBody(*definition) : nullptr;
    if (!body || depth == 0)
      return {};
    Returns returns;
    returns.TraverseStmt(const_cast<Stmt *>(body));
    for (const ReturnStmt *statement : returns.found)
      if (Owner owner = of(statement->getRetValue(), self, depth - 1);
          owner != Owner::Unknown)
        return {owner, statement};
    return {};
  }

private:
  Owner of(const Expr *expr, Owner self, unsigned depth) const;
  Owner ofMember(const MemberExpr &member, Owner self, unsigned depth) const;
  Owner ofCall(const CallExpr &call, Owner self, unsigned depth) const;
  Owner ofMethodCall(const Expr &object, const CXXMethodDecl &method, Owner self,
                     unsigned depth) const;

  const Resolver &roles_;
};

/// A standard class that holds its value in itself, or alone.
bool holdsItsValue(QualType type, const Resolver &roles) {
  const CXXRecordDecl *record = recordOf(type);
  if (!record || !record->isInStdNamespace() || isViewLike(type, roles))
    return false;
  // Shared ownership: somebody else may keep it.
  return !record->getIdentifier() || !record->getName().starts_with("shared_");
}

Owner OwnerFinder::of(const Expr *expr, Owner self, unsigned depth) const {
  expr = strippedMove(expr);
  if (!expr || depth == 0)
    return Owner::Unknown;
  --depth;
  if (isa<CXXThisExpr>(expr))
    return self;
  if (const auto *cast = dyn_cast<ExplicitCastExpr>(expr))
    return of(cast->getSubExpr(), self, depth);
  if (const auto *member = dyn_cast<MemberExpr>(expr))
    return ofMember(*member, self, depth);
  if (const auto *unary = dyn_cast<UnaryOperator>(expr))
    return unary->getOpcode() == UO_Deref || unary->getOpcode() == UO_AddrOf
               ? of(unary->getSubExpr(), self, depth)
               : Owner::Unknown;
  if (const auto *construct = dyn_cast<CXXConstructExpr>(expr))
    return construct->getNumArgs() > 0 && isViewLike(construct->getType(), roles_)
               ? of(construct->getArg(0), self, depth)
               : Owner::Unknown;
  const auto *call = dyn_cast<CallExpr>(expr);
  return call ? ofCall(*call, self, depth) : Owner::Unknown;
}

/// A reference or pointer member leads to something that others own.
Owner OwnerFinder::ofMember(const MemberExpr &member, Owner self, unsigned depth) const {
  QualType type = member.getMemberDecl()->getType();
  if (!isa<FieldDecl>(member.getMemberDecl()) || type->isReferenceType() ||
      type->isPointerType() || isViewLike(type, roles_))
    return Owner::Unknown;
  return of(member.getBase(), self, depth);
}

Owner OwnerFinder::ofCall(const CallExpr &call, Owner self, unsigned depth) const {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee)
    return Owner::Unknown;
  if (const auto *method = dyn_cast<CXXMethodDecl>(callee)) {
    const Expr *object = receiverOf(call);
    if (!object && isa<CXXOperatorCallExpr>(call) && call.getNumArgs() > 0)
      object = call.getArg(0);
    return object ? ofMethodCall(*object, *method, self, depth) : Owner::Unknown;
  }
  // `std::get<1>(value_)`, `std::get_if<1>(&value_)`.
  return callee->isInStdNamespace() && call.getNumArgs() == 1
             ? of(call.getArg(0), self, depth)
             : Owner::Unknown;
}

Owner OwnerFinder::ofMethodCall(const Expr &object, const CXXMethodDecl &method,
                                Owner self, unsigned depth) const {
  QualType type = stripped(&object)->getType(); // not a base that declares the method
  if (isCoroutineHandle(type))
    return method.getIdentifier() && method.getName() == "promise" ? Owner::Frame
                                                                   : Owner::Unknown;
  QualType result = method.getReturnType();
  if (!result->isReferenceType() && !isViewLike(result, roles_))
    return Owner::Unknown;
  Owner owner = of(&object, self, depth);
  if (owner == Owner::Unknown || holdsItsValue(type, roles_))
    return owner;
  return ofMethod(method, owner, depth).owner;
}

const FunctionDecl *resumeOf(const CoroutineSuspendExpr &await) {
  const auto *resume =
      dyn_cast_or_null<CXXMemberCallExpr>(stripped(await.getResumeExpr()));
  return resume ? resume->getMethodDecl() : nullptr;
}

bool isTemporary(const Expr &expr) { return stripped(&expr)->isPRValue(); }

} // namespace

ResultOwner ownerOfResult(const CoroutineSuspendExpr &await, const Resolver &roles) {
  const FunctionDecl *resume = resumeOf(await);
  if (!resume)
    return {};
  if (visibleBody(resume->getDefinition() ? *resume->getDefinition() : *resume))
    return OwnerFinder(roles).ofMethod(*resume, Owner::Awaiter, maxDepth);
  return await.isXValue() ? ResultOwner{Owner::Frame} : ResultOwner{};
}

bool dangles(const CoroutineSuspendExpr &await, Owner owner, const Resolver &roles) {
  if (owner == Owner::Awaiter)
    return isTemporary(*await.getCommonExpr());
  const TaskRole *task = roles.task(await.getOperand()->getType());
  return owner == Owner::Frame && task && isTemporary(*await.getOperand()) &&
         (task->drop == Drop::NeverRuns || task->drop == Drop::Cancels);
}

} // namespace async_tidy
