#include "view/awaiting.h"

#include "model/infer-task.h"
#include "model/names.h"
#include "model/shape.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Types that know how to await each other: of one template, or of one framework.
bool sameFamily(const CXXRecordDecl &own, const CXXRecordDecl &other,
                const Resolver &roles) {
  const auto *ownSpecial = dyn_cast<ClassTemplateSpecializationDecl>(&own);
  const auto *otherSpecial = dyn_cast<ClassTemplateSpecializationDecl>(&other);
  if (ownSpecial && otherSpecial &&
      declaresSameEntity(ownSpecial->getSpecializedTemplate(),
                         otherSpecial->getSpecializedTemplate()))
    return true;
  const TypeFacts *ownFacts = roles.type(&own), *otherFacts = roles.type(&other);
  return ownFacts && otherFacts && ownFacts->task && !ownFacts->framework.empty() &&
         ownFacts->framework == otherFacts->framework;
}

bool transformsAwaits(const CoroutineBodyStmt &coroutine) {
  const VarDecl *promise = coroutine.getPromiseDecl();
  const CXXRecordDecl *record = promise ? recordOf(promise->getType()) : nullptr;
  if (!record || !record->hasDefinition())
    return true;
  return record->hasMemberName(&record->getASTContext().Idents.get("await_transform"));
}

} // namespace

bool canAwait(const Expr &task, const FunctionView &view, const Resolver &roles) {
  if (!view.isCoroutine() || view.isSynchronousGenerator() ||
      view.enclosing<CXXCatchStmt>(&task))
    return false;
  const CXXRecordDecl *own = recordOf(view.function().getReturnType());
  const CXXRecordDecl *other = recordOf(task.getType());
  if (!other)
    return false;
  if (own && sameFamily(*own, *other, roles))
    return true;
  if (transformsAwaits(*view.coroutine()))
    return false;
  TypeFacts structure;
  inferTask(Shape(*other, roles), structure);
  return structure.awaitable.has_value();
}

} // namespace async_tidy
