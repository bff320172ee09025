// Places are compared by structure, not by value: `p->m` stays `p->m` when `p` is
// assigned. That gives up soundness for the code that people write.

#include "flow/access-path.h"

#include "model/names.h"

#include "llvm/ADT/FoldingSet.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 12;

const ValueDecl *stepOf(const ValueDecl &decl) {
  return cast<ValueDecl>(decl.getCanonicalDecl());
}

} // namespace

std::optional<AccessPath> AccessPath::of(const Expr *expr, const ASTContext &context) {
  AccessPath path;
  if (!expr || expr->isTypeDependent() || !path.extend(*expr, context, 0))
    return std::nullopt;
  return path;
}

AccessPath AccessPath::ofVariable(const ValueDecl &variable) {
  AccessPath path;
  path.variable_ = cast<ValueDecl>(variable.getCanonicalDecl());
  path.root_ = path.variable_;
  return path;
}

AccessPath AccessPath::ofTemporary(const Expr &temporary) {
  AccessPath path;
  path.root_ = &temporary;
  return path;
}

AccessPath AccessPath::rebasedOn(const AccessPath &base) const {
  AccessPath path = base;
  path.steps_.append(steps_.begin(), steps_.end());
  return path;
}

bool AccessPath::contains(const AccessPath &other) const {
  return root_ == other.root_ && steps_.size() <= other.steps_.size() &&
         std::equal(steps_.begin(), steps_.end(), other.steps_.begin());
}

std::optional<std::string> AccessPath::fieldNames() const {
  std::string names;
  for (const Step &step : steps_) {
    if (!step.member)
      return std::nullopt;
    names += "." + step.member->getNameAsString();
  }
  return names;
}

bool AccessPath::extend(const Expr &written, const ASTContext &context, unsigned depth) {
  const Expr *expr = strippedMove(&written);
  if (!expr || ++depth > maxDepth)
    return false;
  if (isa<CXXThisExpr>(expr))
    return true;
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr))
    return extendVariable(*reference->getDecl(), context, depth);
  if (const auto *member = dyn_cast<MemberExpr>(expr)) {
    if (isa<VarDecl>(member->getMemberDecl()))
      return extendVariable(*member->getMemberDecl(), context, depth);
    if (!isa<FieldDecl>(member->getMemberDecl()) ||
        !extend(*member->getBase(), context, depth))
      return false;
    steps_.push_back({.member = stepOf(*member->getMemberDecl())});
    return true;
  }
  if (const auto *unary = dyn_cast<UnaryOperator>(expr))
    return (unary->getOpcode() == UO_Deref || unary->getOpcode() == UO_AddrOf) &&
           extend(*unary->getSubExpr(), context, depth);
  if (const auto *element = dyn_cast<ArraySubscriptExpr>(expr)) {
    if (!extend(*element->getBase(), context, depth))
      return false;
    addElement(*element->getIdx(), context);
    return true;
  }
  const auto *call = dyn_cast<CallExpr>(expr);
  return call && extendCall(*call, context, depth);
}

bool AccessPath::extendVariable(const ValueDecl &decl, const ASTContext &context,
                                unsigned depth) {
  const auto *variable = dyn_cast<VarDecl>(&decl);
  if (!variable && !isa<BindingDecl>(decl))
    return false;
  // A reference is another name for what it is bound to.
  if (variable && variable->getType()->isReferenceType() && variable->getInit() &&
      !isa<ParmVarDecl>(variable) && !variable->isCXXForRangeDecl()) {
    AccessPath target;
    if (target.extend(*variable->getInit(), context, depth)) {
      *this = std::move(target);
      return true;
    }
  }
  *this = ofVariable(decl);
  return true;
}

bool AccessPath::extendCall(const CallExpr &call, const ASTContext &context,
                            unsigned depth) {
  const FunctionDecl *callee = call.getDirectCallee();
  if (!callee)
    return false;
  if (const auto *op = dyn_cast<CXXOperatorCallExpr>(&call)) {
    const OverloadedOperatorKind kind = op->getOperator();
    const bool reaches = kind == OO_Arrow || (kind == OO_Star && op->getNumArgs() == 1);
    if (!reaches && kind != OO_Subscript)
      return false;
    if (!extend(*op->getArg(0), context, depth))
      return false;
    if (kind == OO_Subscript && op->getNumArgs() == 2)
      addElement(*op->getArg(1), context);
    return true;
  }
  // A getter names the same place each time.
  if (call.getNumArgs() != 0)
    return false;
  if (const auto *member = dyn_cast<CXXMemberCallExpr>(&call)) {
    const Expr *object = member->getImplicitObjectArgument();
    if (!object || !extend(*object, context, depth))
      return false;
    steps_.push_back({.member = stepOf(*callee)});
    return true;
  }
  *this = ofVariable(*callee);
  return true;
}

void AccessPath::addElement(const Expr &index, const ASTContext &context) {
  llvm::FoldingSetNodeID id;
  index.Profile(id, context, /*Canonical=*/true);
  steps_.push_back({.element = id.ComputeHash()});
}

} // namespace async_tidy
