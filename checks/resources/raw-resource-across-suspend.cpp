// A coroutine that is destroyed while it is suspended runs destructors, and nothing else;
// an await that throws skips the rest. A descriptor, a stream, memory or a transaction
// that a statement further down was to give back is never given back.

#include "flow/function-check.h"
#include "flow/handle-duties.h"
#include "flow/paired-calls.h"
#include "model/names.h"

namespace async_tidy {
namespace {

using namespace clang;

/// Transactions are begun and ended on a connection.
std::optional<PairedCall> readTransaction(const CallSite &site) {
  if (!site.facts || !site.receiver)
    return std::nullopt;
  if (site.facts->open && site.facts->open->into == Receiver)
    return PairedCall{Deed::Takes, site.receiver};
  if (site.facts->close && site.facts->close->argument == Receiver)
    return PairedCall{Deed::Ends, site.receiver};
  return std::nullopt;
}

class RawResourceAcrossSuspend final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-raw-resource-across-suspend",
      .summary = "a resource that is given back by hand is held over a suspension",
      .severity = Severity::Warning,
      .cwe = 772,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (view.suspensions().empty() || view.isSynchronousGenerator())
      return;
    for (const HandleDuty &duty : handleDuties(view, unit()))
      if (const DutyPoint *point = firstSuspension(duty, view))
        reportHandle(duty, *point);
    for (const PairDuty &duty : pairDuties(view, unit(), readTransaction))
      if (!diesHere(duty, view))
        if (const DutyPoint *point = firstSuspension(duty, view))
          reportTransaction(duty, *point);
  }

private:
  /// One finding per resource: the repair is the same for all suspensions.
  const DutyPoint *firstSuspension(const Duty &duty, const FunctionView &view) {
    course_ = follow(duty, view, analysis());
    return course_.suspensions.empty() ? nullptr : &course_.suspensions.front();
  }

  /// A connection of the function's own ends its transaction with itself.
  static bool diesHere(const PairDuty &duty, const FunctionView &view) {
    const auto *variable = dyn_cast_or_null<VarDecl>(duty.place.variable());
    return variable && duty.place.isWhole() && variable->hasLocalStorage() &&
           !variable->getType()->isReferenceType() &&
           !variable->getType()->isPointerType() &&
           llvm::none_of(duty.takes, [](const CallSite *site) {
             const auto *member = dyn_cast<CXXMemberCallExpr>(site->expr);
             const auto *callee =
                 member ? dyn_cast<MemberExpr>(member->getCallee()->IgnoreParens())
                        : nullptr;
             return callee && callee->isArrow();
           });
  }

  void reportHandle(const HandleDuty &duty, const DutyPoint &point) {
    report(point.at->getBeginLoc(), "the %0 in '%1' leaks if this await throws or is "
                                    "destroyed while suspended")
        << duty.what << duty.name;
    note(point.since->getBeginLoc(), "taken here");
    const Stmt *ends = duty.first(Deed::Ends);
    const bool deletes = isa<CXXDeleteExpr>(ends);
    const bool points = duty.handle->getType()->isPointerType();
    note(ends->getBeginLoc(), "only %0 gives it back; instead, keep it in %1")
        << (deletes ? "'delete'" : displayCallee(*cast<Expr>(ends)))
        << (deletes  ? "a std::unique_ptr"
            : points ? "a std::unique_ptr with a deleter"
                     : "an object whose destructor does");
  }

  void reportTransaction(const PairDuty &duty, const DutyPoint &point) {
    report(point.at->getBeginLoc(), "the %0 on '%1' stays open if this await throws or "
                                    "is destroyed while suspended")
        << duty.takes.front()->facts->open->what << duty.name;
    note(point.since->getBeginLoc(), "taken here");
    note(duty.first(Deed::Ends)->getBeginLoc(),
         "only here it ends; instead, use an object whose destructor rolls it back");
  }

  DutyCourse course_;
};

ASYNC_TIDY_CHECK(RawResourceAcrossSuspend);

} // namespace
} // namespace async_tidy
