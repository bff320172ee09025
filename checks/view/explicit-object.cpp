#include "view/explicit-object.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isCopyable(QualType type) {
  const CXXRecordDecl *record = type->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition())
    return !record;
  if (record->needsImplicitCopyConstructor())
    return !record->needsOverloadResolutionForCopyConstructor() &&
           !record->defaultedCopyConstructorIsDeleted();
  return llvm::any_of(record->ctors(), [](const CXXConstructorDecl *constructor) {
    return constructor->isCopyConstructor() && !constructor->isDeleted();
  });
}

bool capturesReferences(const LambdaExpr &lambda) {
  return llvm::any_of(lambda.captures(), [](const LambdaCapture &capture) {
    return capture.getCaptureKind() == LCK_ByRef;
  });
}

} // namespace

std::optional<FixItHint> insertExplicitObject(const LambdaExpr &lambda,
                                              const LangOptions &language, bool movable) {
  const CXXMethodDecl &op = *lambda.getCallOperator();
  if (!language.CPlusPlus23 || lambda.isMutable() || capturesReferences(lambda) ||
      op.isExplicitObjectMemberFunction() || lambda.getBeginLoc().isMacroID() ||
      lambda.getEndLoc().isMacroID())
    return std::nullopt;
  if (!movable &&
      !llvm::all_of(lambda.getLambdaClass()->fields(),
                    [](const FieldDecl *field) { return isCopyable(field->getType()); }))
    return std::nullopt;
  if (lambda.hasExplicitParameters()) {
    const SourceLocation open = op.getFunctionTypeLoc().getLParenLoc();
    if (open.isInvalid())
      return std::nullopt;
    return FixItHint::CreateInsertion(open.getLocWithOffset(1),
                                      op.param_empty() ? "this auto" : "this auto, ");
  }
  SourceLocation end = lambda.getIntroducerRange().getEnd();
  if (const TemplateParameterList *list = lambda.getTemplateParameterList();
      list && list->getRAngleLoc().isValid()) {
    if (list->getRequiresClause())
      return std::nullopt;
    end = list->getRAngleLoc();
  }
  return FixItHint::CreateInsertion(end.getLocWithOffset(1), "(this auto)");
}

} // namespace async_tidy
