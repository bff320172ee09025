// Who gives a stop token or a time limit relies on it for everything that the function
// waits for. A call that is not given it goes on when the caller has long given up.

#include "flow/function-check.h"
#include "flow/unforwarded.h"
#include "model/names.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class DeadlineNotForwarded final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-deadline-not-forwarded",
      .summary = "a stop token or time limit is not passed on to a call that takes one",
      .severity = Severity::Warning,
      .fix = Fix::Safe,
      .cwe = 1088,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const Unforwarded &left : unforwarded(view, unit())) {
      // A limit that the function uses may be meant for another part of its work.
      if (!left.isToken && !left.unused && !*strict_)
        continue;
      reportLeftOut(left, view);
    }
  }

private:
  void reportLeftOut(const Unforwarded &left, const FunctionView &view) {
    {
      DiagnosticBuilder finding =
          report(left.call->location(),
                 "%0 is not passed on: %1 %select{knows no such limit|goes on when it is "
                 "to stop}2");
      finding << left.given << displayCallee(*left.call->expr) << left.isToken;
      if (std::optional<FixItHint> fix = passing(left, view))
        finding << *fix;
    }
    note(left.given->getLocation(),
         left.unused ? "given here, and used nowhere" : "given here");
    note(left.wanted->getLocation(), "it would be taken here");
    note(left.call->location(), "instead, pass %0") << left.given;
  }

  /// As the next argument, unless it may have been moved away.
  std::optional<FixItHint> passing(const Unforwarded &left,
                                   const FunctionView &view) const {
    const auto *call = dyn_cast<CallExpr>(left.call->expr);
    const bool byReference = left.wanted->getType()->isReferenceType() &&
                             !left.wanted->getType()->getPointeeType().isConstQualified();
    const bool moved = llvm::any_of(view.uses(*left.given), [&](const Expr *use) {
      const auto *around = dyn_cast_or_null<Expr>(view.parentOf(use));
      return around && isMove(around);
    });
    if (!call || !left.follows || byReference || moved ||
        isa<CXXOperatorCallExpr>(call) || !isPlainText(call->getSourceRange()))
      return std::nullopt;
    const std::string name = left.given->getNameAsString();
    return FixItHint::CreateInsertion(call->getRParenLoc(),
                                      left.call->arguments.empty() ? name : ", " + name);
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report time limits that the function uses for something "
                       "else."};
};

ASYNC_TIDY_CHECK(DeadlineNotForwarded);

} // namespace
} // namespace async_tidy
