#include "view/scope-bound.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

/// The first assignment in a body to a variable that each thread has its own of. `errno`
/// is one, behind its macro.
struct ThreadLocalWrite {
  const ValueDecl *variable = nullptr;
  SourceLocation where;

  bool find(const Stmt *stmt) {
    if (!stmt)
      return false;
    if (const auto *binary = dyn_cast<BinaryOperator>(stmt);
        binary && binary->isAssignmentOp() && note(binary->getLHS()))
      return true;
    if (const auto *op = dyn_cast<CXXOperatorCallExpr>(stmt);
        op && op->isAssignmentOp() && note(op->getArg(0)))
      return true;
    if (const auto *unary = dyn_cast<UnaryOperator>(stmt);
        unary && unary->isIncrementDecrementOp() && note(unary->getSubExpr()))
      return true;
    return llvm::any_of(stmt->children(), [&](const Stmt *child) { return find(child); });
  }

private:
  bool note(const Expr *target) {
    target = stripped(target);
    const ValueDecl *decl = nullptr;
    if (const auto *reference = dyn_cast<DeclRefExpr>(target))
      decl = reference->getDecl();
    else if (const auto *member = dyn_cast<MemberExpr>(target))
      decl = member->getMemberDecl();
    const auto *var = dyn_cast_or_null<VarDecl>(decl);
    if (!var || var->getTLSKind() == VarDecl::TLS_None)
      return false;
    variable = var;
    where = target->getExprLoc();
    return true;
  }
};

const Stmt *destructorOf(const CXXRecordDecl &record) {
  const CXXDestructorDecl *destructor =
      record.hasDefinition() ? record.getDestructor() : nullptr;
  return destructor && destructor->isUserProvided() ? visibleBody(*destructor) : nullptr;
}

} // namespace

std::optional<ScopeBinding> scopeBinding(const CXXRecordDecl &record,
                                         const Resolver &roles) {
  if (const TypeFacts *facts = roles.type(&record)) {
    if (facts->scopeBound)
      return ScopeBinding{.why = facts->scopeBound->why};
    if (facts->guard || facts->task || facts->awaitable)
      return std::nullopt;
  }
  const Stmt *body = destructorOf(record);
  if (!body)
    return std::nullopt;
  ThreadLocalWrite write;
  if (write.find(body))
    return ScopeBinding{.why = "its destructor sets the thread-local '" +
                               write.variable->getNameAsString() + "'",
                        .where = write.where};
  if (callsAnyOf(body, {"uncaught_exceptions", "uncaught_exception"}))
    return ScopeBinding{.why = "its destructor may see the exception of another task",
                        .where = body->getBeginLoc(),
                        .unwinding = true};
  return std::nullopt;
}

} // namespace async_tidy
