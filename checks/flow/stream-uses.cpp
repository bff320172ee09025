#include "flow/stream-uses.h"

#include "flow/destination.h"
#include "flow/started-work.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {

using namespace clang;

namespace {

class UseFinder {
public:
  UseFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit), roles_(unit.roles()) {}

  std::vector<StreamUse> find() {
    for (const CallSite &site : view_.calls()) {
      if (!site.facts)
        continue;
      if (site.facts->streamOperation && startsAlone(site))
        addOperation(site, *site.expr, *site.expr);
      if (site.facts->combinator)
        for (const Expr *part : operandsOf(site))
          addWork(*part, *site.expr);
    }
    if (mayStartTasks())
      for (const StartedWork &started : startedWork(view_, unit_))
        if (started.work && !started.thread)
          addWork(*started.work, *started.at);
    return std::move(uses_);
  }

private:
  /// Looking for started work costs more than seeing that there can be none.
  bool mayStartTasks() const {
    return llvm::any_of(view_.calls(), [](const CallSite &site) {
      return site.facts && site.facts->spawn;
    });
  }

  static llvm::SmallVector<const Expr *, 4> operandsOf(const CallSite &combinator) {
    llvm::SmallVector<const Expr *, 4> operands(combinator.arguments);
    if (isa<CXXOperatorCallExpr>(combinator.expr) && combinator.receiver)
      operands.insert(operands.begin(), combinator.receiver);
    return operands;
  }

  /// Under way once the call returns. A call with a completion handler returns nothing, a
  /// task that has begun is no use before it is awaited.
  bool startsAlone(const CallSite &site) const {
    QualType result = site.expr->getType();
    if (result->isDependentType())
      return false;
    if (result->isVoidType())
      return !site.facts->callbacks.empty() && !view_.awaitOf(site.expr);
    const TaskRole *task = roles_.task(result);
    if (!task || task->start != Start::Eager)
      return false;
    const Goes goes = destinationOf(*site.expr, view_, roles_).goes;
    return goes != Goes::Awaited && goes != Goes::Returned && goes != Goes::Unknown;
  }

  void addOperation(const CallSite &site, const Expr &startedAt, const Expr &task) {
    const StreamOperationRole &role = *site.facts->streamOperation;
    if (auto stream = AccessPath::of(site.argument(role.stream), unit_.context()))
      uses_.push_back({&site, &startedAt, &task, *stream, role});
  }

  /// A task that is started: an operation, a coroutine of the project, or a lambda.
  void addWork(const Expr &work, const Expr &startedAt) {
    const Expr *task = strippedMove(&work);
    if (const auto *reference = dyn_cast<DeclRefExpr>(task))
      if (const auto *local = dyn_cast<VarDecl>(reference->getDecl());
          local && local->isLocalVarDecl() && local->getInit())
        task = strippedMove(local->getInit());
    const CallSite *site = view_.callAt(task);
    if (site && site->facts && site->facts->streamOperation) {
      if (!site->expr->getType()->isVoidType() && !startsAlone(*site))
        addOperation(*site, startedAt, work);
      return;
    }
    for (const FunctionView *body : unit_.callablesOf(*task, view_))
      if (body->isCoroutine() && (body->lambda() || (site && site->callee)))
        addBody(*body, site, startedAt, work);
  }

  void addBody(const FunctionView &body, const CallSite *call, const Expr &startedAt,
               const Expr &task) {
    for (const CallSite &site : body.calls()) {
      if (!site.facts || !site.facts->streamOperation || isCoordinated(site, body))
        continue;
      const StreamOperationRole &role = *site.facts->streamOperation;
      auto stream = AccessPath::of(site.argument(role.stream), unit_.context());
      if (stream)
        stream = seenFromHere(*stream, body, call);
      if (stream)
        uses_.push_back({&site, &startedAt, &task, *stream, role, true});
    }
  }

  /// Whether the body waits for something else before (a lock, a turn, an element of a
  /// queue), or asks for the state of the object. That may keep it apart from the others.
  bool isCoordinated(const CallSite &operation, const FunctionView &body) const {
    auto isBefore = [&](SourceLocation where) {
      return standsBefore(where, operation.location(), unit_.context());
    };
    return llvm::any_of(body.suspensions(),
                        [&](const SuspensionPoint &point) {
                          return isBefore(point.location()) &&
                                 !body.isWithin(operation.expr, point.expr) &&
                                 !isOwnWait(body.callAt(strippedMove(point.operand)));
                        }) ||
           llvm::any_of(body.branches(), [&](const IfStmt *branch) {
             return isBefore(branch->getBeginLoc()) && asksForState(branch->getCond());
           });
  }

  /// Transfers and delays are no agreement with anybody.
  static bool isOwnWait(const CallSite *site) {
    return site && site->facts &&
           (site->facts->streamOperation ||
            (site->facts->wait && site->facts->wait->kind == WaitKind::Timer));
  }

  /// `if (!writing_)`: a member that is a flag or a number.
  static bool asksForState(const Stmt *tree) {
    if (!tree)
      return false;
    if (const auto *member = dyn_cast<MemberExpr>(tree);
        member && isa<FieldDecl>(member->getMemberDecl()) &&
        member->getType()->isIntegralOrEnumerationType())
      return true;
    return llvm::any_of(tree->children(), asksForState);
  }

  /// The stream of a body's operation, in terms of the function that starts the body.
  std::optional<AccessPath> seenFromHere(const AccessPath &stream,
                                         const FunctionView &body,
                                         const CallSite *call) const {
    if (stream.startsAtThis()) {
      if (body.lambda())
        return stream;
      auto object = call && call->receiver
                        ? AccessPath::of(call->receiver, unit_.context())
                        : std::nullopt;
      return object ? std::optional(stream.rebasedOn(*object)) : std::nullopt;
    }
    const ValueDecl *start = stream.variable();
    const auto *parameter = dyn_cast_or_null<ParmVarDecl>(start);
    if (parameter && parameter->getDeclContext() == &body.function()) {
      const Expr *given =
          call ? call->argument(static_cast<int>(parameter->getFunctionScopeIndex()))
               : nullptr;
      if (!given || isMove(stripped(given)))
        return std::nullopt;
      auto object = AccessPath::of(given, unit_.context());
      return object ? std::optional(stream.rebasedOn(*object)) : std::nullopt;
    }
    const auto *variable = dyn_cast_or_null<VarDecl>(start);
    if (variable && (variable->hasGlobalStorage() || body.parent() == &view_) &&
        !body.declarationOf(*variable))
      return stream;
    return std::nullopt;
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  const Resolver &roles_;
  std::vector<StreamUse> uses_;
};

} // namespace

std::vector<StreamUse> startedStreamUses(const FunctionView &view,
                                         const TranslationUnit &unit) {
  return UseFinder(view, unit).find();
}

} // namespace async_tidy
