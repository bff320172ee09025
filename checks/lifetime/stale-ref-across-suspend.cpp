// While a coroutine is suspended, others run, also those that share its thread. An
// iterator or a reference into a container that they change is dangling when it resumes.

#include "flow/any-lock.h"
#include "flow/container-reference.h"
#include "flow/function-check.h"
#include "flow/live-across.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {
namespace {

using namespace clang;

class StaleRefAcrossSuspend final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-stale-ref-across-suspend",
      .summary = "an iterator or reference is used after a suspension in which its "
                 "container can change",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.suspensions().empty())
      return;
    llvm::SmallVector<const VarDecl *, 4> variables;
    for (const Stmt *loop : view.loops())
      if (const auto *range = dyn_cast<CXXForRangeStmt>(loop);
          range && range->getBeginStmt())
        add(cast<VarDecl>(range->getBeginStmt()->getSingleDecl()), view, variables);
    for (const VarDecl *local : view.locals())
      add(local, view, variables);
    if (variables.empty())
      return;
    llvm::DenseSet<const ValueDecl *> loops;
    for (const ReadAcross &read : readsAcross(variables, view, analysis().graph(view)))
      checkRead(read, view, loops);
  }

private:
  void add(const VarDecl *variable, const FunctionView &view,
           llvm::SmallVectorImpl<const VarDecl *> &variables) const {
    if (containerReference(*variable, view, roles()))
      variables.push_back(variable);
  }

  void checkRead(const ReadAcross &read, const FunctionView &view,
                 llvm::DenseSet<const ValueDecl *> &loops) {
    const ContainerReference reference =
        *containerReference(*read.variable, view, roles());
    if (loops.contains(reference.container) ||
        mayHoldLock(*read.suspension, view, analysis()) ||
        isLookedUpAgain(read, reference, view))
      return;
    for (const ContainerChange &change : changesElsewhere(reference, view, unit()))
      if (*strict_ || isCertain(change, reference)) {
        if (read.variable->isImplicit())
          loops.insert(reference.container);
        return report(read, reference, change);
      }
  }

  /// An element of a node container goes only if that very one is removed. What only adds
  /// must run beside this coroutine, or it may be the set-up.
  bool isCertain(const ContainerChange &change,
                 const ContainerReference &reference) const {
    if (!change.removes)
      return runsBeside(*change.in);
    const Storage storage = reference.role->storage;
    return reference.how == Reaches::Iterator || storage == Storage::Contiguous ||
           storage == Storage::Flat;
  }

  bool runsBeside(const FunctionView &function) const {
    if (unit().context(function).isAsync())
      return true;
    return llvm::any_of(unit().functions(), [&](const FunctionView *caller) {
      return unit().context(*caller).isAsync() &&
             llvm::any_of(caller->calls(), [&](const CallSite &call) {
               return call.callee && call.callee->getCanonicalDecl() ==
                                         function.function().getCanonicalDecl();
             });
    });
  }

  /// Whether the function asks the container again before it reads: what is still there
  /// did not move, if elements have nodes of their own.
  bool isLookedUpAgain(const ReadAcross &read, const ContainerReference &reference,
                       const FunctionView &view) const {
    const SourceManager &sources = context().getSourceManager();
    return reference.role->storage == Storage::Nodes && !read.variable->isImplicit() &&
           llvm::any_of(view.calls(), [&](const CallSite &call) {
             return isCallOn(call, reference) && !call.arguments.empty() &&
                    !view.isWithin(read.read, call.expr) &&
                    sources.isBeforeInTranslationUnit(read.suspension->location(),
                                                      call.location()) &&
                    sources.isBeforeInTranslationUnit(call.location(),
                                                      read.read->getExprLoc());
           });
  }

  void report(const ReadAcross &read, const ContainerReference &reference,
              const ContainerChange &change) {
    const bool loop = read.variable->isImplicit();
    const std::string container = reference.container->getNameAsString();
    if (loop)
      Check::report(read.variable->getLocation(),
                    "'%0' can change while this loop over it is suspended")
          << container;
    else
      Check::report(read.read->getExprLoc(),
                    "'%0' may dangle: '%1' can change during the suspension")
          << read.variable->getName() << container;
    if (!loop)
      note(read.variable->getLocation(), "%0 into '%1' is taken here")
          << (reference.how == Reaches::Iterator ? "the iterator" : "the reference")
          << container;
    note(read.suspension->location(), "the coroutine is suspended here");
    note(change.call->location(), "meanwhile, this call may %0 '%1'")
        << (change.removes ? "remove elements of" : "move the elements of") << container;
    note(read.suspension->location(), "%0")
        << (loop ? "loop over a copy, or over what was moved out of the container"
                 : "look it up again after the suspension, or copy what is needed");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report references to elements that any removal may hit, and "
                       "containers that only grow in functions of unknown context."};
};

ASYNC_TIDY_CHECK(StaleRefAcrossSuspend);

} // namespace
} // namespace async_tidy
