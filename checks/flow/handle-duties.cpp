#include "flow/handle-duties.h"

#include "flow/destination.h"
#include "flow/late-read.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 3;

/// What a mention does. `Reads` and `Unclear` are no deeds: nothing happens, or nothing
/// can be said of the variable at all.
enum class Handling { Reads, Takes, Ends, Passes, GivesAway, Unclear };

struct Step {
  Handling what = Handling::Unclear;
  const Stmt *at = nullptr;
};

/// The call behind a value, awaited or not.
const CallSite *callBehind(const Expr *value, const FunctionView &view) {
  value = value ? strippedMove(value) : nullptr;
  while (const auto *cast = dyn_cast_or_null<ExplicitCastExpr>(value))
    value = strippedMove(cast->getSubExpr());
  if (const auto *await = dyn_cast_or_null<CoroutineSuspendExpr>(value))
    value = strippedMove(await->getOperand());
  return value ? view.callAt(value) : nullptr;
}

/// What a value is if somebody has to give it back, empty otherwise.
llvm::StringRef takenBy(const Expr *value, const FunctionView &view) {
  if (!value)
    return {};
  const Expr *bare = stripped(value);
  while (const auto *cast = dyn_cast<ExplicitCastExpr>(bare))
    bare = stripped(cast->getSubExpr());
  if (const auto *made = dyn_cast<CXXNewExpr>(bare))
    return made->getNumPlacementArgs() == 0 ? "object" : "";
  const CallSite *site = callBehind(value, view);
  return site && site->facts && site->facts->open && !site->facts->open->into
             ? llvm::StringRef(site->facts->open->what)
             : llvm::StringRef();
}

bool closes(const CallSite &site, const Expr &argument) {
  return site.facts && site.facts->close &&
         site.argument(site.facts->close->argument) == &argument;
}

/// A C function of a library keeps what it works on as its first argument; one that
/// returns a pointer may have wrapped it.
bool worksOn(const CallSite &site, ArgumentIndex index) {
  if (site.facts && !site.facts->open && site.facts->callbacks.empty() &&
      !site.facts->close)
    return site.facts->origin.isStated();
  return index == 0 && site.callee && site.callee->isExternC() &&
         !site.callee->getReturnType()->isPointerType() &&
         site.callee->getASTContext().getSourceManager().isInSystemHeader(
             site.callee->getLocation());
}

class HandlingFinder {
public:
  HandlingFinder(const FunctionView &view, const TranslationUnit &unit, unsigned depth)
      : view_(view), unit_(unit), depth_(depth) {}

  Step of(const Expr &mention) const {
    const Expr *operand = &mention;
    const Stmt *parent = view_.parentOf(operand);
    bool addressed = false;
    while (parent && (isTransparent(*parent) || isAddressOf(*parent))) {
      addressed |= isAddressOf(*parent);
      operand = cast<Expr>(parent);
      parent = view_.parentOf(operand);
    }
    if (!parent)
      return {};
    if (const auto *lambda = dyn_cast<LambdaExpr>(parent))
      return ofCapture(*lambda, mention);
    const auto *around = dyn_cast<Expr>(parent);
    if (const CallSite *site = around ? view_.callAt(around) : nullptr)
      return {ofCall(*site, *operand, addressed), parent};
    if (addressed)
      return {};
    return {ofStatement(*parent, *operand), isa<Expr>(parent) ? parent : &mention};
  }

private:
  static bool isAddressOf(const Stmt &stmt) {
    const auto *unary = dyn_cast<UnaryOperator>(&stmt);
    return unary && unary->getOpcode() == UO_AddrOf;
  }
  static bool isTransparent(const Stmt &stmt) {
    return isa<ParenExpr, CastExpr, FullExpr, MaterializeTemporaryExpr,
               CXXBindTemporaryExpr>(stmt) ||
           (isa<Expr>(stmt) && isMove(cast<Expr>(&stmt)));
  }

  Handling ofStatement(const Stmt &parent, const Expr &operand) const {
    if (isa<CXXDeleteExpr>(parent))
      return Handling::Ends;
    if (isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt, CompoundStmt,
            ArraySubscriptExpr>(parent))
      return Handling::Reads;
    if (isa<ReturnStmt, CoreturnStmt, CoyieldExpr, CXXThrowExpr>(parent))
      return Handling::GivesAway;
    if (const auto *member = dyn_cast<MemberExpr>(&parent))
      return isa<FieldDecl>(member->getMemberDecl()) ? Handling::Reads : Handling::Passes;
    if (const auto *unary = dyn_cast<UnaryOperator>(&parent))
      return unary->isIncrementDecrementOp() ? Handling::Unclear
             : unary->getOpcode() == UO_Deref &&
                     !isa_and_nonnull<ImplicitCastExpr, BinaryOperator>(
                         view_.parentOf(unary))
                 ? Handling::Passes
                 : Handling::Reads;
    if (const auto *binary = dyn_cast<BinaryOperator>(&parent))
      return ofBinary(*binary, operand);
    if (const auto *choice = dyn_cast<ConditionalOperator>(&parent))
      return choice->getCond() == &operand ? Handling::Reads : Handling::Passes;
    if (const auto *declarations = dyn_cast<DeclStmt>(&parent))
      return llvm::any_of(declarations->decls(),
                          [](const Decl *decl) {
                            const auto *variable = dyn_cast<VarDecl>(decl);
                            return variable && variable->getType()->isReferenceType();
                          })
                 ? Handling::Unclear
                 : Handling::Passes;
    return isa<InitListExpr>(parent) ? Handling::Passes : Handling::Unclear;
  }

  Handling ofBinary(const BinaryOperator &binary, const Expr &operand) const {
    if (binary.isComparisonOp() || binary.isLogicalOp())
      return Handling::Reads;
    if (!binary.isAssignmentOp() || binary.getRHS() == &operand)
      return Handling::Passes;
    if (binary.getOpcode() != BO_Assign)
      return Handling::Unclear;
    return takenBy(binary.getRHS(), view_).empty() ? Handling::GivesAway
                                                   : Handling::Takes;
  }

  /// Closures that end it are guards.
  Step ofCapture(const LambdaExpr &lambda, const Expr &mention) const {
    const auto *reference = dyn_cast<DeclRefExpr>(&mention);
    if (!reference)
      return {};
    const ValueDecl *variable = reference->getDecl();
    for (const LambdaCapture &capture : lambda.captures())
      if (capture.capturesVariable() && capture.getCapturedVar() == variable &&
          capture.getCaptureKind() == LCK_ByRef)
        return {};
    const FunctionView *body = unit_.view(*lambda.getCallOperator());
    if (!body)
      return {};
    const bool ends = llvm::any_of(body->uses(*variable), [&](const Expr *inside) {
      const Handling what = HandlingFinder(*body, unit_, depth_).of(*inside).what;
      return what == Handling::Ends || what == Handling::GivesAway;
    });
    return {ends ? Handling::GivesAway : Handling::Passes, &lambda};
  }

  Handling ofCall(const CallSite &site, const Expr &operand, bool addressed) const {
    std::optional<ArgumentIndex> index = argumentOf(operand, site);
    if (!index)
      return Handling::Unclear;
    const Expr *argument = site.argument(*index);
    const FunctionFacts *facts = site.facts;
    if (facts && facts->open && facts->open->into == index)
      return Handling::Takes;
    if (argument && closes(site, *argument))
      return Handling::Ends;
    if (isa<CXXConstructExpr>(site.expr))
      return Handling::GivesAway;
    if (*index == Receiver)
      return Handling::Passes;
    if (worksOn(site, *index))
      return Handling::Reads;
    if (addressed)
      return Handling::Unclear;
    return ofCallee(site, *index);
  }

  /// What a callee that can be seen does with its parameter.
  Handling ofCallee(const CallSite &site, ArgumentIndex index) const {
    const FunctionView *callee =
        site.callee && depth_ > 0 ? unit_.view(*site.callee) : nullptr;
    const ParmVarDecl *parameter = callee ? parameterFor(site, index) : nullptr;
    if (!parameter || callee == &view_)
      return Handling::Passes;
    if (parameter->getType()->isReferenceType())
      return Handling::Unclear;
    Handling all = Handling::Reads;
    for (const Expr *mention : callee->uses(*parameter)) {
      const Handling what = HandlingFinder(*callee, unit_, depth_ - 1).of(*mention).what;
      if (what == Handling::Ends)
        return what;
      if (what != Handling::Reads)
        all = Handling::Passes;
    }
    return all;
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  const unsigned depth_;
};

Deed deedOf(Handling what) {
  switch (what) {
  case Handling::Takes:
    return Deed::Takes;
  case Handling::Ends:
    return Deed::Ends;
  case Handling::GivesAway:
    return Deed::GivesAway;
  default:
    return Deed::Passes;
  }
}

std::optional<HandleDuty> dutyOf(const VarDecl &variable, const FunctionView &view,
                                 const TranslationUnit &unit) {
  HandleDuty duty;
  duty.name = variable.getNameAsString();
  duty.handle = &variable;
  if (llvm::StringRef what = takenBy(variable.getInit(), view); !what.empty())
    if (const DeclStmt *declaration = view.declarationOf(variable)) {
      duty.what = what.str();
      duty.deeds[declaration] = Deed::Takes;
    }
  const HandlingFinder finder(view, unit, maxDepth);
  for (const Expr *mention : view.uses(variable)) {
    const Step step = finder.of(*mention);
    if (step.what == Handling::Unclear || !step.at)
      return std::nullopt;
    if (step.what == Handling::Reads)
      continue;
    if (step.what == Handling::Takes && duty.what.empty()) {
      const auto *assignment = dyn_cast<BinaryOperator>(step.at);
      const CallSite *site = view.callAt(cast<Expr>(step.at));
      duty.what = assignment ? takenBy(assignment->getRHS(), view).str()
                             : site->facts->open->what;
    }
    duty.deeds[step.at] = deedOf(step.what);
  }
  if (!duty.first(Deed::Takes) || !duty.first(Deed::Ends))
    return std::nullopt;
  return duty;
}

} // namespace

std::vector<HandleDuty> handleDuties(const FunctionView &view,
                                     const TranslationUnit &unit) {
  std::vector<HandleDuty> duties;
  for (const VarDecl *variable : view.locals()) {
    QualType type = variable->getType();
    if (!variable->hasLocalStorage() || type->isReferenceType() || type->isArrayType() ||
        type->isDependentType())
      continue;
    if (std::optional<HandleDuty> duty = dutyOf(*variable, view, unit))
      duties.push_back(std::move(*duty));
  }
  return duties;
}

} // namespace async_tidy
