// RUN: %check-tidy %s async-ignored-backpressure
// RUN: %check-tidy %s async-ignored-backpressure --prefixes=CHECK,STRICT -o Strict=true
// RUN: %check-tidy %s async-ignored-backpressure --silent -- -DTESTS
// RUN: %check-tidy %s async-ignored-backpressure -o InTests=true -- -DTESTS
#include "home/task.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <sys/socket.h>
#include <sys/uio.h>
#include <tuple>
#include <variant>
#include <vector>

#ifdef TESTS
#define TEST_CASE(text) static void testCase()
TEST_CASE("makes this file one of tests") {}
#endif

// ---- a queue of the program's own

template <class T> class Mailbox {
public:
  explicit Mailbox(std::size_t capacity);
  bool tryPush(T message);
  bool push(T message);
  std::optional<T> pop();
  bool full() const;

private:
  mutable std::mutex mutex_;
  std::vector<T> ring_;
  std::size_t capacity_;
};

template <class T> class UnboundedMailbox {
public:
  bool tryPush(T message);
  std::optional<T> pop();

private:
  std::mutex mutex_;
  std::vector<T> messages_;
};

struct Order {
  std::string item;
};

void bad_dropped(Mailbox<Order> &orders, Order order) {
  orders.tryPush(order);
  // CHECK: :[[#@LINE-1]]:10: warning: 'tryPush' loses the element when the queue is full; nobody looks at its answer [async-ignored-backpressure]
  // CHECK: :[[#@LINE-3]]:34: note: the queue is declared here
  // CHECK: :[[#@LINE-3]]:10: note: wait for space, or tell the producer; a cast to void says that it may be lost
  orders.push(std::move(order));
  // CHECK: :[[#@LINE-1]]:10: warning: 'push' loses the element when the queue is full
}

void ok_looked_at(Mailbox<Order> &orders, Order order) {
  if (!orders.tryPush(order))
    return;
  while (!orders.tryPush(order)) {
  }
  const bool taken = orders.push(order);
  if (!taken)
    std::abort();
}
bool ok_handed_on(Mailbox<Order> &orders, Order order) { return orders.tryPush(order); }

void bad_bound_and_forgotten(Mailbox<Order> &orders, Order order) {
  bool taken = orders.tryPush(order);
  // CHECK: :[[#@LINE-1]]:8: warning: 'tryPush' loses the element when the queue is full
  [[maybe_unused]] bool known = orders.tryPush(order);
}

void ok_on_purpose(Mailbox<Order> &orders, Order order) {
  (void)orders.tryPush(order);
  // STRICT: :[[#@LINE-1]]:16: warning: 'tryPush' loses the element when the queue is full
  std::ignore = orders.tryPush(order);
  // STRICT: :[[#@LINE-1]]:24: warning: 'tryPush' loses the element when the queue is full
}

void ok_never_full(UnboundedMailbox<Order> &orders, Order order) { orders.tryPush(order); }

void ok_made_room(Mailbox<Order> &orders, Order order) {
  if (orders.full())
    orders.pop();
  orders.tryPush(order);
}

// The latest value counts: who comes too late has nothing new to say.
struct Sensor {
  Mailbox<Order> latest{1};
  Mailbox<Order> several{16};
  Mailbox<Order> given;
  Sensor() : given(1) {}
  void ok_mailbox_for_one(Order order) {
    latest.tryPush(order);
    // STRICT: :[[#@LINE-1]]:12: warning: 'tryPush' loses the element
    given.tryPush(order);
    // STRICT: :[[#@LINE-1]]:11: warning: 'tryPush' loses the element
  }
  void bad_mailbox_for_several(Order order) {
    several.tryPush(order);
    // CHECK: :[[#@LINE-1]]:13: warning: 'tryPush' loses the element when the queue is full
    // CHECK: :[[#@LINE-12]]:18: note: the queue is declared here
  }
};

// A signal: a second one says nothing more.
struct Wake {};
enum class Command { Start, Stop };
void ok_signal(Mailbox<Wake> &wakes, Mailbox<int> &numbers, Mailbox<bool> &flags,
               Mailbox<std::monostate> &nothing) {
  wakes.tryPush(Wake{});
  numbers.tryPush(1);
  flags.tryPush(true);
  nothing.tryPush({});
}
void bad_command(Mailbox<Command> &commands) {
  commands.tryPush(Command::Stop);
  // CHECK: :[[#@LINE-1]]:12: warning: 'tryPush' loses the element when the queue is full
}

// Not queues.
struct Registry {
  bool insert(int id);
  bool add(int id);
};
void ok_no_queue(std::set<int> &ids, Registry &registry, int id) {
  ids.insert(id);
  registry.insert(id);
  registry.add(id);
}

template <class T> void bad_template(Mailbox<T> &orders, T order) {
  orders.tryPush(order);
  // CHECK: :[[#@LINE-1]]:10: warning: 'tryPush' loses the element when the queue is full
}
template void bad_template(Mailbox<Order> &, Order);
template void bad_template(Mailbox<std::string> &, std::string);

auto bad_generic_lambda = [](auto &orders, auto order) {
  if constexpr (sizeof(order) > 1)
    orders.tryPush(order);
  // CHECK: :[[#@LINE-1]]:12: warning: 'tryPush' loses the element when the queue is full
};
void calls(Mailbox<Order> &orders, Order order) { bad_generic_lambda(orders, order); }

#define POST(queue, element) queue.tryPush(element)
void bad_macro(Mailbox<Order> &orders, Order order) {
  POST(orders, order);
  // CHECK: :[[#@LINE-1]]:{{[0-9]+}}: warning: 'tryPush' loses the element when the queue is full
}

void ok_suppressed(Mailbox<Order> &orders, Order order) {
  orders.tryPush(order); // NOLINT(async-ignored-backpressure)
}

// ---- a part

void bad_part(int fd, const char *data, std::size_t size, const iovec *parts) {
  ::send(fd, data, size, 0);
  // CHECK: :[[#@LINE-1]]:3: warning: 'send' may do only a part, and nobody looks at how much: the rest is lost
  // CHECK: :[[#@LINE-2]]:3: note: go on with the rest until all is done: in a loop, or by the call that writes all
  ::writev(fd, parts, 3);
  // CHECK: :[[#@LINE-1]]:3: warning: 'writev' may do only a part
}
bool ok_part_looked_at(int fd, const char *data, std::size_t size) {
  return ::send(fd, data, size, 0) == static_cast<ssize_t>(size);
}
void ok_wake_up(int fd, const char *data) { ::send(fd, data, 1, 0); }
void ok_part_on_purpose(int fd, const char *data, std::size_t size) {
  (void)::send(fd, data, size, 0);
  // STRICT: :[[#@LINE-1]]:9: warning: 'send' may do only a part
}
