#include "view/by-value.h"

#include "model/names.h"
#include "view/source.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

bool canBeMade(QualType type, bool fromRvalue) {
  const CXXRecordDecl *record = recordOf(type);
  if (!record)
    return type->isScalarType();
  if (record->isAbstract() || record->isLambda())
    return false;
  return record->hasSimpleCopyConstructor() ||
         (fromRvalue && record->hasSimpleMoveConstructor()) ||
         llvm::any_of(record->ctors(), [&](const CXXConstructorDecl *constructor) {
           return constructor->getAccess() == AS_public && !constructor->isDeleted() &&
                  (constructor->isCopyConstructor() ||
                   (fromRvalue && constructor->isMoveConstructor()));
         });
}

} // namespace

llvm::SmallVector<FixItHint, 1> valueInstead(const VarDecl &variable, bool boundToRvalue,
                                             const ASTContext &context) {
  const TypeSourceInfo *written = variable.getTypeSourceInfo();
  const auto reference =
      written ? written->getTypeLoc().getAs<ReferenceTypeLoc>() : ReferenceTypeLoc();
  if (!reference || !isPlainText(reference.getSigilLoc()) ||
      !canBeMade(variable.getType().getNonReferenceType(), boundToRvalue))
    return {};
  const char *sigil =
      context.getSourceManager().getCharacterData(reference.getSigilLoc());
  const char *end = sigil;
  while (*end == '&')
    ++end;
  const bool spaced = isWhitespace(sigil[-1]) || isWhitespace(*end);
  return {FixItHint::CreateReplacement(reference.getSigilLoc(), spaced ? "" : " ")};
}

} // namespace async_tidy
