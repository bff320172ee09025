// RUN: %check-tidy %s async-blocking-call -o 'Kinds=file;lock;log;cpu'
// RUN: %check-tidy %s async-blocking-call --prefixes=STRICT -o Strict=true
// RUN: %check-tidy %s async-blocking-call --silent -o Kinds=
#include "home/task.h"

#include <fcntl.h>
#include <fstream>
#include <mutex>
#include <regex>
#include <sstream>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

using home::Task;

Task<> bad_file() {
  std::ofstream log("events.log");
  // CHECK: :[[#@LINE-1]]:17: warning: 'basic_ofstream' blocks its thread until the disk is done; no other task on it can run [async-blocking-call]
  // CHECK: note: use instead: open and read the file on a worker thread
  log.write("x", 1);
  // CHECK: :[[#@LINE-1]]:7: warning: 'write' blocks its thread until the disk is done
  co_return;
}

Task<> ok_in_memory() {
  std::ostringstream text;
  text.write("x", 1);
  co_return;
}

Task<> bad_lock(std::mutex &mutex) {
  mutex.lock();
  // CHECK: :[[#@LINE-1]]:9: warning: 'lock' blocks its thread until the lock is free
  mutex.unlock();
  co_return;
}

Task<> ok_try_lock(std::mutex &mutex) {
  if (mutex.try_lock())
    mutex.unlock();
  co_return;
}

Task<> bad_log() {
  ::syslog(LOG_INFO, "started");
  // CHECK: :[[#@LINE-1]]:3: warning: 'syslog' blocks its thread until the line is written
  co_return;
}

Task<bool> bad_cpu(const std::string &text, const std::regex &pattern) {
  co_return std::regex_match(text, pattern);
  // CHECK: :[[#@LINE-1]]:13: warning: 'regex_match' blocks its thread while it computes
}

// Not among the kinds asked for; reported by default.
Task<> ok_other_kind() {
  ::usleep(0);
  co_return;
}

Task<> bad_unknown_descriptor(int fd, char *buffer) {
  ::recv(fd, buffer, 1, 0);
  // STRICT: :[[#@LINE-1]]:3: warning: 'recv' blocks its thread until the peer acts; no other task on it can run [async-blocking-call]
  co_return;
}

Task<> ok_flag(int fd, char *buffer) {
  ::recv(fd, buffer, 1, MSG_DONTWAIT);
  co_return;
}

struct Connection {
  int fd;
  void open() {
    fd = ::socket(AF_INET, SOCK_STREAM, 0);
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
  }
  Task<> ok_member_made_non_blocking(char *buffer) {
    ::recv(fd, buffer, 1, 0);
    co_return;
  }
};
