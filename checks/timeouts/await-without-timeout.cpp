// A peer that stops answering, without closing the connection, never completes the
// operation: the coroutine, its buffers and its place among the connections are gone
// until a restart.

#include "flow/deadlines.h"
#include "flow/function-check.h"
#include "model/names.h"
#include "model/words.h"
#include "view/object.h"
#include "view/test-code.h"

#include "llvm/ADT/MapVector.h"

namespace async_tidy {
namespace {

class AwaitWithoutTimeout final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-await-without-timeout",
      .summary = "a wait for a peer has no deadline",
      .severity = Severity::Warning,
      .fix = Fix::Suggested,
      .cwe = 1088,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    // One finding for each object: a session that reads and writes has one defect.
    llvm::MapVector<const void *, llvm::SmallVector<const CallSite *, 4>> endless;
    for (const CallSite &site : view.calls())
      if (isReported(site, view) && !deadlines().mayEnd({&site, &view})) {
        const void *object = Deadlines::objectOfOperation(site);
        endless[object ? object : &site].push_back(&site);
      }
    if (endless.empty() || (!*inTests_ && isTestCode(view, unit())))
      return;
    for (const auto &[object, operations] : endless)
      explain(operations, view);
  }

  void checkUnit() override { deadlines_.reset(); }

private:
  bool isReported(const CallSite &site, const FunctionView &view) const {
    if (!site.facts || !site.facts->wait || view.suspensions().empty())
      return false;
    const WaitRole &wait = *site.facts->wait;
    return !unit().anyHolds(wait.unless, site, view) &&
           llvm::any_of(yaml::words<WaitKind>, [&](const auto &word) {
             return word.second == wait.kind && llvm::is_contained(*kinds_, word.first);
           });
  }

  const Deadlines &deadlines() {
    if (!deadlines_)
      deadlines_.emplace(unit());
    return *deadlines_;
  }

  void explain(llvm::ArrayRef<const CallSite *> operations, const FunctionView &view) {
    const CallSite &first = *operations.front();
    report(first.location(),
           "'%0' has no deadline: if the peer falls silent, this coroutine never goes on")
        << calleeName(first);
    constexpr unsigned maxNotes = 4;
    for (const CallSite *other : operations.drop_front().take_front(maxNotes))
      note(other->location(), "'%0' has none either") << calleeName(*other);
    if (llvm::ArrayRef<Deadlines::Site> callers = deadlines().callersOf(view);
        !callers.empty())
      note(callers.front().call->location(), "started here, without a deadline either");
    noteRemedy(first, view);
  }

  /// The deadline that the object offers, else what the framework has.
  void noteRemedy(const CallSite &operation, const FunctionView &view) {
    const clang::ValueDecl *object = Deadlines::objectOfOperation(operation);
    const TypeFacts *facts =
        object ? roles().type(pointeeRecordOf(object->getType())) : nullptr;
    if (facts && facts->deadline && !facts->deadline->arm.empty())
      note(operation.location(), "set one before: %0.%1(...)")
          << object->getName() << facts->deadline->arm.front();
    else if (const std::string limit = nameOfLimit(operation); !limit.empty())
      note(operation.location(), "pass it a limit: its parameter '%0'") << limit;
    else
      noteInstead(operation, view, "timeout", "a timer that cancels the operation");
  }

  /// The parameter of the operation that bounds it, empty if there is none.
  static std::string nameOfLimit(const CallSite &operation) {
    const std::optional<ArgumentIndex> limit = operation.facts->wait->deadline;
    if (!limit || *limit < 0 || !operation.callee ||
        static_cast<unsigned>(*limit) >= operation.callee->getNumParams())
      return {};
    return operation.callee->getParamDecl(*limit)->getNameAsString();
  }

  std::optional<Deadlines> deadlines_;
  Option<bool> inTests_{
      this, "InTests", false,
      "Also report in files that hold tests, where the runner's limit ends everything."};
  Option<std::vector<std::string>> kinds_{
      this,
      "Kinds",
      {"connect", "handshake", "read", "write", "request"},
      "Which waits are reported; beyond the default there are resolve, shutdown, "
      "accept, receive, send, lock, event and join."};
};

ASYNC_TIDY_CHECK(AwaitWithoutTimeout);

} // namespace
} // namespace async_tidy
