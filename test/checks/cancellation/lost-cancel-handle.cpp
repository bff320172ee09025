// RUN: %check-tidy %s async-lost-cancel-handle
#include "home/task.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

using home::Task;
using home::tick;

bool coin();
void use(int);
Task<> serve(std::stop_token token);

/// Unsubscribes where it dies.
class Subscription {
public:
  Subscription() = default;
  explicit Subscription(int id) : id_(id) {}
  Subscription(Subscription &&other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Subscription &operator=(Subscription &&other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Subscription() {
    if (id_)
      unsubscribe(id_);
  }
  void pause();

private:
  static void unsubscribe(int id);
  int id_ = 0;
};

struct Bus {
  Subscription subscribe(int topic, std::function<void(int)> handler);
  std::optional<Subscription> trySubscribe(int topic, std::function<void(int)> handler);
  Bus &then(int topic);
};
std::stop_source startServer();
Task<std::stop_source> startServerLater();

// ---- thrown away

void bad_dropped(Bus &bus) {
  bus.subscribe(1, use);
  // CHECK: [[#@LINE-1]]:3: warning: this 'Subscription' dies at once, and what it stands for ends with it [async-lost-cancel-handle]
  // CHECK: [[#@LINE-2]]:3: note: keep it in a variable or a member for as long as the work may run
}

void bad_droppedOptional(Bus &bus) {
  bus.trySubscribe(1, use);
  // CHECK: [[#@LINE-1]]:3: warning: this 'std::optional<Subscription>' dies at once
}

void bad_droppedSource() {
  startServer();
  // CHECK: [[#@LINE-1]]:3: warning: this 'std::stop_source' is thrown away, and nobody else can ask for a stop
}

Task<> bad_droppedAwaited() {
  co_await startServerLater();
  // CHECK: [[#@LINE-1]]:3: warning: this 'std::stop_source' is thrown away
}

void bad_unnamedCallback(std::stop_token token) {
  std::stop_callback(token, [] {});
  // CHECK: [[#@LINE-1]]:3: warning: this 'std::stop_callback<{{.*}}>' dies at once
}

#define LISTEN(bus) (bus).subscribe(1, use)
void bad_macro(Bus &bus) {
  LISTEN(bus);
  // CHECK: [[#@LINE-1]]:3: warning: this 'Subscription' dies at once
}

template <class B> void bad_template(B &bus) {
  bus.subscribe(1, use);
  // CHECK: [[#@LINE-1]]:3: warning: this 'Subscription' dies at once
}
template void bad_template(Bus &);

auto bad_lambda = [](auto &bus) {
  bus.subscribe(1, use);
  // CHECK: [[#@LINE-1]]:3: warning: this 'Subscription' dies at once
};
void useLambda(Bus &bus) { bad_lambda(bus); }

void ok_kept(Bus &bus, std::vector<Subscription> &all) {
  auto held = bus.subscribe(1, use);
  all.push_back(bus.subscribe(2, use));
  bus.then(1).then(2);
}

// error-prone#883, #970: a builder returns its own object
void ok_builder(Bus &bus) { bus.then(1); }

void ok_onPurpose(Bus &bus) {
  (void)bus.subscribe(1, use);
}

template <class Error> void assertThrows(std::function<void()> body);
void onLoop(std::function<void()> body);
void ok_expectedToThrow(Bus &bus) {
  assertThrows<int>([&] {
    use(1);
    bus.subscribe(1, use);
  });
}

Subscription ok_returned(Bus &bus) { return bus.subscribe(1, use); }

void ok_suppressed(Bus &bus) {
  bus.subscribe(1, use); // NOLINT(async-lost-cancel-handle)
}

// ---- overwritten

void bad_overwritten(Bus &bus) {
  auto held = bus.subscribe(1, use);
  held = bus.subscribe(2, use);
  // CHECK: [[#@LINE-1]]:3: warning: 'held' is overwritten unused, which ends what the old value stands for
  // CHECK: [[#@LINE-3]]:3: note: the old value was made here; keep both, or stop the old one first
}

void bad_overwrittenSource() {
  auto source = startServer();
  source = startServer();
  // CHECK: [[#@LINE-1]]:3: warning: 'source' is overwritten unused, and nobody can stop what the old value started
  source.request_stop();
}

struct Client {
  Subscription held_;
  std::vector<Subscription> all_;
  void configure();

  void bad_eachRound(Bus &bus, const std::vector<int> &topics) {
    for (int topic : topics)
      held_ = bus.subscribe(topic, use);
    // CHECK: [[#@LINE-1]]:7: warning: 'held_' is overwritten unused
    // CHECK: [[#@LINE-2]]:7: note: each round of the loop replaces the value of the one before; keep all of them
  }

  void bad_twice(Bus &bus) {
    held_ = bus.subscribe(1, use);
    this->held_ = bus.subscribe(2, use);
    // CHECK: [[#@LINE-1]]:5: warning: 'held_' is overwritten unused
  }

  // ruff#9133, golang/go#31856: another value in each branch
  void ok_otherBranch(Bus &bus) {
    if (coin())
      held_ = bus.subscribe(1, use);
    else
      held_ = bus.subscribe(2, use);
  }

  // golang/go#25720, waypoint#3639: renewed by a jump back, with a use between
  void ok_jumpsBack(Bus &bus) {
  again:
    held_ = bus.subscribe(1, use);
    held_.pause();
    if (coin())
      goto again;
  }

  void ok_used(Bus &bus) {
    held_ = bus.subscribe(1, use);
    held_.pause();
    held_ = bus.subscribe(2, use);
  }

  void ok_usedByMethod(Bus &bus) {
    held_ = bus.subscribe(1, use);
    configure();
    held_ = bus.subscribe(2, use);
  }

  void ok_replacesOld(Bus &bus) { held_ = bus.subscribe(1, use); }

  void ok_moved(Bus &bus) {
    for (int topic = 0; topic < 3; ++topic) {
      held_ = bus.subscribe(topic, use);
      all_.push_back(std::move(held_));
    }
  }

  Task<> ok_perRound(Bus &bus) {
    for (int topic = 0; topic < 3; ++topic) {
      held_ = bus.subscribe(topic, use);
      co_await tick(); // others run
    }
  }

  void ok_leavesLoop(Bus &bus) {
    for (int topic = 0; topic < 3; ++topic) {
      held_ = bus.subscribe(topic, use);
      break;
    }
  }
};

Task<> ok_renewedSource() {
  std::stop_source source;
  source = std::stop_source();
  co_await serve(source.get_token());
}

template <bool Twice> void ok_ifConstexpr(Bus &bus) {
  auto held = bus.subscribe(1, use);
  if constexpr (Twice)
    held = bus.subscribe(2, use);
}
template void ok_ifConstexpr<false>(Bus &);

// Dies at the end of the function: its owner may have wanted that.
void fn_diesUnused(Bus &bus) { Subscription held = bus.subscribe(1, use); }
