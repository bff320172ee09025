// A thread object that is destroyed while its thread was neither joined nor detached ends
// the program: on the early return that nobody tested. A detached thread goes on instead,
// and uses what died with the function that started it.

#include "flow/detached-thread.h"
#include "flow/function-check.h"
#include "flow/joinable-threads.h"

namespace async_tidy {
namespace {

using namespace clang;

class ThreadNotJoined final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-thread-not-joined",
                                  .summary = "a thread is destroyed before anybody "
                                             "joined it, or detached with what dies",
                                  .severity = Severity::Error,
                                  .fix = Fix::Suggested,
                                  .cwe = 772};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const LostThread &lost : lostThreads(view, analysis()))
      reportLost(lost);
    for (const DiscardedValue &value : view.discarded())
      checkDiscarded(value, view);
    for (const DetachedThread &found : danglingThreads(view, unit()))
      reportDetached(found);
  }

  void checkUnit() override {
    for (const LostMember &lost : lostMembers(unit())) {
      if (lost.endedElsewhere && !*strict_)
        continue;
      report(lost.field->getLocation(),
             lost.endedElsewhere
                 ? "the destructor does not join %0: if nobody did, it ends the program"
                 : "nobody joins %0, and destroying its object ends the program")
          << lost.field;
      noteRepair(lost.field->getLocation(), *lost.started, *lost.field);
    }
  }

private:
  void reportLost(const LostThread &lost) {
    const SourceLocation where = lost.again  ? lost.again->getExprLoc()
                                 : lost.exit ? lost.exit->getBeginLoc()
                                             : lost.variable->getLocation();
    if (lost.again)
      report(where, "%0 still has a thread that nobody joined: to assign to it ends the "
                    "program")
          << lost.variable;
    else if (lost.never)
      report(where, "nobody joins %0, and its destructor ends the program")
          << lost.variable;
    else
      report(where, "%0 is not joined on this way out, and its destructor ends the "
                    "program")
          << lost.variable;
    noteRepair(where, *lost.started, *lost.variable);
  }

  void noteRepair(SourceLocation where, const Expr &started, const ValueDecl &variable) {
    note(started.getExprLoc(), "the thread is started here");
    note(where, "instead, use %0, or join it on every way out")
        << joiningThread(variable.getType());
  }

  /// The thread of the same library that joins by itself.
  std::string joiningThread(QualType type) const {
    const TypeFacts *facts = roles().type(type);
    if (const auto *array = context().getAsArrayType(type))
      facts = roles().type(array->getElementType());
    return facts && !facts->instead.empty() ? facts->instead
                                            : "a thread that joins where it dies";
  }

  /// `std::thread(work);` and `new std::thread(work);`
  void checkDiscarded(const DiscardedValue &value, const FunctionView &view) {
    const Expr *made = value.expr;
    const auto *allocated = dyn_cast<CXXNewExpr>(made);
    if (allocated)
      made = allocated->getConstructExpr();
    if (!startsThread(made, view, roles()))
      return;
    report(value.expr->getBeginLoc(),
           allocated ? "nobody can join this thread: its object is lost here"
                     : "nobody joins this thread, and its destructor ends the program");
    note(value.expr->getBeginLoc(), "instead, give it a name and join it");
  }

  void reportDetached(const DetachedThread &found) {
    const SourceLocation where = found.detach->location();
    report(where, "the detached thread uses %0 when it is gone") << found.referent;
    note(found.use->getExprLoc(), "the thread refers to %0 here") << found.referent;
    note(where, "instead, join the thread, or give it a copy");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report members that some method joins, but not the "
                       "destructor."};
};

ASYNC_TIDY_CHECK(ThreadNotJoined);

} // namespace
} // namespace async_tidy
