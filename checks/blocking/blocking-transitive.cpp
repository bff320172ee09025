// A coroutine or an event loop's callback that calls a function that calls a function
// that waits keeps the thread as much as if it waited itself, and nobody sees it at the
// call.

#include "facts/blocking-chains.h"
#include "flow/blocking-words.h"
#include "flow/function-check.h"
#include "view/blocking.h"
#include "view/test-code.h"

namespace async_tidy {
namespace {

class BlockingTransitive final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-blocking-transitive",
      .summary = "a call leads to one that blocks and holds up the event loop",
      .severity = Severity::Warning,
      .cwe = 1322,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    if (unit().context(view).isAsync())
      roots_.push_back(&view);
  }

  void checkUnit() override {
    const std::vector<const FunctionView *> roots = std::exchange(roots_, {});
    if (roots.empty())
      return;
    const BlockingChains chains(roots, {*kinds_, *strict_}, analysis());
    for (const FunctionView *root : roots)
      for (const BlockingChain &chain : chains.from(*root))
        if (!isOnPool(*root, startOf(chain).here, roles()) &&
            (*inTests_ || !isTestCode(*root, unit())))
          explain(chain, *root);
  }

private:
  static const Place &startOf(const BlockingChain &chain) {
    return chain.calls.empty() ? chain.leaf->place : chain.calls.front()->place;
  }

  void explain(const BlockingChain &chain, const FunctionView &root) {
    const BlockingFact &leaf = *chain.leaf;
    const BlockingWords &words = blockingWords(leaf.kind);
    if (chain.calls.empty())
      report(leaf.place.here, "a default argument calls '%0', which blocks the thread %1")
          << leaf.name << words.until;
    else
      report(startOf(chain).here,
             "%0 leads to '%1', which blocks the thread %2; no other task on it can run")
          << quoted(*chain.calls.front()) << leaf.name << words.until;
    noteContext(root);
    noteWay(chain.calls);
    note(leaf.site->location(), "'%0' blocks here") << leaf.name;
    noteSilencer(chain);
    noteInstead(*leaf.site, root, words.topic, leaf.instead);
  }

  static std::string quoted(const CallFact &call) {
    return call.target->lambda() ? call.name : "'" + call.name + "'";
  }

  /// Of a long way its two ends.
  void noteWay(llvm::ArrayRef<const CallFact *> calls) {
    constexpr size_t all = 6, begin = 3, end = 2;
    for (const auto &[index, call] : llvm::enumerate(calls))
      if (index == 0 && call->via == Via::Call)
        continue; // it is where the finding stands
      else if (calls.size() <= all || index < begin || index + end >= calls.size())
        noteStep(*call);
      else if (index == begin)
        note(call->place.here, "and %0 calls more")
            << unsigned(calls.size() - begin - end);
  }

  void noteStep(const CallFact &call) {
    switch (call.via) {
    case Via::Call:
      note(call.place.here, "calls %0 here") << quoted(call);
      break;
    case Via::Destructor:
      note(call.place.here, "runs %0 at the end of the scope") << quoted(call);
      break;
    case Via::DefaultArgument:
      note(call.expr->getExprLoc(), "a default argument calls %0 here") << quoted(call);
      break;
    case Via::Callback:
      note(call.place.here, "runs %0 before it returns") << quoted(call);
      break;
    case Via::Virtual:
      note(call.place.here, "may call the override %0 here") << quoted(call);
      break;
    case Via::Stored:
      note(call.place.here, "may call %0 here, which is stored elsewhere")
          << quoted(call);
      break;
    }
  }

  /// The fact that everything hangs on, and how to state the contrary.
  void noteSilencer(const BlockingChain &chain) {
    if (chain.calls.empty() || chain.calls.back()->target->lambda())
      return;
    note(chain.blocker->declared.here,
         "if '%0' does not block, annotate it with \"async::none\", or say so in a model")
        << chain.blocker->name;
  }

  Option<std::vector<std::string>> kinds_{this, "Kinds", kindsThatStallLoops(),
                                          stallingKindsHelp};
  Option<bool> inTests_{this, "InTests", false, blockingInTestsHelp};
  Option<bool> strict_{
      this, "Strict", false,
      "Also follow calls of virtual methods and of stored callables into whatever the "
      "file shows for them, and report calls on a descriptor whose mode, blocking or "
      "not, is not visible."};
  std::vector<const FunctionView *> roots_;
};

ASYNC_TIDY_CHECK(BlockingTransitive);

} // namespace
} // namespace async_tidy
