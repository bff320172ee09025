#include "flow/late-read.h"

#include "flow/after-suspension.h"
#include "flow/destination.h"
#include "flow/referent.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 3;

/// Which reads of one coroutine are late.
class Lateness {
public:
  Lateness(const FunctionView &coroutine, Analysis &analysis) {
    const TaskRole *task =
        analysis.unit().roles().task(coroutine.function().getReturnType());
    if (!task || coroutine.isSynchronousGenerator() || coroutine.hasErrors())
      return;
    known_ = true;
    // A lazy body starts after the call, so all of it is late.
    if (task->start != Start::Lazy)
      after_.emplace(coroutine, analysis.graph(coroutine));
  }

  template <typename Range> const Expr *firstIn(const Range &reads) const {
    for (const Expr *read : reads)
      if (known_ && (!after_ || after_->contains(read)))
        return read;
    return nullptr;
  }

private:
  bool known_ = false;
  std::optional<AfterSuspension> after_;
};

std::optional<LateRead> find(const ParmVarDecl &parameter, const FunctionView &function,
                             Analysis &analysis, unsigned depth);

/// A function that passes its parameter on to a coroutine, and returns the task.
std::optional<LateRead> passedOn(const ParmVarDecl &parameter,
                                 const FunctionView &function, Analysis &analysis,
                                 unsigned depth) {
  const TranslationUnit &unit = analysis.unit();
  if (!unit.roles().isAwaitable(function.function().getReturnType()))
    return std::nullopt;
  for (const CallSite &call : function.calls()) {
    const FunctionView *callee = call.callee ? unit.view(*call.callee) : nullptr;
    if (!callee || callee == &function)
      continue;
    for (unsigned index = 0; index < call.arguments.size(); ++index) {
      const auto *mention = dyn_cast<DeclRefExpr>(strippedMove(call.arguments[index]));
      const ParmVarDecl *inner = parameterFor(call, index);
      if (!mention || mention->getDecl() != &parameter || !inner ||
          destinationOf(*call.expr, function, unit.roles()).goes != Goes::Returned)
        continue;
      if (std::optional<LateRead> read = find(*inner, *callee, analysis, depth - 1))
        return read;
    }
  }
  return std::nullopt;
}

std::optional<LateRead> find(const ParmVarDecl &parameter, const FunctionView &function,
                             Analysis &analysis, unsigned depth) {
  QualType type = parameter.getType();
  if (depth == 0 ||
      (!type->isReferenceType() && !isViewLike(type, analysis.unit().roles())))
    return std::nullopt;
  if (!function.isCoroutine())
    return passedOn(parameter, function, analysis, depth);
  const Expr *read = Lateness(function, analysis).firstIn(function.uses(parameter));
  return read ? std::optional(LateRead{read, &function}) : std::nullopt;
}

} // namespace

std::optional<LateRead> lateRead(const ParmVarDecl &parameter,
                                 const FunctionView &function, Analysis &analysis) {
  return find(parameter, function, analysis, maxDepth);
}

std::optional<LateRead> lateReadOfThis(const FunctionView &method, Analysis &analysis) {
  if (!method.isCoroutine() || method.lambda())
    return std::nullopt;
  const Expr *read = Lateness(method, analysis).firstIn(method.thisUses());
  return read ? std::optional(LateRead{read, &method}) : std::nullopt;
}

const ParmVarDecl *parameterFor(const CallSite &call, unsigned argument) {
  const FunctionDecl *definition = call.callee ? call.callee->getDefinition() : nullptr;
  const FunctionDecl *function = definition ? definition : call.callee;
  if (!function)
    return nullptr;
  const auto *method = dyn_cast<CXXMethodDecl>(function);
  if (method && method->isExplicitObjectMemberFunction())
    ++argument;
  return argument < function->getNumParams() ? function->getParamDecl(argument) : nullptr;
}

} // namespace async_tidy
