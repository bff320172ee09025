// A push that refuses and a write that stops half-way are how an overloaded consumer says
// "slower". Whoever does not listen loses the element, or the rest of the data, in
// silence.

#include "flow/function-check.h"
#include "flow/refusal.h"
#include "view/object.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

class IgnoredBackpressure final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-ignored-backpressure",
      .summary = "nobody looks whether a queue or stream took what it was given",
      .severity = Severity::Warning,
      .cwe = 252,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const UnheardRefusal &refusal : unheardRefusals(view, unit()))
      if ((refusal.how != Unheard::Cast || *strict_) &&
          (!holdsLatest(refusal) || *strict_) && (*inTests_ || !isTestCode(view, unit())))
        explain(refusal, view);
  }

private:
  /// A mailbox for one element: whoever comes too late has nothing new to say.
  bool holdsLatest(const UnheardRefusal &refusal) const {
    return refusal.queue && roles().type(refusal.queue->getType()) &&
           capacityOf(*refusal.queue, *roles().type(refusal.queue->getType())->queue,
                      unit()) == 1;
  }

  void explain(const UnheardRefusal &refusal, const FunctionView &view) {
    const std::string name = calleeName(*refusal.call);
    if (!refusal.partial) {
      report(refusal.where, "'%0' loses the element when the queue is full; nobody looks "
                            "at its answer")
          << name;
      if (refusal.queue)
        note(refusal.queue->getLocation(), "the queue is declared here");
      note(refusal.call->location(), "wait for space, or tell the producer; a cast to "
                                     "void says that it may be lost");
      return;
    }
    report(refusal.where, "'%0' may do only a part, and nobody looks at how much: the "
                          "rest is lost")
        << name;
    noteHow(refusal);
    note(refusal.call->location(), "go on with the rest until all is done: %0")
        << advice(view, "write-all", "in a loop, or by the call that writes all");
  }

  void noteHow(const UnheardRefusal &refusal) {
    if (refusal.how == Unheard::Parameter)
      note(refusal.call->location(), "the operation that tells the count starts here");
    else if (refusal.how == Unheard::Token)
      note(refusal.where, "this completion token throws the count away");
  }

  Option<bool> inTests_{this, "InTests", false, "Also report in files that hold tests."};
  Option<bool> strict_{this, "Strict", false,
                       "Also report answers that are thrown away on purpose, by a cast "
                       "to void or `std::ignore`, and queues for one element."};
};

ASYNC_TIDY_CHECK(IgnoredBackpressure);

} // namespace
} // namespace async_tidy
