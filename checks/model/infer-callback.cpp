// What a visible function does with a callable that it is given: calls it at once, keeps
// it, or hands it on to somebody whose role is known.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Follows one parameter through a body.
class ParameterUse {
public:
  ParameterUse(const ParmVarDecl &parameter, const Resolver &roles)
      : parameter_(parameter), roles_(roles) {}

  /// The role that the uses agree on; nothing where one of them is not understood.
  std::optional<CallbackRole> read(const FunctionDecl &function) {
    if (const auto *constructor = dyn_cast<CXXConstructorDecl>(&function))
      for (const CXXCtorInitializer *init : constructor->inits())
        if (init->isAnyMemberInitializer() && isIt(init->getInit()))
          stored_ = true;
    walk(visibleBody(function));
    CallbackRole role;
    if (unclear_ || !(called_ || stored_ || handedOn_))
      return std::nullopt;
    if (handedOn_) {
      if (called_ || stored_)
        return std::nullopt;
      role = *handedOn_;
    } else if (stored_) {
      role.runs = Runs::Unknown;
    } else {
      role.runs = Runs::Inline;
      role.keeps = Keeps::Call;
    }
    role.argument = static_cast<ArgumentIndex>(parameter_.getFunctionScopeIndex());
    role.when.clear();
    return role;
  }

private:
  bool isIt(const Expr *expr) const {
    expr = strippedMove(expr);
    const auto *reference = dyn_cast_or_null<DeclRefExpr>(expr);
    return reference && reference->getDecl() == &parameter_;
  }

  void walk(const Stmt *stmt) {
    if (!stmt || unclear_)
      return;
    if (const auto *lambda = dyn_cast<LambdaExpr>(stmt)) {
      unclear_ |= llvm::any_of(lambda->captures(), [&](const LambdaCapture &capture) {
        return capture.capturesVariable() && capture.getCapturedVar() == &parameter_;
      });
      for (const Expr *init : lambda->capture_inits())
        walk(init);
      return;
    }
    if (const auto *call = dyn_cast<CallExpr>(stmt))
      return walkCall(*call);
    if (const auto *reference = dyn_cast<DeclRefExpr>(stmt))
      unclear_ |= reference->getDecl() == &parameter_ && !isTest_;
    if (const auto *branch = dyn_cast<IfStmt>(stmt)) {
      isTest_ = true; // `if (callback)` asks whether there is one
      walk(branch->getCond());
      isTest_ = false;
      walk(branch->getThen());
      return walk(branch->getElse());
    }
    for (const Stmt *child : stmt->children())
      walk(child);
  }

  void walkCall(const CallExpr &call) {
    const auto *op = dyn_cast<CXXOperatorCallExpr>(&call);
    const bool invokes =
        op ? op->getOperator() == OO_Call && isIt(op->getArg(0)) : isIt(call.getCallee());
    called_ |= invokes;
    if (op && op->getOperator() == OO_Equal && isIt(op->getArg(1))) {
      stored_ |= isa<MemberExpr>(stripped(op->getArg(0)));
      unclear_ |= !stored_;
      return;
    }
    const unsigned first = op ? 1 : 0;
    if (op && !invokes)
      walk(op->getArg(0));
    else if (!op && !invokes)
      walk(call.getCallee());
    for (unsigned index = first; index < call.getNumArgs(); ++index)
      if (!isIt(call.getArg(index)))
        walk(call.getArg(index));
      else if (!isMove(&call))
        handOn(call, index);
  }

  void handOn(const CallExpr &call, unsigned index) {
    if (const FunctionFacts *facts = roles_.call(call))
      for (const CallbackRole &role : facts->callbacks) {
        const int position = role.argument < 0
                                 ? static_cast<int>(call.getNumArgs()) + role.argument
                                 : role.argument;
        if (position == static_cast<int>(index) && role.when.empty()) {
          handedOn_ = role;
          return;
        }
      }
    // Into a list of the object's own: `handlers_.push_back(std::move(handler))`.
    const auto *member = dyn_cast<CXXMemberCallExpr>(&call);
    const Expr *list = member ? stripped(member->getImplicitObjectArgument()) : nullptr;
    const TypeFacts *type =
        isa_and_nonnull<MemberExpr>(list) ? roles_.type(list->getType()) : nullptr;
    if (type && type->queue &&
        llvm::is_contained(type->queue->push, call.getDirectCallee()->getNameAsString()))
      stored_ = true;
    else
      unclear_ = true;
  }

  const ParmVarDecl &parameter_;
  const Resolver &roles_;
  bool called_ = false, stored_ = false, unclear_ = false, isTest_ = false;
  std::optional<CallbackRole> handedOn_;
};

llvm::StringRef wording(const CallbackRole &role) {
  if (role.keeps == Keeps::Call)
    return "is called by the body";
  return role.runs == Runs::Unknown ? "is stored by the body"
                                    : "is handed on by the body";
}

} // namespace

bool takesCallable(const ParmVarDecl &parameter, const Resolver &roles) {
  QualType type = parameter.getType();
  if (const TypeFacts *facts = roles.type(type); facts && facts->callableWrapper)
    return true;
  if (type->isFunctionPointerType() || type.getNonReferenceType()->isFunctionType())
    return true;
  const CXXRecordDecl *record = recordOf(type);
  if (record)
    return record->isLambda();
  // Of a template nobody knows; its author says what it is for.
  static constexpr llvm::StringRef words[] = {
      "f",       "fn",   "func", "function", "callback", "cb",
      "handler", "work", "job",  "callable", "task",     "action"};
  QualType bare = type.getNonReferenceType();
  if (const auto *pack = bare->getAs<PackExpansionType>())
    bare = pack->getPattern();
  return bare->isTemplateTypeParmType() &&
         llvm::is_contained(words, plainName(parameter).str());
}

bool inferCallbacks(const FunctionDecl &function, const Resolver &roles,
                    FunctionFacts &facts) {
  for (const ParmVarDecl *parameter : function.parameters()) {
    if (parameter->hasAttr<NoEscapeAttr>()) {
      CallbackRole &role = facts.callbacks.emplace_back();
      role.argument = static_cast<ArgumentIndex>(parameter->getFunctionScopeIndex());
      role.runs = Runs::Inline;
      role.keeps = Keeps::Call;
      facts.origin.add("'" + parameter->getNameAsString() + "' has 'noescape'");
      continue;
    }
    const FunctionDecl *definition = function.getDefinition();
    if (!definition || !takesCallable(*parameter, roles) || !visibleBody(*definition))
      continue;
    const ParmVarDecl &seen =
        *definition->getParamDecl(parameter->getFunctionScopeIndex());
    if (std::optional<CallbackRole> role = ParameterUse(seen, roles).read(*definition)) {
      facts.origin.add(("'" + seen.getName() + "' " + wording(*role)).str());
      facts.callbacks.push_back(std::move(*role));
    }
  }
  return !facts.callbacks.empty();
}

} // namespace async_tidy
