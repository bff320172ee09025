// RUN: %check-tidy %s async-discarded-task
#include "home/task.h"
#include <functional>
#include <utility>

home::Task<> save(int id);
int plain(int id);

// Two instantiations, one finding.
template <class T> home::Task<> bad_twice(T id) {
  save(id);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save' is dropped here, so it never runs
  // CHECK: note: write 'co_await' before it
  co_await home::tick();
}
auto one = bad_twice(1);
auto two = bad_twice(2L);

template <class T> void bad_never_instantiated() {
  save(1);
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'save'
  // CHECK: note: instead, await it
  T::unknown(save(2));
  T().unknown();
}

// Local classes of patterns are found while the patterns are gone through.
template <class T> void bad_local_class() {
  struct Local {
    void drop() { save(1); }
    // CHECK: [[#@LINE-1]]:19: warning: the task of 'save'
    // CHECK: note: instead, await it
    void one() {}
    void two() {}
  };
}
template <class T> void ok_local_class() {
  struct Local {
    void one(T) {}
    void two(T) {}
  };
}

template <bool Wait> home::Task<> maybe_constexpr() {
  if constexpr (Wait)
    co_await save(1);
  else
    save(2);
  // CHECK: [[#@LINE-1]]:5: warning: the task of 'save'
  // CHECK: note: write 'co_await' before it
}
auto waits = maybe_constexpr<true>();
auto drops = maybe_constexpr<false>();

home::Task<> ok_discarded_branch() {
  if constexpr (false)
    save(1);
  co_await home::tick();
}

// What a template is given is its caller's business: async-coroutine-as-void-callback
// reports it there.
template <class F> void ok_each(F &&f) {
  f(1);
  std::forward<F>(f)(2);
}
void ok_callers() {
  ok_each(save);
  ok_each([](int id) { return save(id); });
  ok_each(plain);
}

void bad_generic_lambda() {
  auto each = [](auto id) { save(id); };
  // CHECK: [[#@LINE-1]]:29: warning: the task of 'save'
  // CHECK: note: instead, await it
  each(1);
  each(2L);
}

template <class Task> struct Runner {
  Task make();
  void bad_dependent() { make(); }
  // CHECK: [[#@LINE-1]]:26: warning: the task of 'make'
  // CHECK: note: instead, await it
};
void use(Runner<home::Task<>> &tasks, Runner<int> &numbers) {
  tasks.bad_dependent();
  numbers.bad_dependent();
}

// A pattern that derives from another specialisation of its own template, or of one that
// leads back to it, has no base that could be searched.
template <class F> struct Traits : Traits<decltype(&F::operator())> {
  static int name() { return 1; }
};
template <class T> struct There;
template <class T> struct Back : There<T *> {
  void run() { home::tick(); }
  // CHECK: [[#@LINE-1]]:16: warning: the task of 'tick' is dropped here
  // CHECK: note:
};
template <class T> struct There : Back<T *> {
  static int name() { return 2; }
};
