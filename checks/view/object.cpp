#include "view/object.h"

#include "model/names.h"
#include "view/function-view.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 12;

const ValueDecl *find(const Expr *expr, bool throughCalls, unsigned depth);

/// A reference, and a capture that was given a name, stand for what they were bound to.
const ValueDecl *findVariable(const VarDecl &variable, bool throughCalls,
                              unsigned depth) {
  const bool alias = variable.getType()->isReferenceType() || variable.isInitCapture();
  if (alias && variable.hasInit())
    if (const ValueDecl *bound = find(variable.getInit(), throughCalls, depth))
      return bound;
  return variable.getCanonicalDecl();
}

bool isAccess(OverloadedOperatorKind op) {
  return op == OO_Star || op == OO_Arrow || op == OO_Subscript;
}

/// What an accessor returns, if it does nothing else.
const Expr *onlyResult(const FunctionDecl *function) {
  const auto *block =
      dyn_cast_or_null<CompoundStmt>(function ? visibleBody(*function) : nullptr);
  if (!block || block->size() != 1)
    return nullptr;
  const auto *result = dyn_cast<ReturnStmt>(block->body_front());
  return result ? result->getRetValue() : nullptr;
}

const ValueDecl *findInCall(const CallExpr &call, unsigned depth) {
  const auto *member = dyn_cast<CXXMemberCallExpr>(&call);
  const Expr *receiver = member ? member->getImplicitObjectArgument() : nullptr;
  if (const Expr *result = onlyResult(call.getDirectCallee()))
    if (const ValueDecl *returned = find(result, true, depth);
        returned && !isa<ParmVarDecl>(returned))
      return returned;
  if (receiver)
    return find(receiver, true, depth);
  return call.getNumArgs() > 0 ? find(call.getArg(0), true, depth) : nullptr;
}

const ValueDecl *find(const Expr *expr, bool throughCalls, unsigned depth) {
  expr = strippedMove(expr);
  if (!expr || depth == 0)
    return nullptr;
  --depth;
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr)) {
    if (const auto *variable = dyn_cast<VarDecl>(reference->getDecl()))
      return findVariable(*variable, throughCalls, depth);
    return isa<BindingDecl>(reference->getDecl()) ? reference->getDecl() : nullptr;
  }
  if (const auto *member = dyn_cast<MemberExpr>(expr))
    return isa<FunctionDecl>(member->getMemberDecl())
               ? nullptr
               : cast<ValueDecl>(member->getMemberDecl()->getCanonicalDecl());
  if (const auto *access = dyn_cast<UnaryOperator>(expr);
      access && (access->getOpcode() == UO_Deref || access->getOpcode() == UO_AddrOf))
    return find(access->getSubExpr(), throughCalls, depth);
  if (const auto *subscript = dyn_cast<ArraySubscriptExpr>(expr))
    return find(subscript->getBase(), throughCalls, depth);
  if (const auto *op = dyn_cast<CXXOperatorCallExpr>(expr);
      op && isAccess(op->getOperator()) && op->getNumArgs() >= 1)
    return find(op->getArg(0), throughCalls, depth);
  if (const auto *cast = dyn_cast<ExplicitCastExpr>(expr))
    return find(cast->getSubExpr(), throughCalls, depth);
  const auto *call = dyn_cast<CallExpr>(expr);
  return call && throughCalls ? findInCall(*call, depth) : nullptr;
}

} // namespace

const ValueDecl *variableOf(const Expr *expr) { return find(expr, false, maxDepth); }

const ValueDecl *objectOf(const Expr *expr) { return find(expr, true, maxDepth); }

bool isPointerTo(QualType type, const CXXRecordDecl &record) {
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  if (!special || special->getTemplateArgs().size() == 0 ||
      special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const CXXRecordDecl *target = recordOf(special->getTemplateArgs()[0].getAsType());
  return target && (declaresSameEntity(target, &record) ||
                    (record.hasDefinition() && record.isDerivedFrom(target)));
}

std::string calleeName(const CallSite &site) {
  if (const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
      op && op->getOperator() == OO_Call)
    if (const auto *object = dyn_cast<DeclRefExpr>(stripped(op->getArg(0))))
      return object->getDecl()->getNameAsString();
  return site.callee ? displayName(*site.callee) : "the call";
}

bool selectsElement(const Stmt &expr, const Expr &operand) {
  if (const auto *subscript = dyn_cast<ArraySubscriptExpr>(&expr))
    return subscript->getBase() == &operand;
  const auto *call = dyn_cast<CXXOperatorCallExpr>(&expr);
  return call && call->getOperator() == OO_Subscript && call->getArg(0) == &operand;
}

} // namespace async_tidy
