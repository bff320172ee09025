// RUN: %check-tidy %s async-blocking-transitive -o 'Kinds=file'
// RUN: %check-tidy %s async-blocking-transitive --prefixes=STRICT -o Strict=true
// RUN: %check-tidy %s async-blocking-transitive --silent -o Kinds=
// RUN: %check-tidy %s async-blocking-transitive --prefixes=DEFAULT
// RUN: %check-tidy %s async-blocking-transitive --silent -- -DTESTS
// RUN: %check-tidy %s async-blocking-transitive --prefixes=DEFAULT -o InTests=true -- -DTESTS
#include "home/task.h"

#include <fstream>
#include <functional>
#include <sys/socket.h>
#include <unistd.h>

using home::Task;

#ifdef TESTS
#define TEST_CASE(text) static void testCase()
TEST_CASE("makes this file one of tests") {}
#endif

void writeLog() { std::ofstream log("events.log"); }
Task<> bad_file() {
  writeLog();
  // CHECK: :[[#@LINE-1]]:3: warning: 'writeLog' leads to 'basic_ofstream', which blocks the thread until the disk is done; no other task on it can run [async-blocking-transitive]
  co_return;
}

void receive(int fd, char *buffer) { ::recv(fd, buffer, 1, 0); }
void receiveIfAny(int fd, char *buffer) { ::recv(fd, buffer, 1, MSG_DONTWAIT); }
Task<> bad_unknown_descriptor(int fd, char *buffer) {
  receive(fd, buffer);
  // STRICT: :[[#@LINE-1]]:3: warning: 'receive' leads to 'recv', which blocks the thread until the peer acts
  receiveIfAny(fd, buffer);
  co_return;
}

struct Device {
  virtual ~Device() = default;
  virtual void open() = 0;
};
struct SlowDevice : Device {
  void open() override { ::usleep(1); }
};
Task<> bad_virtual(Device &device) {
  device.open();
  // STRICT: :[[#@LINE-1]]:10: warning: 'open' leads to 'usleep'
  // STRICT: :[[#@LINE-2]]:10: note: may call the override 'open' here
  co_return;
}

// What is in a stored callable, and which override is called, is a guess.
struct Publisher {
  std::function<void()> published, started;
  explicit Publisher(int) : started([] { ::usleep(1); }) {}
  void setUp() {
    published = [] { ::sleep(1); };
  }
  Task<> bad_stored() {
    published();
    // STRICT: :[[#@LINE-1]]:5: warning: the lambda leads to 'sleep', which blocks the thread
    // STRICT: :[[#@LINE-2]]:5: note: may call the lambda here, which is stored elsewhere
    started();
    // STRICT: :[[#@LINE-1]]:5: warning: the lambda leads to 'usleep'
    co_return;
  }
};

void pauseBriefly() { ::usleep(1); }
Task<> bad_default() {
  pauseBriefly();
  // DEFAULT: :[[#@LINE-1]]:3: warning: 'pauseBriefly' leads to 'usleep'
  // STRICT: :[[#@LINE-2]]:3: warning: 'pauseBriefly' leads to 'usleep'
  co_return;
}
