// Functions that block until a task is done, from structure.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether a body waits for something outside it, directly or in functions it calls.
bool bodyBlocks(const Stmt *tree, const Resolver &roles, unsigned depth) {
  if (!tree || depth == 0 || isa<LambdaExpr>(tree))
    return false;
  if (const auto *call = dyn_cast<CallExpr>(tree)) {
    const FunctionFacts *facts = roles.call(*call);
    if (facts && (facts->syncWait ||
                  (facts->blocking && (facts->blocking->kind == BlockingKind::Wait ||
                                       facts->blocking->kind == BlockingKind::RunLoop))))
      return true;
    if (const FunctionDecl *callee = call->getDirectCallee();
        callee && (!facts || facts->isSummary))
      if (bodyBlocks(visibleBody(*callee), roles, depth - 1))
        return true;
  }
  return llvm::any_of(tree->children(),
                      [&](const Stmt *child) { return bodyBlocks(child, roles, depth); });
}

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
    if (!unwrapsTask(function) && !bodyBlocks(visibleBody(function), roles, 4))
      return false;
    facts.syncWait.emplace();
    facts.syncWait->argument = static_cast<int>(parameter->getFunctionScopeIndex());
    facts.origin.add("takes a task and blocks until it is done");
    return true;
  }
  return false;
}

} // namespace async_tidy
