#include "model/shape.h"

#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

namespace async_tidy {

using namespace clang;

namespace {

bool anyStmt(const Stmt *stmt, llvm::function_ref<bool(const Stmt &)> test,
             unsigned depth) {
  if (!stmt)
    return false;
  if (test(*stmt))
    return true;
  if (const auto *lambda = dyn_cast<LambdaExpr>(stmt))
    return anyStmt(lambda->getBody(), test, depth);
  if (const auto *call = dyn_cast<CallExpr>(stmt); call && depth > 0)
    if (const FunctionDecl *callee = call->getDirectCallee())
      if (anyStmt(visibleBody(*callee), test, depth - 1))
        return true;
  return llvm::any_of(stmt->children(),
                      [&](const Stmt *child) { return anyStmt(child, test, depth); });
}

bool mentionsWithin(QualType type, llvm::function_ref<bool(QualType)> test,
                    unsigned depth) {
  if (type.isNull())
    return false;
  type = type.getNonReferenceType();
  if (test(type))
    return true;
  if (depth == 0)
    return false;
  if (const auto *array = type->getAsArrayTypeUnsafe())
    return mentionsWithin(array->getElementType(), test, depth - 1);
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  return special &&
         llvm::any_of(special->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &argument) {
                        return argument.getKind() == TemplateArgument::Type &&
                               mentionsWithin(argument.getAsType(), test, depth - 1);
                      });
}

} // namespace

PlainName plainName(llvm::StringRef name) {
  PlainName plain;
  for (const char letter : name)
    if (letter != '_')
      plain += llvm::toLower(letter);
  return plain;
}

PlainName plainName(const NamedDecl &decl) {
  return decl.getIdentifier() ? plainName(decl.getName()) : PlainName();
}

PlainName calledName(const CallExpr &call) {
  const Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  if (const auto *dependent = dyn_cast<CXXDependentScopeMemberExpr>(callee)) {
    const IdentifierInfo *name = dependent->getMember().getAsIdentifierInfo();
    return name ? plainName(name->getName()) : PlainName();
  }
  const FunctionDecl *function = calleeOf(call);
  return function ? plainName(*function) : PlainName();
}

const CXXRecordDecl *parentOf(const CXXBaseSpecifier &base,
                              const CXXRecordDecl &derived) {
  const CXXRecordDecl *parent = recordOf(base.getType());
  parent = parent ? parent->getDefinition() : nullptr;
  if (!parent || !base.getType()->isDependentType())
    return parent;
  // Two templates may lead to each other, too.
  const bool leadsBack = declaresSameEntity(parent, &derived) ||
                         llvm::any_of(parent->bases(), [&](const CXXBaseSpecifier &next) {
                           return next.getType()->isDependentType() &&
                                  declaresSameEntity(recordOf(next.getType()), &derived);
                         });
  return leadsBack ? nullptr : parent;
}

const NamedDecl *memberNamed(const CXXRecordDecl &record, llvm::StringRef name) {
  ASTContext &context = record.getASTContext();
  if (!record.hasDefinition())
    return nullptr;
  auto found = record.lookup(&context.Idents.get(name));
  if (!found.empty())
    return found.front();
  for (const CXXBaseSpecifier &base : record.bases())
    if (const CXXRecordDecl *parent = parentOf(base, record))
      if (const NamedDecl *inherited = memberNamed(*parent, name))
        return inherited;
  return nullptr;
}

Shape::Shape(const CXXRecordDecl &record, const Resolver &roles)
    : record_(record), roles_(roles) {
  add(record);
}

void Shape::add(const CXXRecordDecl &record) {
  for (const Decl *decl : record.decls()) {
    if (const auto *pattern = dyn_cast<FunctionTemplateDecl>(decl))
      decl = pattern->getTemplatedDecl();
    const auto *method = dyn_cast<CXXMethodDecl>(decl);
    if (method && !method->isStatic() && method->getIdentifier() &&
        !method->isImplicit() && !method->isDeleted() &&
        method->getAccess() != AS_private)
      methods_.push_back({method, plainName(*method)});
  }
  for (const CXXBaseSpecifier &base : record.bases())
    if (const CXXRecordDecl *parent = parentOf(base, record);
        parent && base.getAccessSpecifier() == AS_public && methods_.size() < 200)
      add(*parent);
}

const CXXMethodDecl *Shape::method(llvm::ArrayRef<llvm::StringRef> names,
                                   Accepts accepts) const {
  for (const Method &method : methods_)
    if (llvm::is_contained(names, method.name.str()) && accepts(*method.decl))
      return method.decl;
  return nullptr;
}

const CXXMethodDecl *Shape::method(llvm::ArrayRef<llvm::StringRef> names) const {
  return method(names, [](const CXXMethodDecl &) { return true; });
}

bool Shape::isAwaited(const CXXMethodDecl &method) const {
  return roles_.isAwaitable(method.getReturnType());
}

bool Shape::consistsOf(llvm::function_ref<bool(QualType)> test) const {
  return llvm::any_of(record_.fields(), [&](const FieldDecl *field) {
    return mentions(field->getType(), test);
  });
}

bool mentions(QualType type, llvm::function_ref<bool(QualType)> test) {
  constexpr unsigned maxDepth = 3;
  return mentionsWithin(type, test, maxDepth);
}

bool takesNothing(const CXXMethodDecl &method) {
  return method.getMinRequiredArguments() == 0;
}

bool looksAtomic(QualType type) {
  if (type->isAtomicType() || type.isVolatileQualified())
    return true;
  const CXXRecordDecl *record = recordOf(type);
  return record && record->getIdentifier() && record->getName().contains("atomic") &&
         !record->getName().contains("shared_ptr");
}

bool bodyCalls(const FunctionDecl &function,
               llvm::function_ref<bool(llvm::StringRef)> test) {
  return anyStmt(
      visibleBody(function),
      [&](const Stmt &stmt) {
        const auto *call = dyn_cast<CallExpr>(&stmt);
        return call && test(calledName(*call));
      },
      /*depth=*/0);
}

bool bodyContains(const FunctionDecl &function,
                  llvm::function_ref<bool(const Stmt &)> test) {
  constexpr unsigned maxCalls = 2;
  return anyStmt(visibleBody(function), test, maxCalls);
}

} // namespace async_tidy
