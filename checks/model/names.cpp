#include "model/names.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

void appendUnqualified(const NamedDecl &decl, llvm::SmallVectorImpl<char> &out) {
  llvm::raw_svector_ostream stream(out);
  if (isa<CXXConstructorDecl>(decl))
    stream << cast<CXXRecordDecl>(decl.getDeclContext())->getName();
  else if (isa<CXXDestructorDecl>(decl))
    stream << '~' << cast<CXXRecordDecl>(decl.getDeclContext())->getName();
  else if (decl.getIdentifier())
    stream << decl.getName();
  else
    stream << decl.getDeclName();
}

bool isNamed(const DeclContext &context) {
  if (const auto *space = dyn_cast<NamespaceDecl>(&context))
    return !space->isInline() && !space->isAnonymousNamespace();
  return isa<RecordDecl>(context);
}

} // namespace

llvm::SmallString<64> qualifiedName(const NamedDecl &decl) {
  llvm::SmallVector<const NamedDecl *, 6> scopes;
  for (const DeclContext *scope = decl.getDeclContext(); scope;
       scope = scope->getParent())
    if (isNamed(*scope))
      scopes.push_back(cast<NamedDecl>(scope));
  llvm::SmallString<64> name;
  for (const NamedDecl *scope : llvm::reverse(scopes)) {
    appendUnqualified(*scope, name);
    name += "::";
  }
  appendUnqualified(decl, name);
  return name;
}

const CXXRecordDecl *recordOf(QualType type) {
  if (type.isNull())
    return nullptr;
  type = type.getNonReferenceType().getCanonicalType();
  if (const CXXRecordDecl *record = type->getAsCXXRecordDecl())
    return record->hasDefinition() ? record->getDefinition() : record;
  if (const auto *special = type->getAs<TemplateSpecializationType>())
    if (const auto *pattern = dyn_cast_or_null<ClassTemplateDecl>(
            special->getTemplateName().getAsTemplateDecl()))
      return pattern->getTemplatedDecl();
  return nullptr;
}

const CXXRecordDecl *pointeeRecordOf(QualType type) {
  if (type.isNull())
    return nullptr;
  type = type.getNonReferenceType();
  if (type->isPointerType())
    return recordOf(type->getPointeeType());
  const CXXRecordDecl *record = recordOf(type);
  if (!record || !record->hasDefinition() || record->isDependentContext())
    return record;
  DeclarationName arrow =
      record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Arrow);
  for (const NamedDecl *found : record->lookup(arrow))
    if (const auto *method = dyn_cast<CXXMethodDecl>(found))
      if (QualType result = method->getReturnType(); result->isPointerType())
        return recordOf(result->getPointeeType());
  return record;
}

bool isCoroutineHandle(QualType type) {
  const CXXRecordDecl *record = recordOf(type);
  return record && record->isInStdNamespace() && record->getIdentifier() &&
         record->getName() == "coroutine_handle";
}

std::string displayName(QualType type, const ASTContext &context) {
  PrintingPolicy policy(context.getPrintingPolicy());
  policy.SuppressTagKeyword = true;
  policy.SuppressDefaultTemplateArgs = true;
  policy.SuppressUnwrittenScope = true;
  return type.getNonReferenceType().getUnqualifiedType().getAsString(policy);
}

std::string displayCallee(const Expr &expr) {
  const auto *call = dyn_cast<CallExpr>(&expr);
  const Expr *named = call ? call->getCallee() : &expr;
  if (const auto *op = dyn_cast_or_null<CXXOperatorCallExpr>(call);
      op && op->getOperator() == OO_Call)
    named = op->getArg(0);
  named = strippedMove(named);
  if (const auto *address = dyn_cast<UnaryOperator>(named);
      address && address->getOpcode() == UO_AddrOf)
    named = stripped(address->getSubExpr());
  if (isa<LambdaExpr>(named))
    return "the lambda";
  if (isa<CXXConstructExpr, InitListExpr>(named) && named->getType()->isRecordType())
    return "'" + named->getType()->getAsRecordDecl()->getNameAsString() + "'";
  const ValueDecl *decl = nullptr;
  if (const auto *reference = dyn_cast<DeclRefExpr>(named))
    decl = reference->getDecl();
  else if (const auto *member = dyn_cast<MemberExpr>(named))
    decl = member->getMemberDecl();
  return decl ? "'" + decl->getDeclName().getAsString() + "'" : "this expression";
}

std::string displayName(const FunctionDecl &function) {
  if (const auto *constructor = dyn_cast<CXXConstructorDecl>(&function))
    return constructor->getParent()->getNameAsString();
  return function.getDeclName().getAsString();
}

const FunctionDecl *calleeOf(const CallExpr &call) {
  if (const FunctionDecl *direct = call.getDirectCallee())
    return direct;
  const auto *open = dyn_cast<OverloadExpr>(call.getCallee()->IgnoreParenImpCasts());
  if (!open)
    return nullptr;
  const FunctionDecl *first = nullptr;
  for (const NamedDecl *candidate : open->decls()) {
    const FunctionDecl *function = candidate->getUnderlyingDecl()->getAsFunction();
    if (!function || (first && first->getReturnType().getCanonicalType() !=
                                   function->getReturnType().getCanonicalType()))
      return nullptr;
    first = first ? first : function;
  }
  return first;
}

const Expr *receiverOf(const CallExpr &call) {
  if (const auto *member = dyn_cast<CXXMemberCallExpr>(&call))
    return member->getImplicitObjectArgument();
  const auto *open =
      dyn_cast<UnresolvedMemberExpr>(call.getCallee()->IgnoreParenImpCasts());
  return open && !open->isImplicitAccess() ? open->getBase() : nullptr;
}

const Expr *stripped(const Expr *expr) {
  while (expr) {
    const Expr *inner = expr->IgnoreParenImpCasts();
    if (const auto *cleanups = dyn_cast<FullExpr>(inner))
      inner = cleanups->getSubExpr();
    else if (const auto *temporary = dyn_cast<MaterializeTemporaryExpr>(inner))
      inner = temporary->getSubExpr();
    else if (const auto *bound = dyn_cast<CXXBindTemporaryExpr>(inner))
      inner = bound->getSubExpr();
    else if (const auto *construct = dyn_cast<CXXConstructExpr>(inner);
             construct && construct->getNumArgs() >= 1 && construct->isElidable())
      inner = construct->getArg(0);
    else if (const auto *cast = dyn_cast<CXXFunctionalCastExpr>(inner);
             cast && (cast->getCastKind() == CK_ConstructorConversion ||
                      cast->getCastKind() == CK_NoOp))
      inner = cast->getSubExpr();
    if (inner == expr)
      return expr;
    expr = inner;
  }
  return expr;
}

bool isCallable(QualType type) {
  type = type.getNonReferenceType();
  if (type->isDependentType() || type->isFunctionPointerType() || type->isFunctionType())
    return true;
  const CXXRecordDecl *record = recordOf(type);
  if (!record || !record->hasDefinition())
    return false;
  DeclarationName name =
      record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  return !record->lookup(name).empty();
}

bool isMove(const Expr *expr) {
  expr = stripped(expr);
  if (const auto *call = dyn_cast_or_null<CallExpr>(expr))
    return call->getNumArgs() == 1 &&
           (call->isCallToStdMove() ||
            (call->getDirectCallee() && call->getDirectCallee()->isInStdNamespace() &&
             call->getDirectCallee()->getDeclName().isIdentifier() &&
             call->getDirectCallee()->getName() == "forward"));
  const auto *cast = dyn_cast_or_null<ExplicitCastExpr>(expr);
  return cast && cast->isXValue();
}

const Expr *strippedMove(const Expr *expr) {
  expr = stripped(expr);
  while (expr && isMove(expr)) {
    if (const auto *call = dyn_cast<CallExpr>(expr))
      expr = stripped(call->getArg(0));
    else
      expr = stripped(cast<ExplicitCastExpr>(expr)->getSubExpr());
  }
  // Moving into a by-value parameter constructs the parameter from what is moved.
  if (const auto *construct = dyn_cast_or_null<CXXConstructExpr>(expr);
      construct && construct->getNumArgs() == 1 && construct->getConstructor() &&
      construct->getConstructor()->isCopyOrMoveConstructor())
    return strippedMove(construct->getArg(0));
  return expr;
}

const Stmt *visibleBody(const FunctionDecl &function) {
  const FunctionDecl *definition = nullptr;
  const Stmt *body = function.getBody(definition);
  if (!body)
    // A member of a class template that nothing calls has a body in its pattern only.
    if (const FunctionDecl *pattern = function.getTemplateInstantiationPattern())
      body = pattern->getBody(definition);
  if (!body || definition->hasSkippedBody())
    return nullptr;
  const SourceManager &sources = function.getASTContext().getSourceManager();
  return sources.isInSystemHeader(sources.getExpansionLoc(definition->getLocation()))
             ? nullptr
             : body;
}

bool callsAnyOf(const Stmt *body, llvm::ArrayRef<llvm::StringRef> names) {
  if (!body)
    return false;
  if (const auto *call = dyn_cast<CallExpr>(body)) {
    const Expr *callee = call->getCallee()->IgnoreParenImpCasts();
    DeclarationName name;
    if (const auto *member = dyn_cast<MemberExpr>(callee))
      name = member->getMemberDecl()->getDeclName();
    else if (const auto *dependent = dyn_cast<CXXDependentScopeMemberExpr>(callee))
      name = dependent->getMember();
    else if (const auto *reference = dyn_cast<DeclRefExpr>(callee))
      name = reference->getDecl()->getDeclName();
    if (name.isIdentifier() && name.getAsIdentifierInfo() &&
        llvm::is_contained(names, name.getAsIdentifierInfo()->getName()))
      return true;
  }
  return llvm::any_of(body->children(),
                      [&](const Stmt *child) { return callsAnyOf(child, names); });
}

} // namespace async_tidy
