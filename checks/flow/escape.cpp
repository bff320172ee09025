#include "flow/escape.h"

#include "flow/callable-result.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

// Awaits may follow each other. What an ordinary callee's callee throws is mostly a check
// of its own conditions, which hold.
constexpr unsigned maxAwaits = 3, maxCalls = 1, maxFunctions = 200;

bool canCatch(const CXXCatchStmt &handler, QualType thrown) {
  QualType caught = handler.getCaughtType();
  if (caught.isNull() || thrown.isNull() || thrown->isDependentType() ||
      caught->isDependentType())
    return true;
  caught = caught.getNonReferenceType().getUnqualifiedType().getCanonicalType();
  thrown = thrown.getNonReferenceType().getUnqualifiedType().getCanonicalType();
  if (caught == thrown || (caught->isPointerType() && thrown->isPointerType()))
    return true;
  const CXXRecordDecl *base = caught->getAsCXXRecordDecl();
  const CXXRecordDecl *derived = thrown->getAsCXXRecordDecl();
  return base && derived && derived->hasDefinition() && derived->isDerivedFrom(base);
}

/// Operations on peers fail as a matter of course; a timer or a lock does not.
bool waitsForPeer(const WaitRole &wait) {
  switch (wait.kind) {
  case WaitKind::Connect:
  case WaitKind::Handshake:
  case WaitKind::Read:
  case WaitKind::Write:
  case WaitKind::Resolve:
  case WaitKind::Request:
  case WaitKind::Accept:
    return true;
  default:
    return false;
  }
}

/// `enum class read_status { ok, closed, ... }`.
bool saysHowItEnded(const EnumDecl &enumeration) {
  static constexpr llvm::StringRef words[] = {"status", "error", "errc", "result"};
  return llvm::any_of(words, [&](llvm::StringRef word) {
    return enumeration.getName().contains_insensitive(word);
  });
}

/// `if (!condition) throw ...`, where the condition is a parameter: an assertion. It is
/// there in order not to fail.
bool isAssertion(const CXXThrowExpr &thrown, const FunctionView &view) {
  const auto *branch = view.enclosing<IfStmt>(&thrown);
  const Expr *condition = branch ? stripped(branch->getCond()) : nullptr;
  while (const auto *negation = dyn_cast_or_null<UnaryOperator>(condition))
    condition = stripped(negation->getSubExpr());
  const auto *reference = dyn_cast_or_null<DeclRefExpr>(condition);
  return reference && isa<ParmVarDecl>(reference->getDecl()) &&
         reference->getType()->isBooleanType();
}

class EscapeFinder {
  using Handlers = llvm::SmallVector<const CXXTryStmt *, 2>;

public:
  EscapeFinder(const TranslationUnit &unit, std::optional<Failing> failures)
      : unit_(unit), failures_(failures) {}

  std::optional<Escape> find(const FunctionView &view) {
    auto [known, isNew] = known_.try_emplace(&view);
    if (!isNew || known_.size() > maxFunctions || view.hasErrors())
      return known->second;
    Handlers handlers;
    std::optional<Escape> found = walk(view.body(), view, handlers);
    known_[&view] = found;
    return found;
  }

private:
  std::optional<Escape> walk(const Stmt *stmt, const FunctionView &view,
                             Handlers &handlers) {
    if (!stmt || isa<LambdaExpr>(stmt))
      return std::nullopt;
    if (const auto *attempt = dyn_cast<CXXTryStmt>(stmt))
      return walkTry(*attempt, view, handlers);
    if (const auto *branch = dyn_cast<IfStmt>(stmt))
      if (std::optional<const Stmt *> taken =
              branch->getNondiscardedCase(unit_.context()))
        return walk(*taken, view, handlers);
    if (const auto *point = dyn_cast<CoroutineSuspendExpr>(stmt)) {
      if (auto found = walk(point->getOperand(), view, handlers))
        return found;
      return isEscapingFailure(*point, view, handlers) ? std::optional(Escape{point, {}})
                                                       : std::nullopt;
    }
    for (const Stmt *child : stmt->children())
      if (auto found = walk(child, view, handlers))
        return found;
    if (const auto *thrown = dyn_cast<CXXThrowExpr>(stmt))
      return isCaught(*thrown, handlers) || isAssertion(*thrown, view)
                 ? std::nullopt
                 : std::optional(Escape{thrown, {}});
    const auto *expr = dyn_cast<Expr>(stmt);
    const CallSite *call = expr ? view.callAt(expr) : nullptr;
    return call ? throughCall(*call, view, handlers) : std::nullopt;
  }

  std::optional<Escape> walkTry(const CXXTryStmt &attempt, const FunctionView &view,
                                Handlers &handlers) {
    handlers.push_back(&attempt);
    auto found = walk(attempt.getTryBlock(), view, handlers);
    handlers.pop_back();
    for (unsigned i = 0; !found && i < attempt.getNumHandlers(); ++i)
      found = walk(attempt.getHandler(i)->getHandlerBlock(), view, handlers);
    return found;
  }

  static bool isCaught(const CXXThrowExpr &thrown, const Handlers &handlers) {
    if (!thrown.getSubExpr())
      return true;
    return llvm::any_of(handlers, [&](const CXXTryStmt *attempt) {
      for (unsigned i = 0; i < attempt->getNumHandlers(); ++i)
        if (canCatch(*attempt->getHandler(i), thrown.getSubExpr()->getType()))
          return true;
      return false;
    });
  }

  std::optional<Escape> throughCall(const CallSite &call, const FunctionView &view,
                                    const Handlers &handlers) {
    const FunctionView *callee = call.callee ? unit_.view(*call.callee) : nullptr;
    // To settle a promise that is settled already is a mistake, not a failure.
    if (!callee || (call.facts && call.facts->settle))
      return std::nullopt;
    const bool awaits = callee->isCoroutine();
    unsigned &depth = awaits ? awaits_ : calls_;
    if (depth == (awaits ? maxAwaits : maxCalls))
      return std::nullopt;
    const auto *type = call.callee->getType()->getAs<FunctionProtoType>();
    // A coroutine keeps its exception until somebody awaits it. Within a combinator, an
    // exception is a way to end the others.
    const bool reaches =
        awaits ? view.awaitOf(call.expr) != nullptr : !(type && type->isNothrow());
    if (!reaches)
      return std::nullopt;
    ++depth;
    std::optional<Escape> found = find(*callee);
    --depth;
    if (!found)
      return std::nullopt;
    const auto *thrown = dyn_cast<CXXThrowExpr>(found->origin);
    if (thrown ? isCaught(*thrown, handlers) : !handlers.empty())
      return std::nullopt;
    found->path.insert(found->path.begin(), call.expr);
    return found;
  }

  bool isEscapingFailure(const CoroutineSuspendExpr &point, const FunctionView &view,
                         const Handlers &handlers) const {
    if (!failures_ || !handlers.empty() || tellsFailure(point.getType(), unit_.roles()))
      return false;
    const CallSite *call = view.callAt(stripped(point.getOperand()));
    if (!call || !call->facts || !call->facts->wait ||
        !waitsForPeer(*call->facts->wait) ||
        (failures_ == Failing::Accepting && !call->facts->acceptsWork) ||
        unit_.anyHolds(call->facts->wait->unless, *call, view))
      return false;
    return !isGivenErrorCode(call->expr);
  }

  /// `redirect_error(token, error)`.
  bool isGivenErrorCode(const Stmt *tree) const {
    const auto *expr = dyn_cast_or_null<Expr>(tree);
    if (expr && expr->isLValue() && tellsFailure(expr->getType(), unit_.roles()))
      return true;
    return tree && !isa<LambdaExpr>(tree) &&
           llvm::any_of(tree->children(),
                        [&](const Stmt *child) { return isGivenErrorCode(child); });
  }

  const TranslationUnit &unit_;
  std::optional<Failing> failures_;
  unsigned awaits_ = 0, calls_ = 0; ///< On the way to where it looks.
  llvm::DenseMap<const FunctionView *, std::optional<Escape>> known_;
};

} // namespace

bool tellsFailure(QualType type, const Resolver &roles, unsigned depth) {
  constexpr unsigned maxNesting = 3;
  if (const auto *enumeration = type.getNonReferenceType()->getAs<EnumType>())
    return saysHowItEnded(*enumeration->getDecl());
  const CXXRecordDecl *record = recordOf(type);
  if (const TypeFacts *facts = roles.type(record);
      facts && (facts->errorCode || facts->outcome))
    return true;
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  if (!special || depth == maxNesting || !special->isInStdNamespace() ||
      !special->getIdentifier() ||
      !llvm::is_contained({"tuple", "pair", "variant"}, special->getName()))
    return false;
  for (const TemplateArgument &argument : special->getTemplateArgs().asArray()) {
    llvm::ArrayRef<TemplateArgument> types(argument);
    if (argument.getKind() == TemplateArgument::Pack)
      types = argument.getPackAsArray();
    for (const TemplateArgument &element : types)
      if (element.getKind() == TemplateArgument::Type &&
          tellsFailure(element.getAsType(), roles, depth + 1))
        return true;
  }
  return false;
}

bool takesFailure(QualType callable, const Resolver &roles) {
  auto isFailure = [&](QualType type) {
    return !type->isEnumeralType() && tellsFailure(type, roles);
  };
  const CXXRecordDecl *record = recordOf(callable);
  if (record && record->isLambda()) {
    const CXXMethodDecl *call = record->getLambdaCallOperator();
    return call && call->getNumParams() > 0 &&
           isFailure(call->getParamDecl(0)->getType());
  }
  const FunctionProtoType *signature = wrappedSignature(callable, roles);
  return signature && signature->getReturnType()->isVoidType() &&
         signature->getNumParams() > 0 && isFailure(signature->getParamType(0));
}

std::optional<Escape> escapingThrow(const FunctionView &view,
                                    const TranslationUnit &unit) {
  return EscapeFinder(unit, std::nullopt).find(view);
}

std::optional<Escape> escapingFailure(const FunctionView &view,
                                      const TranslationUnit &unit, Failing operations) {
  return EscapeFinder(unit, operations).find(view);
}

} // namespace async_tidy
