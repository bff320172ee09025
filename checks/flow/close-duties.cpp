#include "flow/close-duties.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

bool isNamed(const FunctionDecl *function, llvm::ArrayRef<std::string> names) {
  return function && function->getIdentifier() &&
         llvm::is_contained(names, function->getName());
}

bool isTransparent(const Stmt &stmt) {
  return isa<ParenExpr, ImplicitCastExpr, FullExpr, MaterializeTemporaryExpr,
             CXXBindTemporaryExpr>(stmt);
}

class CloseFinder {
public:
  CloseFinder(const VarDecl &variable, const CloseableRole &role,
              const FunctionView &view, const TranslationUnit &unit)
      : variable_(variable), role_(role), view_(view), unit_(unit) {}

  /// Nothing if another name for the object makes it unclear.
  std::optional<Duty> find() {
    duty_.name = variable_.getNameAsString();
    duty_.object = &variable_;
    if (role_.after.empty() && isMadeOpen())
      duty_.deeds[view_.declarationOf(variable_)] = Deed::Takes;
    for (const Expr *mention : view_.uses(variable_))
      if (!add(*mention))
        return std::nullopt;
    return duty_.first(Deed::Takes) ? std::optional(std::move(duty_)) : std::nullopt;
  }

private:
  /// Default-constructed, there is nothing to close yet.
  bool isMadeOpen() const {
    const Expr *init = variable_.getInit() ? stripped(variable_.getInit()) : nullptr;
    const auto *construct = dyn_cast_or_null<CXXConstructExpr>(init);
    return init && view_.declarationOf(variable_) &&
           !(construct && construct->getNumArgs() == 0) && !isa<InitListExpr>(init);
  }

  bool add(const Expr &mention) {
    const Expr *operand = &mention;
    const Stmt *parent = view_.parentOf(operand);
    while (parent && isTransparent(*parent)) {
      operand = cast<Expr>(parent);
      parent = view_.parentOf(operand);
    }
    if (!parent)
      return false;
    if (const auto *member = dyn_cast<MemberExpr>(parent))
      return addMethod(*member);
    if (const auto *lambda = dyn_cast<LambdaExpr>(parent))
      return addCapture(*lambda);
    if (isa<DeclStmt>(parent))
      return false; // another name
    const auto *around = dyn_cast<Expr>(parent);
    const CallSite *site = around ? view_.callAt(around) : nullptr;
    if (site && isAssignment(*site, *operand))
      duty_.deeds[parent] = role_.after.empty() ? Deed::Takes : Deed::GivesAway;
    else if (site && !isMove(site->expr) && !isa<CXXConstructExpr>(site->expr))
      duty_.deeds[parent] = Deed::Passes;
    else // moved, copied, returned, or kept by an object that closes it
      duty_.deeds[parent] = Deed::GivesAway;
    return true;
  }

  static bool isAssignment(const CallSite &site, const Expr &operand) {
    const auto *op = dyn_cast<CXXOperatorCallExpr>(site.expr);
    return op && op->getOperator() == OO_Equal && op->getArg(0) == &operand;
  }

  bool addMethod(const MemberExpr &member) {
    const auto *call = dyn_cast_or_null<CXXMemberCallExpr>(view_.parentOf(&member));
    const CallSite *site = call ? view_.callAt(call) : nullptr;
    if (!site)
      return isa<FieldDecl>(member.getMemberDecl());
    if (isNamed(site->callee, role_.by))
      duty_.deeds[call] = Deed::Ends;
    else if (isNamed(site->callee, role_.after))
      duty_.deeds[call] = Deed::Takes;
    return true;
  }

  bool addCapture(const LambdaExpr &lambda) {
    const FunctionView *body = unit_.view(*lambda.getCallOperator());
    const bool closes = !body || llvm::any_of(body->calls(), [&](const CallSite &site) {
      const auto *receiver =
          site.receiver ? dyn_cast<DeclRefExpr>(stripped(site.receiver)) : nullptr;
      return receiver && receiver->getDecl() == &variable_ &&
             isNamed(site.callee, role_.by);
    });
    duty_.deeds[&lambda] = closes ? Deed::GivesAway : Deed::Passes;
    return true;
  }

  const VarDecl &variable_;
  const CloseableRole &role_;
  const FunctionView &view_;
  const TranslationUnit &unit_;
  Duty duty_;
};

} // namespace

std::vector<CloseDuty> closeDuties(const FunctionView &view,
                                   const TranslationUnit &unit) {
  std::vector<CloseDuty> duties;
  for (const VarDecl *variable : view.locals()) {
    QualType type = variable->getType();
    const TypeFacts *facts = unit.roles().type(type);
    if (!facts || !facts->closeable || type->isReferenceType() ||
        !variable->hasLocalStorage() || variable->isInitCapture())
      continue;
    if (std::optional<Duty> duty =
            CloseFinder(*variable, *facts->closeable, view, unit).find())
      duties.push_back({{std::move(*duty)}, facts});
  }
  return duties;
}

} // namespace async_tidy
