#include "flow/unforwarded.h"

#include "model/names.h"
#include "view/object.h"

namespace async_tidy {

using namespace clang;

namespace {

/// What a function does at its end, also when it was told to stop.
constexpr llvm::StringRef farewells[] = {"close", "shutdown", "cancel",   "stop",
                                         "abort", "cleanup",  "rollback", "release",
                                         "flush", "unlock",   "log"};
constexpr llvm::StringRef timeWords[] = {"timeout", "deadline", "expir", "limit",
                                         "until"};

template <unsigned N>
bool mentions(llvm::StringRef name, const llvm::StringRef (&words)[N]) {
  return llvm::any_of(
      words, [&](llvm::StringRef word) { return name.contains_insensitive(word); });
}

QualType plain(QualType type) {
  return type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

class UnforwardedFinder {
public:
  UnforwardedFinder(const FunctionView &view, const TranslationUnit &unit)
      : view_(view), unit_(unit) {}

  std::vector<Unforwarded> find() {
    for (const ParmVarDecl *given : view_.function().parameters())
      if (isCarrier(*given) && isOnlyOne(*given))
        lookAtCalls(*given);
    return std::move(found_);
  }

private:
  bool isToken(QualType type) const {
    const TypeFacts *facts = unit_.roles().type(type);
    return facts && facts->cancellationToken;
  }

  bool isTime(const ParmVarDecl &parameter) const {
    const TypeFacts *facts = unit_.roles().type(parameter.getType());
    return facts && facts->duration && parameter.getIdentifier() &&
           mentions(parameter.getName(), timeWords);
  }

  /// A parameter without a name, or with a mark, is left unused on purpose.
  bool isCarrier(const ParmVarDecl &given) const {
    return given.getIdentifier() && !given.hasAttr<UnusedAttr>() &&
           !given.getType()->isDependentType() && !given.getType()->isPointerType() &&
           (isToken(given.getType()) || isTime(given));
  }

  /// Of several tokens, or beside one that the function makes, who knows which is meant.
  bool isOnlyOne(const ParmVarDecl &given) const {
    const QualType type = plain(given.getType());
    for (const ParmVarDecl *other : view_.function().parameters())
      if (other != &given && plain(other->getType()) == type)
        return false;
    return llvm::none_of(view_.locals(), [&](const VarDecl *local) {
      const TypeFacts *facts = unit_.roles().type(local->getType());
      return plain(local->getType()) == type || (facts && facts->cancelHandle);
    });
  }

  void lookAtCalls(const ParmVarDecl &given) {
    const bool unused = view_.uses(given).empty();
    for (const CallSite &call : view_.calls()) {
      if (!call.callee || isFarewell(call) || isDecidedBy(given, call))
        continue;
      Unforwarded left{.call = &call,
                       .given = &given,
                       .isToken = isToken(given.getType()),
                       .unused = unused};
      if (!findDefault(call, left) && !(unused && findOverload(call, left)))
        continue;
      found_.push_back(left);
    }
  }

  bool isFarewell(const CallSite &call) const {
    const FunctionFacts *facts = call.facts;
    return view_.enclosing<CXXCatchStmt>(call.expr) ||
           isa<CXXDestructorDecl>(view_.function()) ||
           (facts && (facts->close || facts->cancel ||
                      (facts->wait && facts->wait->kind == WaitKind::Shutdown))) ||
           mentions(calleeName(call), farewells);
  }

  /// `if (token.stop_requested()) return goodbye();`
  bool isDecidedBy(const ParmVarDecl &given, const CallSite &call) const {
    for (const auto *branch = view_.enclosing<IfStmt>(call.expr); branch;
         branch = view_.enclosing<IfStmt>(branch))
      for (const Expr *use : view_.uses(given))
        if (view_.isWithin(use, branch->getCond()))
          return true;
    return false;
  }

  bool takes(const ParmVarDecl &wanted, const Unforwarded &left) const {
    return plain(wanted.getType()) == plain(left.given->getType()) &&
           (left.isToken || isTime(wanted));
  }

  /// A parameter for which the call leaves the default.
  bool findDefault(const CallSite &call, Unforwarded &left) const {
    for (unsigned i = call.arguments.size(); i < call.callee->getNumParams(); ++i)
      if (const ParmVarDecl &wanted = *call.callee->getParamDecl(i);
          wanted.hasDefaultArg() && takes(wanted, left)) {
        left.wanted = &wanted;
        left.follows = i == call.arguments.size();
        return true;
      }
    return false;
  }

  /// An overload with the same parameters and this one at the end.
  bool findOverload(const CallSite &call, Unforwarded &left) const {
    const FunctionDecl &callee = *call.callee;
    if (!callee.getIdentifier() || callee.isTemplateInstantiation() ||
        !isa<CallExpr>(call.expr))
      return false;
    for (const NamedDecl *decl : callee.getDeclContext()->lookup(callee.getDeclName())) {
      const auto *other = dyn_cast<FunctionDecl>(decl);
      if (!other || declaresSameEntity(other, &view_.function()) ||
          other->getNumParams() != callee.getNumParams() + 1 ||
          plain(other->getReturnType()) != plain(callee.getReturnType()) ||
          !isAsVisible(*other, callee) || !beginsLike(*other, callee))
        continue;
      const ParmVarDecl &last = *other->getParamDecl(callee.getNumParams());
      if (!takes(last, left))
        continue;
      left.wanted = &last;
      left.follows = call.arguments.size() == callee.getNumParams();
      return true;
    }
    return false;
  }

  static bool isAsVisible(const FunctionDecl &other, const FunctionDecl &callee) {
    const auto *method = dyn_cast<CXXMethodDecl>(&callee);
    const auto *overload = dyn_cast<CXXMethodDecl>(&other);
    if (!method || !overload)
      return !method && !overload;
    return method->getAccess() == overload->getAccess() &&
           method->isStatic() == overload->isStatic() &&
           method->isConst() == overload->isConst();
  }

  static bool beginsLike(const FunctionDecl &other, const FunctionDecl &callee) {
    for (unsigned i = 0; i != callee.getNumParams(); ++i)
      if (other.getParamDecl(i)->getType().getCanonicalType() !=
          callee.getParamDecl(i)->getType().getCanonicalType())
        return false;
    return true;
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  std::vector<Unforwarded> found_;
};

} // namespace

std::vector<Unforwarded> unforwarded(const FunctionView &view,
                                     const TranslationUnit &unit) {
  return UnforwardedFinder(view, unit).find();
}

} // namespace async_tidy
