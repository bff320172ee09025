// Which functions a translation unit analyses: those outside system headers that have a
// body. Walks declarations by hand, because hosts limit the traversal scope in different
// ways.

#include "view/collect.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Finds lambdas in initialisers outside functions.
class LambdaFinder : public RecursiveASTVisitor<LambdaFinder> {
public:
  explicit LambdaFinder(llvm::SmallVectorImpl<const LambdaExpr *> &found)
      : found_(found) {}
  bool TraverseLambdaExpr(LambdaExpr *lambda) {
    found_.push_back(lambda);
    return true;
  }

private:
  llvm::SmallVectorImpl<const LambdaExpr *> &found_;
};

} // namespace

void FunctionCollector::collect() {
  for (Decl *decl : unit_.context_.getTraversalScope())
    visitTopLevel(*decl);
  // Patterns last: by now it is known which of them have instantiations.
  // By index: a local class of a pattern adds patterns of its own.
  for (size_t index = 0; index < patterns_.size(); ++index)
    if (const FunctionDecl *pattern = patterns_[index];
        !instantiated_.contains(pattern->getCanonicalDecl()))
      add(*pattern, nullptr, nullptr);
}

void FunctionCollector::visitTopLevel(Decl &decl) {
  if (auto *unit = dyn_cast<TranslationUnitDecl>(&decl)) {
    for (Decl *child : unit->decls())
      visitTopLevel(*child);
    return;
  }
  const SourceManager &sources = unit_.context_.getSourceManager();
  if (!sources.isInSystemHeader(sources.getExpansionLoc(decl.getLocation())))
    visit(decl);
}

void FunctionCollector::visit(Decl &decl) {
  if (decl.isInvalidDecl())
    return;
  if (auto *function = dyn_cast<FunctionDecl>(&decl))
    visitFunction(*function);
  else if (auto *pattern = dyn_cast<FunctionTemplateDecl>(&decl))
    visitTemplate(*pattern);
  else if (auto *pattern = dyn_cast<ClassTemplateDecl>(&decl))
    visitTemplate(*pattern);
  else if (auto *friends = dyn_cast<FriendDecl>(&decl);
           friends && friends->getFriendDecl())
    visit(*friends->getFriendDecl());
  else if (auto *variable = dyn_cast<VarDecl>(&decl))
    visitInitializer(variable->getInit());
  else if (auto *field = dyn_cast<FieldDecl>(&decl);
           field && field->hasInClassInitializer())
    visitInitializer(field->getInClassInitializer());
  else if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(decl))
    visitAll(*cast<DeclContext>(&decl));
  else if (auto *record = dyn_cast<CXXRecordDecl>(&decl);
           record && record->isThisDeclarationADefinition() && !record->isLambda())
    visitAll(*record);
}

void FunctionCollector::visitAll(DeclContext &context) {
  for (Decl *child : context.decls())
    visit(*child);
}

void FunctionCollector::visitFunction(FunctionDecl &function) {
  if (!function.doesThisDeclarationHaveABody() || function.isDefaulted() ||
      function.hasSkippedBody())
    return;
  if (function.isDependentContext()) {
    patterns_.push_back(&function);
    return;
  }
  if (const FunctionDecl *pattern = function.getTemplateInstantiationPattern())
    instantiated_.insert(pattern->getCanonicalDecl());
  add(function, nullptr, nullptr);
}

void FunctionCollector::visitTemplate(FunctionTemplateDecl &pattern) {
  visitFunction(*pattern.getTemplatedDecl());
  // A member template of an instantiated class has its body in the class's pattern.
  if (pattern.isThisDeclarationADefinition() ||
      pattern.getInstantiatedFromMemberTemplate())
    for (FunctionDecl *instance : pattern.specializations())
      if (instance->isTemplateInstantiation())
        if (const FunctionDecl *definition = instance->getDefinition())
          visitFunction(const_cast<FunctionDecl &>(*definition));
}

void FunctionCollector::visitTemplate(ClassTemplateDecl &pattern) {
  if (!pattern.isThisDeclarationADefinition())
    return;
  visit(*pattern.getTemplatedDecl());
  for (ClassTemplateSpecializationDecl *instance : pattern.specializations())
    if (instance->getSpecializationKind() != TSK_ExplicitSpecialization &&
        instance->hasDefinition())
      visitAll(*instance);
}

void FunctionCollector::visitInitializer(Expr *init) {
  if (!init)
    return;
  llvm::SmallVector<const LambdaExpr *, 2> lambdas;
  LambdaFinder(lambdas).TraverseStmt(init);
  for (const LambdaExpr *lambda : lambdas)
    addLambda(*lambda, nullptr);
}

void FunctionCollector::add(const FunctionDecl &function, const FunctionView *parent,
                            const LambdaExpr *lambda) {
  auto [entry, isNew] =
      unit_.byFunction_.try_emplace(function.getCanonicalDecl(), nullptr);
  if (!isNew || !function.getBody())
    return;
  const FunctionView &view =
      unit_.views_.emplace_back(function, unit_.roles_, parent, lambda);
  unit_.byFunction_[function.getCanonicalDecl()] = &view;
  unit_.order_.push_back(&view);
  for (const LambdaExpr *inner : view.lambdas())
    addLambda(*inner, &view);
  for (const CXXRecordDecl *local : view.localClasses())
    visit(const_cast<CXXRecordDecl &>(*local));
}

void FunctionCollector::addLambda(const LambdaExpr &lambda, const FunctionView *parent) {
  const CXXMethodDecl *op = lambda.getCallOperator();
  const FunctionTemplateDecl *generic = op->getDescribedFunctionTemplate();
  if (!generic)
    return add(*op, parent, &lambda);
  bool any = false;
  for (const FunctionDecl *instance : generic->specializations())
    if (const FunctionDecl *definition = instance->getDefinition();
        definition && definition->getBody()) {
      any = true;
      add(*definition, parent, &lambda);
    }
  if (!any)
    add(*op, parent, &lambda);
}

} // namespace async_tidy
