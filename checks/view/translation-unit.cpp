#include "view/translation-unit.h"

#include "model/names.h"
#include "view/collect.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

/// The context of what runs there; plain where it runs as part of its caller.
static ContextKind contextOf(Runs runs) {
  switch (runs) {
  case Runs::Loop:
    return ContextKind::Loop;
  case Runs::Offload:
    return ContextKind::Offloaded;
  case Runs::Thread:
    return ContextKind::Thread;
  default:
    return ContextKind::Plain;
  }
}

TranslationUnit::TranslationUnit(ASTContext &context,
                                 std::shared_ptr<const ModelSet> models)
    : context_(context), roles_(context, std::move(models)) {
  FunctionCollector(*this).collect();
  findContexts();
}

const FunctionView *TranslationUnit::view(const FunctionDecl &function) const {
  return byFunction_.lookup(function.getCanonicalDecl());
}

const Context &TranslationUnit::context(const FunctionView &view) const {
  static const Context plain;
  auto found = contexts_.find(&view);
  return found == contexts_.end() ? plain : found->second;
}

/// What a model says of the method that a function overrides, however far up.
static const FunctionFacts *calledByFramework(const FunctionDecl &function,
                                              const Resolver &roles) {
  const auto *method = dyn_cast<CXXMethodDecl>(&function);
  if (!method)
    return nullptr;
  for (const CXXMethodDecl *overridden : method->overridden_methods()) {
    const FunctionFacts *facts = roles.function(*overridden);
    if (facts && facts->overrideRuns)
      return facts;
    if ((facts = calledByFramework(*overridden, roles)))
      return facts;
  }
  return nullptr;
}

void TranslationUnit::findContexts() {
  // First what the bodies say of themselves: registrations may come before and after.
  for (const FunctionView *view : order_)
    if (view->isCoroutine() && !view->isSynchronousGenerator())
      contexts_[view] = {ContextKind::Coroutine};
    else if (const FunctionFacts *facts = calledByFramework(view->function(), roles_))
      contexts_[view] = {contextOf(*facts->overrideRuns), nullptr, nullptr, facts};
  for (const FunctionView *view : order_)
    for (const CallSite &site : view->calls())
      handOver(site, *view);
  inheritInlineContexts();
}

void TranslationUnit::handOver(const CallSite &site, const FunctionView &in) {
  if (!site.facts)
    return;
  // Of several roles of one argument, the first whose condition holds counts.
  llvm::SmallPtrSet<const Expr *, 2> decided;
  for (const CallbackRole &role : site.facts->callbacks) {
    const Expr *argument = site.argument(role.argument);
    if (!argument || (!role.when.empty() && !anyHolds(role.when, site, in)) ||
        !decided.insert(argument).second)
      continue;
    const ContextKind kind = contextOf(role.runs);
    if (kind != ContextKind::Plain)
      handOver(*argument, {kind, &site, &in});
  }
}

void TranslationUnit::handOver(const Expr &argument, const Context &registered) {
  const ContextKind kind = registered.kind;
  for (const FunctionView *callable : callablesOf(argument, *registered.registeredIn)) {
    Context &context = contexts_[callable];
    // Of several registrations the one that tolerates blocking wins: silence is right
    // when unsure. A coroutine is none of a thread, it is resumed wherever it was
    // started.
    if (context.kind != ContextKind::Plain && kind == ContextKind::Loop)
      continue;
    if (context.kind == ContextKind::Coroutine && kind != ContextKind::Offloaded)
      continue;
    context = registered;
  }
}

/// A lambda called where it stands, or given to an algorithm, runs as part of its
/// function.
void TranslationUnit::inheritInlineContexts() {
  for (const FunctionView *view : order_) {
    const Context around = context(*view);
    if (!around.isAsync())
      continue;
    for (const CallSite &site : view->calls()) {
      const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
      const bool called = op && op->getOperator() == OO_Call && site.receiver;
      auto inherit = [&](const Expr &callable) {
        for (const FunctionView *inner : callablesOf(callable, *view))
          if (inner->lambda() && inner->parent() == view)
            contexts_.try_emplace(inner, around);
      };
      if (called)
        inherit(*site.receiver);
      if (site.facts)
        for (const CallbackRole &role : site.facts->callbacks)
          if (const Expr *argument = site.argument(role.argument);
              argument && role.runs == Runs::Inline)
            inherit(*argument);
    }
  }
}

llvm::SmallVector<const FunctionView *, 2>
TranslationUnit::callablesOf(const Expr &expr, const FunctionView &in) const {
  llvm::SmallVector<const FunctionView *, 2> result;
  auto addFunction = [&](const FunctionDecl *function) {
    if (const FunctionView *found = function ? view(*function) : nullptr)
      result.push_back(found);
  };
  // A bind, an executor binder or a wrapper carries the callable as an argument.
  auto visit = [&](auto &self, const Expr *e, unsigned depth) -> void {
    e = strippedMove(e);
    if (!e || depth > 4)
      return;
    if (const auto *lambda = dyn_cast<LambdaExpr>(e)) {
      if (const FunctionTemplateDecl *generic =
              lambda->getCallOperator()->getDescribedFunctionTemplate()) {
        for (const FunctionDecl *instance : generic->specializations())
          addFunction(instance);
        addFunction(lambda->getCallOperator());
      } else {
        addFunction(lambda->getCallOperator());
      }
    } else if (const auto *reference = dyn_cast<DeclRefExpr>(e)) {
      if (const auto *function = dyn_cast<FunctionDecl>(reference->getDecl()))
        addFunction(function);
      else if (const auto *variable = dyn_cast<VarDecl>(reference->getDecl());
               variable && variable->hasInit() && variable->isLocalVarDecl())
        self(self, variable->getInit(), depth + 1);
    } else if (const auto *address = dyn_cast<UnaryOperator>(e);
               address &&
               (address->getOpcode() == UO_AddrOf || address->getOpcode() == UO_Plus)) {
      self(self, address->getSubExpr(), depth);
    } else if (const auto *construct = dyn_cast<CXXConstructExpr>(e)) {
      for (const Expr *argument : construct->arguments())
        self(self, argument, depth + 1);
    } else if (const auto *call = dyn_cast<CXXMemberCallExpr>(e);
               call && isa_and_nonnull<CXXConversionDecl>(call->getMethodDecl())) {
      // A lambda where C wants a pointer to a function.
      self(self, call->getImplicitObjectArgument(), depth);
    } else if (const auto *call = dyn_cast<CallExpr>(e);
               call && !isa<CXXOperatorCallExpr>(call)) {
      // `co_spawn(executor, work(), token)` hands over the coroutine itself.
      if (const FunctionDecl *callee = call->getDirectCallee();
          callee && roles_.task(callee->getReturnType()))
        addFunction(callee);
      for (const Expr *argument : call->arguments())
        self(self, argument, depth + 1);
    } else if (const auto *list = dyn_cast<InitListExpr>(e)) {
      for (const Expr *init : list->inits())
        self(self, init, depth + 1);
    }
  };
  visit(visit, &expr, 0);
  return result;
}

bool TranslationUnit::anyHolds(llvm::ArrayRef<Condition> conditions, const CallSite &site,
                               const FunctionView &in) const {
  return llvm::any_of(
      conditions, [&](const Condition &condition) { return holds(condition, site, in); });
}

} // namespace async_tidy
