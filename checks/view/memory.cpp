#include "view/memory.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

bool hasMethods(const CXXRecordDecl &record, llvm::ArrayRef<llvm::StringRef> names) {
  return llvm::all_of(names, [&](llvm::StringRef name) {
    IdentifierInfo &id = record.getASTContext().Idents.get(name);
    if (!record.lookup(&id).empty())
      return true;
    return llvm::any_of(record.bases(), [&](const CXXBaseSpecifier &base) {
      const CXXRecordDecl *parent = recordOf(base.getType());
      return parent && parent->hasDefinition() && !parent->lookup(&id).empty();
    });
  });
}

/// What the parameter that receives an argument may do with it.
Touch touchOfParameter(QualType type) {
  if (type.isNull())
    return Touch::Escapes;
  if (type->isReferenceType())
    return type->getPointeeType().isConstQualified() ? Touch::Reads : Touch::Escapes;
  return Touch::Reads;
}

/// What a method call does to its object; nothing if its result stands for a part of it.
std::optional<Touch> touchOfMethod(const CallExpr &call) {
  const auto *method = dyn_cast_or_null<CXXMethodDecl>(call.getDirectCallee());
  if (!method)
    return Touch::Escapes;
  const bool yieldsPart =
      method->getOverloadedOperator() == OO_Subscript ||
      method->getOverloadedOperator() == OO_Star ||
      (method->getIdentifier() &&
       llvm::is_contained({"at", "front", "back", "value"}, method->getName()));
  if (yieldsPart && !method->isConst() && call.isGLValue())
    return std::nullopt;
  return method->isConst() ? Touch::Reads : Touch::Updates;
}

std::optional<Touch> touchOfCall(const CallExpr &call, const Expr &operand) {
  if (call.getCallee()->IgnoreParens() == operand.IgnoreParens())
    return isa<CXXMemberCallExpr>(call) ? touchOfMethod(call) : Touch::Reads;
  const auto *op = dyn_cast<CXXOperatorCallExpr>(&call);
  const FunctionDecl *callee = call.getDirectCallee();
  const bool isMember = op && isa_and_nonnull<CXXMethodDecl>(callee);
  for (unsigned i = 0; i != call.getNumArgs(); ++i) {
    if (call.getArg(i) != &operand)
      continue;
    if (isMember && i == 0) {
      if (op->getOperator() == OO_Equal)
        return Touch::Writes;
      return touchOfMethod(call);
    }
    const unsigned index = isMember ? i - 1 : i;
    return touchOfParameter(callee && index < callee->getNumParams()
                                ? callee->getParamDecl(index)->getType()
                                : QualType());
  }
  return Touch::Escapes;
}

/// What a parent makes of its operand; nothing if the parent is still the same memory or
/// a part of it.
std::optional<Touch> touchBy(const Stmt &parent, const Expr &operand) {
  if (const auto *cast = dyn_cast<CastExpr>(&parent)) {
    if (cast->getCastKind() == CK_LValueToRValue)
      return Touch::Reads;
    if (cast->getCastKind() == CK_ToVoid)
      return Touch::Nothing;
    return std::nullopt;
  }
  if (const auto *binary = dyn_cast<BinaryOperator>(&parent)) {
    if (binary->isAssignmentOp() && binary->getLHS() == &operand)
      return binary->isCompoundAssignmentOp() ? Touch::Updates : Touch::Writes;
    return Touch::Reads;
  }
  if (const auto *unary = dyn_cast<UnaryOperator>(&parent)) {
    if (unary->isIncrementDecrementOp())
      return Touch::Updates;
    return unary->getOpcode() == UO_AddrOf ? Touch::Escapes : Touch::Reads;
  }
  if (const auto *call = dyn_cast<CallExpr>(&parent))
    return touchOfCall(*call, operand);
  if (const auto *construct = dyn_cast<CXXConstructExpr>(&parent)) {
    for (unsigned i = 0; i != construct->getNumArgs(); ++i)
      if (construct->getArg(i) == &operand &&
          i < construct->getConstructor()->getNumParams())
        return touchOfParameter(construct->getConstructor()->getParamDecl(i)->getType());
    return Touch::Escapes;
  }
  if (isa<MemberExpr, ParenExpr, ArraySubscriptExpr, FullExpr, MaterializeTemporaryExpr,
          ConditionalOperator>(parent))
    return std::nullopt;
  if (isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(parent))
    return Touch::Nothing;
  return isa<Expr, DeclStmt, ReturnStmt>(parent) ? Touch::Escapes : Touch::Nothing;
}

} // namespace

bool isAtomic(QualType type) {
  if (type->isAtomicType())
    return true;
  const CXXRecordDecl *record = recordOf(type);
  return record && record->hasDefinition() &&
         (hasMethods(*record, {"load", "store", "exchange"}) ||
          hasMethods(*record, {"test_and_set", "clear"}));
}

bool synchronisesItself(QualType type, const Resolver &roles) {
  if (isAtomic(type))
    return true;
  const TypeFacts *facts = roles.type(type);
  return facts && (facts->mutex || facts->guard || facts->conditionVariable ||
                   facts->semaphore || facts->scope || facts->executor || facts->thread ||
                   facts->cancellationToken || facts->promise || facts->task ||
                   facts->awaitable || (facts->queue && !facts->queue->container));
}

Touch touchOf(const Expr &mention, const FunctionView &view) {
  const Expr *operand = &mention;
  for (unsigned depth = 0; depth != 16; ++depth) {
    const Stmt *parent = view.parentOf(operand);
    if (!parent)
      return Touch::Nothing;
    // A pointer's own value is read; what it points to is other memory.
    if (const auto *member = dyn_cast<MemberExpr>(parent); member && member->isArrow())
      return Touch::Reads;
    if (std::optional<Touch> touch = touchBy(*parent, *operand))
      return *touch;
    operand = dyn_cast<Expr>(parent);
    if (!operand)
      return Touch::Nothing;
  }
  return Touch::Escapes;
}

} // namespace async_tidy
