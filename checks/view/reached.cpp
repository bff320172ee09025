#include "view/reached.h"

#include <deque>

namespace async_tidy {

llvm::DenseMap<const FunctionView *, Reached>
reachedFunctions(const TranslationUnit &unit) {
  llvm::DenseMap<const FunctionView *, Reached> reached;
  std::deque<const FunctionView *> due;
  for (const FunctionView *view : unit.functions())
    if (unit.context(*view).kind != ContextKind::Plain) {
      reached[view] = {.root = view};
      due.push_back(view);
    }
  while (!due.empty()) {
    const FunctionView *caller = due.front();
    due.pop_front();
    const FunctionView *root = reached.lookup(caller).root;
    for (const CallSite &call : caller->calls()) {
      const FunctionView *callee = call.callee ? unit.view(*call.callee) : nullptr;
      if (callee && reached.try_emplace(callee, Reached{root, caller, &call}).second)
        due.push_back(callee);
    }
  }
  return reached;
}

bool usesThreads(const TranslationUnit &unit) {
  return llvm::any_of(unit.functions(), [&](const FunctionView *view) {
    const ContextKind kind = unit.context(*view).kind;
    return kind == ContextKind::Thread || kind == ContextKind::Offloaded ||
           llvm::any_of(view->calls(), [&](const CallSite &site) {
             return site.facts && site.facts->spawnsThread;
           });
  });
}

} // namespace async_tidy
