#include "flow/refusal.h"

#include "flow/queue-use.h"
#include "model/names.h"
#include "view/constant.h"
#include "view/object.h"
#include "view/source.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

/// `try_send`, `tryPush`, `offer`: a name that promises to give up.
bool isNamedTry(const FunctionDecl &function) {
  const llvm::StringRef name =
      function.getIdentifier() ? function.getName() : llvm::StringRef();
  return name.starts_with_insensitive("try") || name.starts_with_insensitive("offer");
}

class RefusalFinder {
public:
  RefusalFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit), roles_(unit.roles()) {}

  std::vector<UnheardRefusal> find() {
    for (const DiscardedValue &value : view_.discarded())
      if (const CallSite *call = callBehind(value.expr))
        add(*call, value.how == Discard::Plain ? Unheard::Dropped : Unheard::Cast,
            call->location());
    for (const VarDecl *local : view_.locals())
      if (const CallSite *call = callBehind(local->getInit());
          call && view_.uses(*local).empty() && !isa<DecompositionDecl>(local) &&
          !local->hasAttr<UnusedAttr>() && local->isLocalVarDecl())
        add(*call, Unheard::Variable, local->getLocation());
    for (const CallSite &call : view_.calls())
      if (call.facts && call.facts->mayRefuse && call.facts->mayRefuse->partial)
        lookAtCompletion(call);
    return std::move(found_);
  }

private:
  /// The call whose answer a value is, also through an await.
  const CallSite *callBehind(const Expr *value) const {
    const Expr *expr = strippedMove(value);
    if (const auto *await = dyn_cast_or_null<CoroutineSuspendExpr>(expr))
      expr = strippedMove(await->getOperand());
    const CallSite *call = expr ? view_.callAt(expr) : nullptr;
    // A completion's count goes to the handler, whatever the call returns.
    return call && isa<CallExpr>(call->expr) && !call->expr->getType()->isVoidType()
               ? call
               : nullptr;
  }

  void add(const CallSite &call, Unheard how, SourceLocation where) {
    const QueueRole *queue = queueOf(call);
    if (queue && mayDecline(call, *queue)) {
      if (carriesData(call) && !madeRoom(call, *queue))
        found_.push_back({&call, false, how, where, variableOf(call.receiver)});
    } else if (!queue && call.facts && call.facts->mayRefuse &&
               call.facts->mayRefuse->partial && !isOneByte(call)) {
      found_.push_back({&call, true, how, where});
    }
  }

  const QueueRole *queueOf(const CallSite &call) const {
    const TypeFacts *type = call.receiver ? roles_.type(typeOf(call)) : nullptr;
    return type && type->queue ? &*type->queue : nullptr;
  }

  /// Of the object, not of the base that declares the method.
  static QualType typeOf(const CallSite &call) {
    return stripped(call.receiver)->getType();
  }

  /// A push that refuses where others wait. What waits for space is refused only when the
  /// queue is closed.
  bool mayDecline(const CallSite &call, const QueueRole &queue) const {
    if (!call.callee || !call.callee->getIdentifier() ||
        !llvm::is_contained(queue.push, call.callee->getName()) ||
        isUnbounded(queue, typeOf(call)))
      return false;
    const FunctionFacts *facts = call.facts;
    if (facts && (facts->wait || facts->blocking || facts->suspends))
      return false;
    if (facts && facts->mayRefuse)
      return true;
    return call.callee->getReturnType()->isBooleanType() && !queue.container &&
           (queue.bound != Bound::Unknown || isNamedTry(*call.callee));
  }

  /// Whether something is lost with the arguments: not with constants and empty objects.
  /// An enumerator is a constant that says something.
  bool carriesData(const CallSite &call) const {
    return llvm::any_of(call.arguments, [&](const Expr *argument) {
      const Expr *value = strippedMove(argument);
      QualType type = value->getType();
      const TypeFacts *facts = roles_.type(type);
      const CXXRecordDecl *record = recordOf(type);
      if ((facts && facts->errorCode) ||
          (record && record->hasDefinition() && record->isEmpty()))
        return false;
      return type->isEnumeralType() || !constantValue(value, unit_.context());
    });
  }

  /// `if (queue.full()) queue.pop();` before the push.
  bool madeRoom(const CallSite &push, const QueueRole &queue) const {
    const ValueDecl *object = variableOf(push.receiver);
    return object && llvm::any_of(view_.calls(), [&](const CallSite &call) {
             return call.receiver && call.callee && call.callee->getIdentifier() &&
                    variableOf(call.receiver) == object &&
                    standsBefore(call.location(), push.location(), unit_.context()) &&
                    (llvm::is_contained(queue.pop, call.callee->getName()) ||
                     llvm::is_contained(queue.size, call.callee->getName()));
           });
  }

  /// One byte is written, or nothing is: a wake-up.
  bool isOneByte(const CallSite &call) const {
    return llvm::any_of(call.arguments, [&](const Expr *argument) {
      return argument->getType()->isIntegerType() &&
             constantValue(argument, unit_.context()) == 1;
    });
  }

  void lookAtCompletion(const CallSite &call) {
    const Expr *token = call.argument(-1);
    if (!token || !call.expr->getType()->isVoidType())
      return;
    if (const TypeFacts *type = roles_.type(token->getType());
        type && type->detachedToken) {
      found_.push_back({&call, true, Unheard::Token, token->getBeginLoc()});
      return;
    }
    for (const CallbackRole &role : call.facts->callbacks)
      if (const Expr *callable = call.argument(role.argument))
        for (const FunctionView *handler : unit_.callablesOf(*callable, view_))
          if (const ParmVarDecl *count = handler->lambda() ? countOf(*handler) : nullptr)
            if (handler->uses(*count).empty() && !count->hasAttr<UnusedAttr>())
              found_.push_back({&call, true, Unheard::Parameter, count->getLocation()});
  }

  /// The parameter that says how much was done: the last one, a number.
  static const ParmVarDecl *countOf(const FunctionView &handler) {
    const FunctionDecl &function = handler.function();
    if (function.getNumParams() < 2)
      return nullptr;
    const ParmVarDecl *last = function.getParamDecl(function.getNumParams() - 1);
    return last->getType()->isIntegerType() && !last->getType()->isBooleanType()
               ? last
               : nullptr;
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  const Resolver &roles_;
  std::vector<UnheardRefusal> found_;
};

/// The capacity that a construction gives.
std::optional<int64_t> givenCapacity(const Expr *init, unsigned argument,
                                     const ASTContext &context) {
  const auto *construct = dyn_cast_or_null<CXXConstructExpr>(strippedMove(init));
  if (!construct || argument >= construct->getNumArgs() ||
      !construct->getArg(argument)->getType()->isIntegerType())
    return std::nullopt;
  return constantValue(construct->getArg(argument), context);
}

} // namespace

std::vector<UnheardRefusal> unheardRefusals(const FunctionView &view,
                                            const TranslationUnit &unit) {
  return RefusalFinder(view, unit).find();
}

std::optional<int64_t> capacityOf(const ValueDecl &queue, const QueueRole &role,
                                  const TranslationUnit &unit) {
  const ASTContext &context = unit.context();
  if (role.bound == Bound::ByTemplate) {
    const auto *special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(queue.getType()));
    if (!special || role.argument >= special->getTemplateArgs().size())
      return std::nullopt;
    const TemplateArgument &argument = special->getTemplateArgs()[role.argument];
    return argument.getKind() == TemplateArgument::Integral
               ? std::optional(argument.getAsIntegral().getExtValue())
               : std::nullopt;
  }
  if (role.bound != Bound::ByConstructor)
    return std::nullopt;
  if (const auto *variable = dyn_cast<VarDecl>(&queue))
    return givenCapacity(variable->getInit(), role.argument, context);
  const auto *field = dyn_cast<FieldDecl>(&queue);
  if (!field)
    return std::nullopt;
  for (const FunctionView *view : unit.functions())
    if (const auto *constructor = dyn_cast<CXXConstructorDecl>(&view->function()))
      for (const CXXCtorInitializer *init : constructor->inits())
        if (init->getMember() == field && init->isWritten())
          if (auto capacity = givenCapacity(init->getInit(), role.argument, context))
            return capacity;
  return givenCapacity(field->getInClassInitializer(), role.argument, context);
}

} // namespace async_tidy
