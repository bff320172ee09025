// One sink kind at a time may be switched off, and tasks that go on may be switched on.
// RUN: %check-tidy %s async-coroutine-as-void-callback -o ReportWrappers=false --prefixes=TEMPLATE,LIBRARY
// RUN: %check-tidy %s async-coroutine-as-void-callback -o ReportTemplates=false --prefixes=WRAPPER,LIBRARY
// RUN: %check-tidy %s async-coroutine-as-void-callback -o ReportFrameworks=false --prefixes=WRAPPER,TEMPLATE
// RUN: %check-tidy %s async-coroutine-as-void-callback -o ReportDetached=true --prefixes=WRAPPER,DETACHED,TEMPLATE,LIBRARY
#include "home/task.h"
#include <algorithm>
#include <functional>
#include <future>
#include <vector>

home::Task<> save(int id);
std::future<void> submit();

void bad_wrapper() {
  std::function<void(int)> handler = save;
  // WRAPPER: [[#@LINE-1]]:38: warning: 'save' returns a task
  // WRAPPER: note: instead
}

void maybe_detached() {
  std::function<void()> handler = submit;
  // DETACHED: [[#@LINE-1]]:35: warning: 'submit' returns a task that 'std::function<void ()>' drops, so its errors go unseen
  // DETACHED: note: instead
}

template <class F> void call(F action) { action(1); }
void bad_template() {
  call([](int id) { return save(id); });
  // TEMPLATE: [[#@LINE-1]]:8: warning: the lambda returns a task that 'call' drops
  // TEMPLATE: note: its result is dropped here
  // TEMPLATE: note: instead
}

void bad_library(std::vector<int> ids) {
  std::for_each(ids.begin(), ids.end(), save);
  // LIBRARY: [[#@LINE-1]]:41: warning: 'save' returns a task that 'for_each' drops
  // LIBRARY: note: instead
}
