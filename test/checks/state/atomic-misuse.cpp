// RUN: %check-tidy %s async-atomic-misuse --prefixes=CHECK --fix
// RUN: %check-tidy %s async-atomic-misuse --prefixes=CHECK,STRICT -o Strict=true
#include <atomic>
#include <mutex>

std::atomic<int> hits{0};
std::atomic<double> sum{0};
std::mutex m;
int read();

void bad_assign() {
  hits = hits + 1;
  // CHECK: [[#@LINE-1]]:8: warning: 'hits' is read and then written; what another thread writes between is lost [async-atomic-misuse]
  // CHECK-FIXES: {{^  }}hits += 1;
  hits = read() + hits;
  // CHECK: [[#@LINE-1]]:8: warning: 'hits' is read
  // CHECK-FIXES: {{^  }}hits += read();
  hits = hits - (1 + 2);
  // CHECK: [[#@LINE-1]]:8: warning: 'hits' is read
  // CHECK-FIXES: {{^  }}hits -= (1 + 2);
  hits = 1 - hits; // no operation does this in one step
  // CHECK: [[#@LINE-1]]:8: warning: 'hits' is read
  // CHECK-FIXES: {{^  }}hits = 1 - hits;
  hits = hits * 2;
  // CHECK: [[#@LINE-1]]:8: warning: 'hits' is read
  // CHECK-FIXES: {{^  }}hits = hits * 2;
  sum = sum + 1.5; // fetch_add of a double is younger than this file's standard may be
  // CHECK: [[#@LINE-1]]:7: warning: 'sum' is read
  // CHECK-FIXES: {{^  }}sum = sum + 1.5;
}

struct Counter {
  Counter() { count_ = count_ + 1; } // nobody else has it
  void bad_store() {
    count_.store(count_.load() + 1);
    // CHECK: [[#@LINE-1]]:12: warning: 'count_' is read
    // CHECK-FIXES: {{^    }}count_.fetch_add(1);
    this->count_.store(this->count_ | 4);
    // CHECK: [[#@LINE-1]]:18: warning: 'this->count_' is read
    // CHECK-FIXES: {{^    }}this->count_.fetch_or(4);
  }
  // Who chooses the order may know that nobody else writes (single-producer queues).
  void maybe_ordered() {
    count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    // STRICT: [[#@LINE-1]]:12: warning: 'count_' is read
    // CHECK-FIXES: {{^    }}count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }
  void ok_underLock() {
    std::lock_guard guard(m);
    count_ = count_ + 1;
  }
  std::atomic<unsigned> count_{0};
};

template <class T> void bad_template(std::atomic<T> &value) {
  value = value + 1;
  // CHECK: [[#@LINE-1]]:9: warning: 'value' is read
}
template void bad_template(std::atomic<int> &);
template void bad_template(std::atomic<long> &);

#define BUMP(x) x = x + 1
void bad_macro() {
  BUMP(hits);
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} is read
  // CHECK-FIXES: {{^  }}BUMP(hits);
}

auto bad_lambda = [](auto by) {
  if constexpr (sizeof(by) > 1)
    hits = hits + by;
  // CHECK: [[#@LINE-1]]:10: warning: 'hits' is read
};
void useLambda() { bad_lambda(1); }

void bad_sharedLocal() {
  std::atomic<int> mine{0};
  auto add = [&] { mine += 1; };
  mine = mine + 1;
  // CHECK: [[#@LINE-1]]:8: warning: 'mine' is read
  // CHECK-FIXES: {{^  }}mine += 1;
  add();
}

void ok_oneStep() {
  hits += 1;
  ++hits;
  hits.fetch_add(1);
  hits = read() + 1;
}
void ok_otherAtomic(std::atomic<int> &other) { hits = other + 1; }
void ok_ring(std::atomic<unsigned> &tail) {
  tail = (tail + 1) % 8; // a single producer's index
}
void ok_plain(int count) { count = count + 1; }
void maybe_ownLocal() {
  std::atomic<int> mine{0};
  mine = mine + 1;
  // STRICT: [[#@LINE-1]]:8: warning: 'mine' is read
  // CHECK-FIXES: {{^  }}mine = mine + 1;
}
void ok_suppressed() {
  hits = hits + 1; // NOLINT(async-atomic-misuse)
}
void ok_compareExchange() {
  int old = hits.load();
  while (!hits.compare_exchange_weak(old, old * 2))
    ;
}
void fn_checkThenSet() {
  if (hits == 0)
    hits = 1;
}
