// A callback that is posted, registered or given to a thread runs when the function that
// made it may be over. What it captured by reference was a variable of that function.

#include "flow/callback-sink.h"
#include "flow/function-check.h"
#include "flow/outliving.h"
#include "flow/referent.h"
#include "model/names.h"
#include "view/object.h"

namespace async_tidy {
namespace {

using namespace clang;

class CallbackCaptureEscapes final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-callback-capture-escapes",
      .summary = "a callback refers to a local variable that is gone when it runs",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const LambdaExpr *lambda : view.lambdas()) {
      if (!refersToAnything(*lambda))
        continue;
      if (std::optional<CallbackSink> sink = sinkOf(*lambda, view, unit()))
        checkCaptures(*lambda, *sink, view);
    }
  }

private:
  /// A cheap test before the lambda is followed.
  bool refersToAnything(const LambdaExpr &lambda) const {
    return llvm::any_of(lambda.captures(), [&](const LambdaCapture &capture) {
      return capture.capturesThis()
                 ? *strict_
                 : capture.capturesVariable() &&
                       (capture.getCaptureKind() == LCK_ByRef ||
                        isViewLike(capture.getCapturedVar()->getType(), roles()));
    });
  }

  void checkCaptures(const LambdaExpr &lambda, const CallbackSink &sink,
                     const FunctionView &view) {
    const Expr *const *init = lambda.capture_init_begin();
    for (const LambdaCapture &capture : lambda.captures()) {
      const Expr *captured = *init++;
      if (!captured)
        continue;
      if (capture.capturesThis()) {
        const CXXRecordDecl *record = pointeeRecordOf(captured->getType());
        if (*strict_ && record && !keepsObject(lambda, *record))
          report(lambda, capture, "this", sink, nullptr);
        continue;
      }
      if (!capture.capturesVariable())
        continue;
      const Referent referent = referentOfCapture(capture, *captured, view);
      if (referent.variable &&
          !Outliving(referent.variable, view, unit()).maySettleAfter(*sink.call->expr))
        return report(lambda, capture, capture.getCapturedVar()->getName(), sink,
                      referent.variable);
    }
  }

  /// What the closure refers to; a copy refers to nothing.
  Referent referentOfCapture(const LambdaCapture &capture, const Expr &captured,
                             const FunctionView &view) const {
    const bool copies = capture.getCaptureKind() == LCK_ByCopy;
    if (copies && !isViewLike(capture.getCapturedVar()->getType(), roles()))
      return {};
    return referentOf(captured, view, roles());
  }

  /// `[this, self = shared_from_this()]`, or a weak pointer that is asked first.
  static bool keepsObject(const LambdaExpr &lambda, const CXXRecordDecl &record) {
    return llvm::any_of(lambda.captures(), [&](const LambdaCapture &capture) {
      return capture.capturesVariable() &&
             isPointerTo(capture.getCapturedVar()->getType(), record);
    });
  }

  void report(const LambdaExpr &lambda, const LambdaCapture &capture,
              llvm::StringRef name, const CallbackSink &sink, const VarDecl *variable) {
    const SourceLocation where =
        capture.isImplicit() ? lambda.getBeginLoc() : capture.getLocation();
    Check::report(where, variable ? "captured '%0' dies before this callback has run"
                                  : "captured '%0' may be gone when this callback runs")
        << name;
    note(sink.call->location(), "%0 keeps the callback, and %1 runs it later")
        << displayCallee(*sink.call->expr) << runner(sink.runs);
    if (variable)
      note(variable->getLocation(),
           "'%0' dies at the end of its scope, where nothing waits for the callback")
          << variable->getName();
    note(where, "%0") << (variable ? "capture it by value, or move it into the callback"
                                   : "capture a shared pointer to the object, too");
  }

  static llvm::StringRef runner(Runs runs) {
    switch (runs) {
    case Runs::Offload:
      return "a pool";
    case Runs::Thread:
      return "a thread";
    default:
      return "a loop";
    }
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report a captured 'this' without a shared pointer that "
                       "keeps the object alive."};
};

ASYNC_TIDY_CHECK(CallbackCaptureEscapes);

} // namespace
} // namespace async_tidy
