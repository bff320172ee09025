// Coroutines that stay on their thread (scylladb's schema_registry: one thread per shard).
// RUN: %check-tidy %s async-tls-across-suspend -o PinnedTasks='other::Task;home::Task'
#include "home/task.h"

#include <cerrno>
#include <unistd.h>

thread_local int counter;
void use(int);

home::Task<> ok_pinned() {
  int &mine = counter;
  co_await home::tick();
  use(mine);
}
home::EagerTask<> bad_not_pinned() {
  int &mine = counter;
  co_await home::tick();
  use(mine);
  // CHECK: [[#@LINE-1]]:7: warning: 'mine' belongs to the thread before the suspension
}
// Others run on the same thread, and fail.
home::Task<> bad_errno(int file) {
  if (::close(file) != 0) {
    co_await home::tick();
    use(errno);
    // CHECK: [[#@LINE-1]]:9: warning: errno is read after a suspension
  }
}
