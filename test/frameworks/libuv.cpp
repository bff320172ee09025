// REQUIRES: libuv
// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop,async-lock-across-suspend -o 'async-blocking-call.Kinds=sleep;dns;file;wait;run-loop'
// libuv as its model knows it, against the installed headers.

#include "home/task.h"

#include <uv.h>

uv_loop_t *loop;
uv_sem_t permits;
uv_thread_t worker;

void bad_timer(uv_timer_t *) {
  uv_sleep(100);
  // CHECK: [[#@LINE-1]]:3: warning: 'uv_sleep' blocks its thread for the whole delay
  // CHECK: [[#@LINE+8]]:3: note: handed to 'uv_timer_start' here, to run on an event loop
  // CHECK: note: use instead: uv_timer_start
  uv_thread_join(&worker);
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-sync-wait-on-loop]
  // CHECK: note: {{.*}}uv_timer_start
}

void start(uv_timer_t *timer) {
  uv_timer_start(timer, bad_timer, 0, 100);
}

void bad_lambda(uv_stream_t *server) {
  uv_listen(server, 16, [](uv_stream_t *, int) {
    uv_fs_t request;
    uv_fs_stat(loop, &request, "/etc/motd", nullptr);
    // CHECK: [[#@LINE-1]]:5: warning: 'uv_fs_stat' blocks its thread until the disk is done
    // CHECK: note: handed to 'uv_listen' here
    // CHECK: note: use instead: uv_fs_* with a callback
    uv_getaddrinfo_t names;
    uv_getaddrinfo(loop, &names, nullptr, "example.org", "80", nullptr);
    // CHECK: [[#@LINE-1]]:5: warning: 'uv_getaddrinfo' blocks its thread until the name
    // CHECK: note: handed to 'uv_listen' here
    // CHECK: note: use instead: uv_getaddrinfo with a callback
  });
}

void ok_callbacks(uv_stream_t *server) {
  uv_listen(server, 16, [](uv_stream_t *, int) {
    static uv_fs_t request;
    uv_fs_stat(loop, &request, "/etc/motd", [](uv_fs_t *) {});
    static uv_getaddrinfo_t names;
    uv_getaddrinfo(loop, &names, [](uv_getaddrinfo_t *, int, addrinfo *) {}, "a", "80", nullptr);
  });
}

void bad_nested_loop(uv_async_t *wakeUp) {
  uv_async_init(loop, wakeUp, +[](uv_async_t *) {
    uv_run(loop, UV_RUN_DEFAULT);
    // CHECK: [[#@LINE-1]]:5: warning: 'uv_run' blocks its thread until the inner loop ends
    // CHECK: note: handed to 'uv_async_init' here
    // CHECK: note: use instead
    uv_run(loop, UV_RUN_NOWAIT);
  });
}

void mixed_work(uv_work_t *job) {
  uv_queue_work(
      loop, job,
      [](uv_work_t *) {
        uv_sleep(100); // on the pool
        uv_sem_wait(&permits);
      },
      [](uv_work_t *, int) {
        uv_sem_wait(&permits);
        // CHECK: [[#@LINE-1]]:9: warning: 'uv_sem_wait' blocks its thread until it returns
        // CHECK: note: handed to 'uv_queue_work' here
        // CHECK: note: use instead
        uv_sem_trywait(&permits);
      });
}

void ok_thread(uv_thread_t *thread) {
  uv_thread_create(thread, [](void *) { uv_sleep(100); }, nullptr);
}

home::Task<> bad_mutex(uv_mutex_t *mutex) {
  uv_mutex_lock(mutex);
  co_await home::tick();
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} [async-lock-across-suspend]
  // CHECK: note: {{.*}}locked
  uv_mutex_unlock(mutex);
}

home::Task<> ok_mutex(uv_mutex_t *mutex) {
  uv_mutex_lock(mutex);
  uv_mutex_unlock(mutex);
  co_await home::tick();
}
