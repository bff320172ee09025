// An operation such as "write all of this" consists of several writes, and another one
// that starts before it is done gets its bytes in between: both messages are garbage. The
// peer sees it, under load, once in a while.

#include "flow/function-check.h"
#include "flow/stream-overlap.h"
#include "view/object.h"

namespace async_tidy {
namespace {

class OverlappingStreamOp final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-overlapping-stream-op",
      .summary = "an operation on a stream starts before the one before it is done",
      .severity = Severity::Warning,
      .cwe = 362,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const StreamOverlap &overlap : overlappingOperations(view, analysis()))
      explain(overlap);
  }

private:
  static llvm::StringRef kindOf(const StreamUse &use) {
    switch (use.role.direction) {
    case Direction::Read:
      return "read";
    case Direction::Write:
      return "write";
    case Direction::Both:
      break;
    }
    return "operation";
  }

  void explain(const StreamOverlap &overlap) {
    const StreamUse &first = overlap.first, &second = overlap.second;
    const std::string name = calleeName(*second.operation);
    const clang::SourceLocation where = second.startedAt->getExprLoc();
    if (first.startedAt == second.startedAt && first.task == second.task)
      report(where, "'%0' starts on %1 again before it is done; a stream takes one %2 at "
                    "a time")
          << name << overlap.stream << kindOf(second);
    else
      report(where,
             "'%0' starts on %1 before '%2' is done; a stream takes one %3 at a time")
          << name << overlap.stream << calleeName(*first.operation) << kindOf(second);
    if (first.inBody || first.startedAt != second.startedAt)
      noteStart(first);
    if (second.inBody && second.operation != first.operation)
      note(second.operation->location(), "'%0' runs in the task that is started") << name;
    note(where, "start it from the handler of the first, or await the first; several "
                "senders share a queue");
  }

  void noteStart(const StreamUse &first) {
    if (first.inBody)
      note(first.operation->location(), "the task that runs '%0' is started, and nothing "
                                        "waits for its end")
          << calleeName(*first.operation);
    if (!first.inBody)
      note(first.startedAt->getExprLoc(),
           "'%0' starts here, and nothing waits for its end")
          << calleeName(*first.operation);
  }
};

ASYNC_TIDY_CHECK(OverlappingStreamOp);

} // namespace
} // namespace async_tidy
