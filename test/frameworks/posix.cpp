// RUN: %check-tidy %s async-blocking-call,async-sync-wait-on-loop
// POSIX and Linux as the model knows them, against the installed headers.

#include "home/task.h"

#include <cstdio>
#include <cstdlib>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using home::Task;

Task<> bad_sleep() {
  usleep(1000);
  // CHECK: [[#@LINE-1]]:3: warning: 'usleep' blocks its thread for the whole delay
  co_await home::tick();
}

Task<> bad_dns(const char *host) {
  addrinfo *found = nullptr;
  getaddrinfo(host, "80", nullptr, &found);
  // CHECK: [[#@LINE-1]]:3: warning: 'getaddrinfo' blocks its thread until the name is resolved
  co_await home::tick();
}

Task<> bad_poll(pollfd *fds) {
  poll(fds, 1, -1);
  // CHECK: [[#@LINE-1]]:3: warning: 'poll' blocks its thread until a descriptor is ready
  co_await home::tick();
}

Task<> ok_poll_without_waiting(pollfd *fds, int epoll, epoll_event *events) {
  poll(fds, 1, 0);
  epoll_wait(epoll, events, 8, 0);
  co_await home::tick();
}

Task<> bad_select_for_ever(fd_set *set) {
  select(1, set, nullptr, nullptr, nullptr);
  // CHECK: [[#@LINE-1]]:3: warning: 'select' blocks its thread until a descriptor is ready
  co_await home::tick();
}

Task<> bad_process() {
  system("sync");
  // CHECK: [[#@LINE-1]]:3: warning: 'system' blocks its thread until the process is done
  co_await home::tick();
}

Task<> bad_wait_for_child(pid_t child) {
  waitpid(child, nullptr, 0);
  // CHECK: [[#@LINE-1]]:3: warning: 'waitpid' blocks its thread until the process is done
  co_await home::tick();
}

Task<> ok_reap(pid_t child) {
  waitpid(child, nullptr, WNOHANG | WUNTRACED);
  co_await home::tick();
}

Task<> ok_receive_without_waiting(int socket, char *buffer) {
  recv(socket, buffer, 1, MSG_DONTWAIT | MSG_PEEK);
  co_await home::tick();
}

Task<> ok_mode_of_descriptor_unknown(int socket, char *buffer) {
  recv(socket, buffer, 1, 0);
  if (read(socket, buffer, 1) < 0)
    co_await home::tick();
}

Task<> bad_join(pthread_t thread) {
  pthread_join(thread, nullptr);
  // CHECK: [[#@LINE-1]]:{{[0-9]+}}: warning: {{.*}} [async-sync-wait-on-loop]
  co_await home::tick();
}
