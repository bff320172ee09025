// RUN: %check-tidy %s async-tls-across-suspend
// RUN: %check-tidy %s async-tls-across-suspend --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <cerrno>
#include <pthread.h>
#include <string>
#include <thread>
#include <unistd.h>

using home::Task;
using home::tick;

void use(int);
void use(const std::string &);
struct State { int count; int *data; };
thread_local State state;
thread_local int *current;
struct Registry { static thread_local State own; };

// ---- errno

Task<> bad_errno(int file) {
  if (::close(file) != 0) {
    co_await tick();
    use(errno);
    // CHECK: [[#@LINE-1]]:9: warning: errno is read after a suspension that may have changed it [async-tls-across-suspend]
    // CHECK: [[#@LINE-4]]:7: note: the error of 'close' is meant
    // CHECK: [[#@LINE-4]]:5: note: the coroutine is suspended here, and may resume elsewhere
    // CHECK: [[#@LINE-5]]:5: note: copy errno into a local variable before the suspension
  }
}
Task<> bad_errno_on_some_path(int file, bool log) {
  int failed = ::close(file);
  if (failed) {
    if (log)
      co_await tick();
    use(errno);
    // CHECK: [[#@LINE-1]]:9: warning: errno is read after a suspension
  }
}
Task<> fn_errno_unconditional(int file) {
  ::close(file);
  co_await tick();
  use(errno);
}
Task<> bad_errno_address(int file) {
  int &error = errno;
  co_await tick();
  use(error);
  // CHECK: [[#@LINE-1]]:7: warning: 'error' belongs to the thread before the suspension, not to this one
  // CHECK: note: what belongs to the thread, from '__errno_location' is taken here
}
Task<> ok_errno_at_once(int file) {
  if (::close(file) != 0)
    use(errno);
  co_await tick();
}
Task<> ok_errno_copied(int file) {
  ::close(file);
  int error = errno;
  co_await tick();
  use(error);
}
Task<> ok_errno_of_a_later_call(int file) {
  ::close(file);
  co_await tick();
  ::close(file);
  use(errno);
}
Task<> ok_errno_reset(int file) {
  ::close(file);
  co_await tick();
  errno = 0;
  use(errno);
}
// What resumed the coroutine may have set it.
Task<> ok_errno_of_the_operation(int file) {
  ::close(file);
  if (co_await home::number() != 0)
    use(errno);
}
Task<> ok_errno_written(int file) {
  ::close(file);
  co_await tick();
  errno = 5;
}

// ---- addresses of thread-local variables

Task<> bad_reference() {
  State &mine = state;
  co_await tick();
  use(mine.count);
  // CHECK: [[#@LINE-1]]:7: warning: 'mine' belongs to the thread before the suspension
  // CHECK: [[#@LINE-4]]:10: note: the address of thread-local 'state' is taken here
  // CHECK: [[#@LINE-4]]:3: note: the coroutine is suspended here
  // CHECK: [[#@LINE-5]]:3: note: ask again after the suspension
}
Task<> bad_pointer() {
  State *mine = &state;
  co_await tick();
  mine->count = 1;
  // CHECK: [[#@LINE-1]]:3: warning: 'mine' belongs to the thread before the suspension
}
Task<> bad_field() {
  int &count = state.count;
  int *own = &Registry::own.count;
  co_await tick();
  use(count);
  // CHECK: [[#@LINE-1]]:7: warning: 'count' belongs to the thread
  use(*own);
  // CHECK: [[#@LINE-1]]:8: warning: 'own' belongs to the thread
}
Task<> bad_specific(pthread_key_t key) {
  void *mine = pthread_getspecific(key);
  co_await tick();
  use(*static_cast<int *>(mine));
  // CHECK: [[#@LINE-1]]:27: warning: 'mine' belongs to the thread before the suspension
  // CHECK: note: what belongs to the thread, from 'pthread_getspecific' is taken here
}
// Kept to be compared (async_simple's LazyTest).
Task<> maybe_id() {
  auto id = std::this_thread::get_id();
  co_await tick();
  use(id == std::this_thread::get_id());
  // STRICT: [[#@LINE-1]]:7: warning: 'id' belongs to the thread before the suspension
}
template <class T> Task<> bad_template() {
  T &mine = state;
  co_await tick();
  use(mine.count);
  // CHECK: [[#@LINE-1]]:7: warning: 'mine' belongs to the thread
}
template Task<> bad_template<State>();
#define MINE auto &mine = state
Task<> bad_macro() {
  MINE;
  co_await tick();
  use(mine.count);
  // CHECK: [[#@LINE-1]]:7: warning: 'mine' belongs to the thread
}
auto bad_lambda = [](auto) -> Task<> {
  State &mine = state;
  co_await tick();
  use(mine.count);
  // CHECK: [[#@LINE-1]]:7: warning: 'mine' belongs to the thread
};
Task<> instantiate() { co_await bad_lambda(1); }

// The reference does not cross a suspension (userver's log.hpp).
Task<> ok_reference_before() {
  State &mine = state;
  use(mine.count);
  co_await tick();
}
Task<> ok_taken_again() {
  State *mine = &state;
  use(mine->count);
  co_await tick();
  mine = &state;
  // STRICT: [[#@LINE-1]]:11: warning: thread-local 'state' may be another thread's
  use(mine->count);
}
Task<> ok_copy() {
  State copy = state;
  int count = state.count;
  co_await tick();
  use(copy.count + count);
}
Task<> ok_plain_global() {
  static State shared;
  State &mine = shared;
  co_await tick();
  use(mine.count);
}
Task<> ok_value_of_pointer() {
  int *mine = current;
  co_await tick();
  use(*mine);
}
// A thread-local variable outside of coroutines is what it is made for (userver's pool.hpp).
void ok_no_coroutine() {
  State &mine = state;
  use(mine.count);
}
Task<> ok_suppressed() {
  State &mine = state;
  co_await tick();
  use(mine.count); // NOLINT(async-tls-across-suspend)
}
template <bool Wait> Task<> ok_if_constexpr() {
  State &mine = state;
  if constexpr (Wait)
    co_await tick();
  use(mine.count);
  co_return;
}
template Task<> ok_if_constexpr<false>();
home::Generator<int> ok_generator() {
  State &mine = state;
  co_yield mine.count;
  co_yield mine.count;
}

// ---- any use before and after

Task<> maybe_twice() {
  ++state.count;
  co_await tick();
  --state.count;
  // STRICT: [[#@LINE-1]]:5: warning: thread-local 'state' may be another thread's after the suspension
  // STRICT: [[#@LINE-4]]:5: note: used here, before it
}
Task<> ok_only_after() {
  co_await tick();
  ++state.count;
}
