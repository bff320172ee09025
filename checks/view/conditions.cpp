// Tests the conditions that a model attaches to a role: a constant argument, a flag or-ed
// in, the static type of an argument, what else was called on the receiver.

#include "model/names.h"
#include "model/shape.h"
#include "view/constant.h"
#include "view/translation-unit.h"

namespace async_tidy {

using namespace clang;

namespace {

bool mentionsFlag(const Expr *expr, llvm::StringRef flag, const ASTContext &context) {
  if (!expr)
    return false;
  if (const auto *reference = dyn_cast<DeclRefExpr>(expr))
    if (reference->getDecl()->getIdentifier() && reference->getDecl()->getName() == flag)
      return true;
  // Flags of C headers are macros: compare the name that was expanded here.
  SourceLocation where = expr->getBeginLoc();
  if (where.isMacroID() && Lexer::getImmediateMacroName(where, context.getSourceManager(),
                                                        context.getLangOpts()) == flag)
    return true;
  return llvm::any_of(expr->children(), [&](const Stmt *child) {
    return mentionsFlag(dyn_cast_or_null<Expr>(child), flag, context);
  });
}

bool isEnum(QualType type, llvm::StringRef name) {
  const auto *enumeration = type->getAs<EnumType>();
  return enumeration && qualifiedName(*enumeration->getDecl()) == name;
}

bool isOrDerivesFrom(const CXXRecordDecl *record, llvm::StringRef name) {
  if (!record)
    return false;
  if (qualifiedName(*record) == name)
    return true;
  const CXXRecordDecl *definition = record->getDefinition();
  return definition &&
         llvm::any_of(definition->bases(), [&](const CXXBaseSpecifier &base) {
           return isOrDerivesFrom(parentOf(base, *definition), name);
         });
}

const ValueDecl *rootOf(const Expr *expr) {
  expr = stripped(expr);
  if (const auto *reference = dyn_cast_or_null<DeclRefExpr>(expr))
    return reference->getDecl();
  if (const auto *member = dyn_cast_or_null<MemberExpr>(expr))
    return member->getMemberDecl();
  return nullptr;
}

bool sameMethodCalled(const FunctionView &view, const ValueDecl *receiver,
                      llvm::ArrayRef<std::string> names) {
  return llvm::any_of(view.calls(), [&](const CallSite &other) {
    return other.receiver && other.callee && other.callee->getIdentifier() &&
           rootOf(other.receiver) == receiver &&
           llvm::is_contained(names, other.callee->getName());
  });
}

} // namespace

bool TranslationUnit::holds(const Condition &condition, const CallSite &site,
                            const FunctionView &in) const {
  if (condition.count && static_cast<int>(site.arguments.size()) != *condition.count)
    return false;
  const Expr *argument = site.argument(condition.argument);
  if (condition.equals && constantValue(argument, context_) != condition.equals)
    return false;
  if (!condition.hasFlag.empty() &&
      llvm::none_of(condition.hasFlag, [&](const std::string &flag) {
        return mentionsFlag(argument, flag, context_);
      }))
    return false;
  if (!condition.type.empty() &&
      (!argument || llvm::none_of(condition.type, [&](const std::string &name) {
        QualType type = stripped(argument)->getType();
        return isOrDerivesFrom(pointeeRecordOf(type), name) || isEnum(type, name);
      })))
    return false;
  if (!condition.variable.empty()) {
    const ValueDecl *named = argument ? rootOf(argument) : nullptr;
    if (!named || !llvm::is_contained(condition.variable, qualifiedName(*named)))
      return false;
  }
  if (condition.receiverCalled.empty())
    return true;
  // Set up elsewhere in the class or file is as good: which order it happens in is
  // unknown.
  const ValueDecl *object = rootOf(argument);
  if (!object)
    return false;
  if (object->isDefinedOutsideFunctionOrMethod())
    return llvm::any_of(order_, [&](const FunctionView *view) {
      return sameMethodCalled(*view, object, condition.receiverCalled);
    });
  return sameMethodCalled(in, object, condition.receiverCalled);
}

} // namespace async_tidy
