// RUN: %check-tidy %s async-raw-resource-across-suspend
#include "home/task.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

using home::Task;
using home::tick;

bool coin();
void log(const char *text);
Task<int> readSome(int fd, void *into);
struct Node {
  Node *next = nullptr;
  int value = 0;
  void adopt();
};
struct File {
  File();
  explicit File(int fd);
  ~File();
};
struct Guard {
  explicit Guard(FILE *&file);
  ~Guard();
};
File wrap(int fd);
void keep(Node *node);
Node *keptNode;

// ---- descriptors

Task<> bad_descriptor(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0)
    co_return;
  char buffer[64];
  co_await readSome(fd, buffer);
  // CHECK: [[#@LINE-1]]:3: warning: the descriptor in 'fd' leaks if this await throws or is destroyed while suspended [async-raw-resource-across-suspend]
  // CHECK: [[#@LINE-6]]:3: note: taken here
  // CHECK: [[#@LINE+2]]:3: note: only 'close' gives it back; instead, keep it in an object whose destructor does
  co_await tick(); // the same repair
  close(fd);
}

Task<int> bad_earlyReturnCloses(const char *path) {
  int fd;
  if ((fd = open(path, O_RDONLY)) == -1)
    co_return -1;
  int got = co_await readSome(fd, nullptr);
  // CHECK: [[#@LINE-1]]:13: warning: the descriptor in 'fd' leaks
  if (got == 0) {
    close(fd);
    co_return 0;
  }
  close(fd);
  co_return got;
}

Task<File> bad_ownedTooLate(const char *path) {
  int fd = open(path, O_RDONLY);
  if (-1 == fd)
    throw std::runtime_error("open");
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the descriptor in 'fd' leaks
  if (coin()) {
    ::close(fd);
    throw std::runtime_error("coin");
  }
  co_return File(fd);
}

void closeLoudly(int fd) {
  log("closing");
  close(fd);
}
Task<> bad_closedByHelper(const char *path) {
  int fd = open(path, O_RDONLY);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the descriptor in 'fd' leaks
  // CHECK: [[#@LINE+1]]:3: note: only 'closeLoudly' gives it back
  closeLoudly(fd);
}

Task<> bad_eachRound(const char **paths) {
  for (; *paths; ++paths) {
    int fd = open(*paths, O_RDONLY);
    if (fd < 0)
      continue;
    co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: the descriptor in 'fd' leaks
    close(fd);
  }
}

// ---- other handles

Task<> bad_stream() {
  FILE *file = std::fopen("log", "w");
  if (!file)
    co_return;
  std::fputs("begin", file);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the stream in 'file' leaks
  // CHECK: [[#@LINE+2]]:3: note: only 'fclose' gives it back; instead, keep it in a std::unique_ptr with a deleter
  fprintf(file, "end");
  std::fclose(file);
}

Task<> bad_streamInside() {
  if (FILE *file = fopen("log", "w")) {
    co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: the stream in 'file' leaks
    fclose(file);
  }
}

Task<> bad_memory(size_t size) {
  auto *buffer = static_cast<char *>(malloc(size));
  buffer[0] = 0;
  co_await readSome(0, buffer);
  // CHECK: [[#@LINE-1]]:3: warning: the memory in 'buffer' leaks
  free(buffer);
}

Task<> bad_new() {
  Node *node = new Node;
  node->value = 1;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the object in 'node' leaks
  // CHECK: [[#@LINE+1]]:3: note: only 'delete' gives it back; instead, keep it in a std::unique_ptr
  delete node;
}

Task<> bad_addresses(const char *host) {
  addrinfo *found = nullptr;
  if (getaddrinfo(host, "80", nullptr, &found) != 0)
    co_return;
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the address list in 'found' leaks
  freeaddrinfo(found);
}

#define WAIT() co_await tick()
Task<> bad_macro() {
  FILE *file = fopen("log", "w");
  WAIT();
  // CHECK: [[#@LINE-1]]:3: warning: the stream in 'file' leaks
  fclose(file);
}

template <class T> Task<> bad_template(T value) {
  T *copy = new T(value);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the object in 'copy' leaks
  delete copy;
}
template Task<> bad_template(int);
template Task<> bad_template(Node);

auto bad_genericLambda = [](auto path) -> Task<> {
  int fd = open(path, O_RDONLY);
  co_await tick();
  // CHECK: [[#@LINE-1]]:3: warning: the descriptor in 'fd' leaks
  close(fd);
};
void useLambda() { (void)bad_genericLambda("log"); }

Task<> bad_catchForgets() {
  FILE *file = fopen("log", "w");
  try {
    co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: the stream in 'file' leaks
  } catch (...) {
    log("failed");
    throw;
  }
  fclose(file);
}

// ---- transactions: any class with begin, commit and rollback

struct Connection {
  Task<> begin();
  Task<> commit();
  Task<> rollback();
  Task<> execute(const char *statement);
};

Task<> bad_transaction(Connection &db) {
  co_await db.begin();
  co_await db.execute("insert");
  // CHECK: [[#@LINE-1]]:3: warning: the transaction on 'db' stays open if this await throws or is destroyed while suspended
  // CHECK: [[#@LINE-3]]:{{[0-9]+}}: note: taken here
  // CHECK: [[#@LINE+1]]:{{[0-9]+}}: note: only here it ends; instead, use an object whose destructor rolls it back
  co_await db.commit();
}

struct Store {
  std::shared_ptr<Connection> db_;
  Task<> bad_member() {
    co_await db_->begin();
    co_await db_->execute("insert");
    // CHECK: [[#@LINE-1]]:5: warning: the transaction on 'db_' stays open
    if (coin()) {
      co_await db_->rollback();
      co_return;
    }
    co_await db_->commit();
  }
};

Task<> ok_rolledBack(Connection &db) {
  co_await db.begin();
  bool failed = false;
  try {
    co_await db.execute("insert");
  } catch (...) {
    failed = true;
  }
  if (failed)
    co_await db.rollback();
  else
    co_await db.commit();
}

Task<> ok_diesWithItsConnection() {
  Connection db;
  co_await db.begin();
  co_await db.execute("insert");
  co_await db.commit();
}

struct Range {
  int *begin();
  int *end();
  void commit();
};
Task<> ok_beginIsNoTransaction(Range &range) {
  range.begin();
  co_await tick();
  range.commit();
}

// ---- near misses

Task<> ok_closedBefore(const char *path) {
  int fd = open(path, O_RDONLY);
  close(fd);
  co_await tick();
}

Task<> ok_openedAfter(const char *path) {
  co_await tick();
  int fd = open(path, O_RDONLY);
  close(fd);
}

Task<> ok_owned(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0)
    co_return;
  if (coin()) {
    close(fd);
    co_return;
  }
  File file(fd);
  co_await tick();
}

Task<> ok_uniquePtr() {
  FILE *raw = fopen("log", "w");
  if (coin()) {
    fclose(raw);
    co_return;
  }
  std::unique_ptr<FILE, int (*)(FILE *)> file(raw, &fclose);
  co_await tick();
}

Task<> ok_guardByReference() {
  FILE *file = fopen("log", "w");
  Guard guard(file);
  co_await tick();
  if (coin())
    fclose(file);
}

template <class F> struct Finally {
  F f;
  ~Finally() { f(); }
};
template <class F> Finally<F> finally(F f) { return {f}; }
Task<> ok_scopeGuard() {
  FILE *file = fopen("log", "w");
  auto closes = finally([file] { fclose(file); });
  co_await tick();
  if (coin())
    fclose(file);
}
Task<> ok_scopeGuardByReference() {
  FILE *file = nullptr;
  auto closes = finally([&] {
    if (file)
      fclose(file);
  });
  file = fopen("log", "w");
  co_await tick();
  fclose(file);
  file = nullptr;
}

Task<> ok_caught() {
  FILE *file = fopen("log", "w");
  try {
    co_await tick();
  } catch (...) {
    fclose(file);
    throw;
  }
  fclose(file);
}

Task<> ok_caughtAndGoesOn() {
  FILE *file = fopen("log", "w");
  std::exception_ptr error;
  try {
    co_await tick();
  } catch (...) {
    error = std::current_exception();
  }
  fclose(file);
  if (error)
    std::rethrow_exception(error);
}

// Whoever takes it closes it: only the failure path closes it here.
bool take(int fd);
Task<> ok_givenAwayUnlessRefused(const char *path) {
  int fd = open(path, O_RDONLY);
  if (!take(fd)) {
    close(fd);
    co_return;
  }
  co_await tick();
}
Task<> ok_wrappedElsewhere(const char *path) {
  int fd = open(path, O_RDONLY);
  if (coin()) {
    close(fd);
    co_return;
  }
  File file = wrap(fd);
  co_await tick();
}

Task<Node *> ok_returned() {
  Node *node = new Node;
  if (coin()) {
    delete node;
    co_return nullptr;
  }
  co_return node;
}

Task<> ok_linked(Node *list) {
  Node *node = new Node;
  if (coin()) {
    delete node;
    co_return;
  }
  list->next = node;
  keptNode = node;
  co_await tick();
}

Task<> ok_failedOpen(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == nullptr) {
    co_await tick();
    co_return;
  }
  fclose(file);
}

Task<> ok_anotherName(const char *path) {
  FILE *file = fopen(path, "r");
  FILE *&same = file;
  co_await tick();
  fclose(same);
  if (coin())
    fclose(file);
}

Task<> ok_neverReleased() {
  static int log = open("log", O_WRONLY);
  int fd = open("log", O_WRONLY); // for the life of the process
  co_await tick();
  write(fd, &log, 1);
}

Task<> ok_neverSuspends(const char *path) {
  int fd = open(path, O_RDONLY);
  co_await std::suspend_never{};
  close(fd);
}

home::Generator<int> ok_generator() {
  int *value = new int(1);
  co_yield *value;
  delete value;
}

template <bool Waits> Task<> ok_ifConstexpr() {
  FILE *file = fopen("log", "w");
  if constexpr (Waits)
    co_await tick();
  fclose(file);
}
template Task<> ok_ifConstexpr<false>();

Task<> ok_suppressed() {
  FILE *file = fopen("log", "w");
  co_await tick(); // NOLINT(async-raw-resource-across-suspend)
  fclose(file);
}

// bodyclose#30, #18, #42, golangci-lint#574: closed in a helper, or through a wrapper
struct Wrapper {
  int fd;
  ~Wrapper() { close(fd); }
};
Task<> ok_throughWrapper(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0) {
    close(fd);
    co_return;
  }
  Wrapper wrapper{fd};
  co_await tick();
}
void closeLater(int *fd);
Task<> ok_closedByAddress(const char *path) {
  int fd = open(path, O_RDONLY);
  closeLater(&fd);
  co_await tick();
  close(fd);
}

Task<> fn_neverGivenBack(const char *path) {
  int fd = open(path, O_RDONLY);
  co_await readSome(fd, nullptr);
}
