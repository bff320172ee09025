#include "view/descriptor.h"

#include "model/names.h"
#include "view/object.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isArgument(const ValueDecl &variable, const CallSite &site) {
  return llvm::any_of(site.arguments, [&](const Expr *argument) {
    return variableOf(argument) == &variable;
  });
}

/// Whether the result of a call initialises or is assigned to the variable.
bool becomes(const ValueDecl &variable, const CallSite &site, const FunctionView &view) {
  if (const auto *local = dyn_cast<VarDecl>(&variable))
    if (stripped(local->getInit()) == stripped(site.expr))
      return true;
  const auto *assignment = view.enclosing<BinaryOperator>(site.expr);
  return assignment && assignment->getOpcode() == BO_Assign &&
         variableOf(assignment->getLHS()) == &variable &&
         stripped(assignment->getRHS()) == stripped(site.expr);
}

bool setsFlag(const CallSite &site, const FunctionView &view,
              const TranslationUnit &unit) {
  Condition flag;
  flag.hasFlag = site.facts->descriptor->nonBlocking;
  for (unsigned index = 0; index < site.arguments.size(); ++index) {
    flag.argument = static_cast<ArgumentIndex>(index);
    if (unit.holds(flag, site, view))
      return true;
  }
  return false;
}

/// What one function shows of the variable.
struct Evidence {
  bool opened = false, nonBlocking = false, escapes = false;

  void look(const ValueDecl &variable, const FunctionView &view,
            const TranslationUnit &unit) {
    for (const CallSite &site : view.calls()) {
      const bool given = isArgument(variable, site);
      const bool made = becomes(variable, site, view);
      if (site.facts && site.facts->descriptor && (given || made)) {
        nonBlocking |= setsFlag(site, view, unit);
        opened |= made;
        escapes |= !made;
      } else if (given && !(site.callee && isSystem(*site.callee, unit))) {
        escapes = true;
      }
    }
  }

  static bool isSystem(const FunctionDecl &callee, const TranslationUnit &unit) {
    return unit.context().getSourceManager().isInSystemHeader(callee.getLocation());
  }
};

} // namespace

Descriptor descriptorOf(const CallSite &site, const FunctionView &view,
                        const TranslationUnit &unit) {
  const ValueDecl *variable = variableOf(site.argument(0));
  if (!variable)
    return Descriptor::Unknown;
  Evidence evidence;
  const bool isLocal =
      !variable->isDefinedOutsideFunctionOrMethod() && isa<VarDecl>(variable);
  if (isLocal)
    evidence.look(*variable, view, unit);
  else
    for (const FunctionView *other : unit.functions())
      evidence.look(*variable, *other, unit);
  if (evidence.nonBlocking)
    return Descriptor::NeverBlocks;
  return isLocal && evidence.opened && !evidence.escapes ? Descriptor::Blocks
                                                         : Descriptor::Unknown;
}

} // namespace async_tidy
