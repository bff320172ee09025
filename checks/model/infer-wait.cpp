// Functions that block until a task is done, from structure.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 4; // A helper of a helper, and no further.

/// What a call waits for, null if it is no variable.
const ValueDecl *waitedFor(const CallExpr &call, const SyncWaitRole &role) {
  const Expr *waited = nullptr;
  if (const auto *member = dyn_cast<CXXMemberCallExpr>(&call);
      member && role.argument == Receiver)
    waited = member->getImplicitObjectArgument();
  else if (role.argument >= 0 && static_cast<unsigned>(role.argument) < call.getNumArgs())
    waited = call.getArg(role.argument);
  const auto *reference = dyn_cast_or_null<DeclRefExpr>(strippedMove(waited));
  return reference ? reference->getDecl() : nullptr;
}

/// What a body waits for, directly or in functions it calls.
class BlockFinder {
public:
  explicit BlockFinder(const Resolver &roles) : roles_(roles) {}

  bool blocks(const Stmt *body, unsigned depth) {
    return body && depth > 0 && blocks(body, body, depth);
  }

  /// The questions that tell whether the wait found is over already.
  std::vector<std::string> readyAfter;

private:
  bool blocks(const Stmt *tree, const Stmt *body, unsigned depth) {
    if (!tree || isa<LambdaExpr>(tree))
      return false;
    if (const auto *call = dyn_cast<CallExpr>(tree)) {
      const FunctionFacts *facts = roles_.call(*call);
      // A condition is for the caller's eyes: `wait_for(0s)`.
      if (facts && facts->syncWait && facts->syncWait->unless.empty() &&
          !isAskedBefore(*call, *facts->syncWait, body)) {
        readyAfter = facts->syncWait->readyAfter;
        return true;
      }
      if (facts && facts->blocking &&
          (facts->blocking->kind == BlockingKind::Wait ||
           facts->blocking->kind == BlockingKind::RunLoop))
        return true;
      const FunctionDecl *callee = call->getDirectCallee();
      const bool isKnown = facts && (!facts->isSummary || facts->syncWait);
      if (callee && !isKnown && blocks(visibleBody(*callee), depth - 1))
        return true;
    }
    return llvm::any_of(tree->children(),
                        [&](const Stmt *child) { return blocks(child, body, depth); });
  }

  /// Whether the body asks before the wait if there is anything to wait for.
  bool isAskedBefore(const CallExpr &wait, const SyncWaitRole &role,
                     const Stmt *tree) const {
    const ValueDecl *variable = waitedFor(wait, role);
    if (!tree || !variable || role.readyAfter.empty())
      return false;
    if (const auto *call = dyn_cast<CXXMemberCallExpr>(tree)) {
      const CXXMethodDecl *method = call->getMethodDecl();
      const auto *asked =
          dyn_cast<DeclRefExpr>(stripped(call->getImplicitObjectArgument()));
      if (method && method->getIdentifier() && asked && asked->getDecl() == variable &&
          llvm::is_contained(role.readyAfter, method->getName()) &&
          roles_.context().getSourceManager().isBeforeInTranslationUnit(
              call->getBeginLoc(), wait.getBeginLoc()))
        return true;
    }
    return llvm::any_of(tree->children(), [&](const Stmt *child) {
      return isAskedBefore(wait, role, child);
    });
  }

  const Resolver &roles_;
};

/// `template <class T> T f(Task<T>)`: the value can only come out by waiting for it.
bool unwrapsTask(const FunctionDecl &function) {
  const FunctionDecl *pattern = function.getTemplateInstantiationPattern();
  if (!pattern)
    return false;
  QualType value = pattern->getReturnType().getCanonicalType();
  return value->isTemplateTypeParmType() &&
         llvm::any_of(pattern->parameters(), [&](const ParmVarDecl *parameter) {
           const auto *wrapped = parameter->getType()
                                     .getNonReferenceType()
                                     .getCanonicalType()
                                     ->getAs<TemplateSpecializationType>();
           return wrapped && !parameter->getType().isConstQualified() &&
                  wrapped->template_arguments().size() >= 1 &&
                  wrapped->template_arguments()[0].getKind() == TemplateArgument::Type &&
                  wrapped->template_arguments()[0].getAsType().getCanonicalType() ==
                      value;
         });
}

} // namespace

bool inferSyncWait(const FunctionDecl &function, const Resolver &roles,
                   FunctionFacts &facts) {
  const auto *method = dyn_cast<CXXMethodDecl>(&function);
  if ((method && !method->isStatic()) || function.isInStdNamespace())
    return false;
  if (function.getReturnType()->isDependentType() ||
      roles.isAwaitable(function.getReturnType()))
    return false;
  for (const ParmVarDecl *parameter : function.parameters()) {
    if (!roles.task(parameter->getType()))
      continue;
    BlockFinder finder(roles);
    if (!unwrapsTask(function) && !finder.blocks(visibleBody(function), maxDepth))
      return false;
    facts.syncWait.emplace();
    facts.syncWait->readyAfter = finder.readyAfter;
    facts.syncWait->argument = static_cast<int>(parameter->getFunctionScopeIndex());
    facts.origin.add("takes a task and blocks until it is done");
    return true;
  }
  return false;
}

} // namespace async_tidy
