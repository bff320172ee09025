#include "flow/paired-calls.h"

#include "flow/late-read.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr unsigned maxDepth = 3;

/// What code that is called, or captured, may do to the other half of a pair.
enum class Sight { Nothing, Unseen, Ends };

/// The variable or field that a place ends at.
const ValueDecl *endOf(const AccessPath &place) {
  return place.isWhole() ? place.variable() : place.lastField();
}

class PairFinder {
public:
  PairFinder(const FunctionView &view, const TranslationUnit &unit, PairedCallReader read)
      : view_(view), unit_(unit), read_(read) {}

  std::vector<PairDuty> find() {
    for (const CallSite &site : view_.calls())
      if (std::optional<PairedCall> call = read_(site))
        add(site, *call);
    llvm::erase_if(duties_, [](const PairDuty &duty) {
      return duty.takes.empty() || duty.ends.empty();
    });
    for (PairDuty &duty : duties_)
      addOthers(duty);
    return std::move(duties_);
  }

private:
  void add(const CallSite &site, const PairedCall &call) {
    std::optional<AccessPath> place = AccessPath::of(call.object, unit_.context());
    if (!place)
      return;
    auto known = llvm::find_if(
        duties_, [&](const PairDuty &duty) { return duty.place == *place; });
    PairDuty &duty = known == duties_.end() ? duties_.emplace_back() : *known;
    duty.place = *place;
    if (duty.name.empty())
      duty.name = nameOf(*call.object, *place);
    if (call.deed == Deed::Ends) {
      duty.deeds[site.expr] = Deed::Ends;
      duty.ends.push_back(&site);
      return;
    }
    const SuspensionPoint *await = view_.awaitOf(site.expr);
    if (!await && unit_.roles().isAwaitable(site.expr->getType())) {
      duty.deeds[site.expr] = Deed::GivesAway; // to whoever waits for it
      return;
    }
    take(duty, site, await ? *await->expr : *site.expr, call.deed);
  }

  void take(PairDuty &duty, const CallSite &site, const Expr &result, Deed deed) {
    // An object with a destructor is the owner of what was taken.
    if (const CXXRecordDecl *record = recordOf(result.getType());
        record && record->hasDefinition() && !record->hasTrivialDestructor())
      return;
    duty.takes.push_back(&site);
    const bool unread = result.getType()->isVoidType() || view_.discards(&result);
    if (deed == Deed::Takes && unread) {
      duty.deeds[&result] = Deed::Takes;
      return;
    }
    duty.deeds[&result] = Deed::MayTake;
    if (!result.getType()->isBooleanType())
      return;
    duty.tests.insert(&result);
    for (const VarDecl *local : view_.locals())
      if (local->getInit() && stripped(local->getInit()) == &result)
        duty.tests.insert(local);
  }

  std::string nameOf(const Expr &object, const AccessPath &place) const {
    llvm::StringRef text =
        sourceText(stripped(&object)->getSourceRange(), unit_.context());
    text.consume_front("&");
    text.consume_front("this->");
    text.consume_back("->");
    if (!text.empty())
      return text.str();
    const ValueDecl *end = endOf(place);
    return end ? end->getNameAsString() : "it";
  }

  /// What the rest of the function does to the object.
  void addOthers(PairDuty &duty) const {
    for (const CallSite &site : view_.calls())
      if (!duty.deeds.contains(site.expr) && !read_(site))
        addCall(duty, site);
    for (const LambdaExpr *lambda : view_.lambdas()) {
      const FunctionView *body = unit_.view(*lambda->getCallOperator());
      const Sight sight = body && endOf(duty.place)
                              ? look(*body, *endOf(duty.place), maxDepth)
                              : Sight::Unseen;
      if (sight == Sight::Ends)
        duty.deeds[lambda] = Deed::GivesAway;
      else if (sight == Sight::Unseen || captures(*lambda, duty.place))
        duty.deeds[lambda] = Deed::Passes;
    }
  }

  static bool captures(const LambdaExpr &lambda, const AccessPath &place) {
    return llvm::any_of(lambda.captures(), [&](const LambdaCapture &capture) {
      return capture.capturesVariable() && place.variable() &&
             capture.getCapturedVar()->getCanonicalDecl() == place.variable();
    });
  }

  void addCall(PairDuty &duty, const CallSite &site) const {
    if (site.receiver && isPartOf(*site.receiver, duty.place))
      addReceiver(duty, site);
    for (unsigned i = 0; i < site.arguments.size(); ++i) {
      std::optional<AccessPath> path = AccessPath::of(site.arguments[i], unit_.context());
      if (!path || !path->contains(duty.place))
        continue;
      const auto *construct = dyn_cast<CXXConstructExpr>(site.expr);
      const bool guards = construct && *path == duty.place &&
                          !construct->getConstructor()->isCopyOrMoveConstructor();
      if (guards)
        duty.deeds[site.expr] = Deed::GivesAway;
      else if (const ParmVarDecl *parameter = parameterFor(site, i))
        addDeed(duty, site, *path == duty.place ? parameter : endOf(duty.place));
    }
  }

  bool isPartOf(const Expr &object, const AccessPath &place) const {
    std::optional<AccessPath> path = AccessPath::of(&object, unit_.context());
    return path && path->contains(place);
  }

  void addReceiver(PairDuty &duty, const CallSite &site) const {
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
    // What else is done to the object itself leaves the pair alone.
    if (!method || method->isConst() || method->isOverloadedOperator() ||
        AccessPath::of(site.receiver, unit_.context()) == duty.place)
      return;
    addDeed(duty, site, endOf(duty.place));
  }

  void addDeed(PairDuty &duty, const CallSite &site, const ValueDecl *target) const {
    const FunctionView *callee = site.callee ? unit_.view(*site.callee) : nullptr;
    const Sight sight =
        callee && target ? look(*callee, *target, maxDepth) : Sight::Unseen;
    if (sight != Sight::Nothing)
      duty.deeds[site.expr] = sight == Sight::Ends ? Deed::GivesAway : Deed::Passes;
  }

  /// Whether a function, or what it calls, ends a pair on the target.
  Sight look(const FunctionView &function, const ValueDecl &target,
             unsigned depth) const {
    Sight sight = Sight::Nothing;
    for (const CallSite &site : function.calls()) {
      if (std::optional<PairedCall> call = read_(site)) {
        std::optional<AccessPath> place = AccessPath::of(call->object, unit_.context());
        if (call->deed == Deed::Ends && place && endOf(*place) == endDecl(target))
          return Sight::Ends;
        continue;
      }
      const FunctionView *callee = site.callee ? unit_.view(*site.callee) : nullptr;
      if (callee && callee != &function && depth > 0)
        sight = std::max(sight, look(*callee, target, depth - 1));
      else if (!callee && mayKnow(site, target))
        sight = std::max(sight, Sight::Unseen);
      if (sight == Sight::Ends)
        return sight;
    }
    for (const LambdaExpr *lambda : function.lambdas())
      if (const FunctionView *body = unit_.view(*lambda->getCallOperator());
          body && depth > 0)
        sight = std::max(sight, look(*body, target, depth - 1));
    return sight;
  }

  static const ValueDecl *endDecl(const ValueDecl &target) {
    return cast<ValueDecl>(target.getCanonicalDecl());
  }

  /// A function without a body that has a way to the target: a method of its class, or
  /// one that is given it.
  bool mayKnow(const CallSite &site, const ValueDecl &target) const {
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(site.callee);
    if (method && !method->isConst() && method->getParent() == target.getDeclContext())
      return true;
    return llvm::any_of(site.arguments, [&](const Expr *argument) {
      std::optional<AccessPath> path = AccessPath::of(argument, unit_.context());
      return path && endOf(*path) == endDecl(target);
    });
  }

  const FunctionView &view_;
  const TranslationUnit &unit_;
  PairedCallReader read_;
  std::vector<PairDuty> duties_;
};

} // namespace

std::vector<PairDuty> pairDuties(const FunctionView &view, const TranslationUnit &unit,
                                 PairedCallReader read) {
  return PairFinder(view, unit, read).find();
}

} // namespace async_tidy
