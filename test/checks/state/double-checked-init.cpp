// RUN: %check-tidy %s async-double-checked-init --prefixes=CHECK
// RUN: %check-tidy %s async-double-checked-init --prefixes=CHECK,STRICT -o Strict=true
#include "home/task.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <pthread.h>

struct Config {
  int value = 0;
};
std::mutex m;
Config *config = nullptr;
bool coin();
home::Task<Config *> load();

Config *bad_pointer() {
  if (!config) {
    // CHECK: [[#@LINE-1]]:8: warning: 'config' is read here without the lock under which another thread writes it [async-double-checked-init]
    std::lock_guard guard(m);
    // CHECK: [[#@LINE-1]]:21: note: the lock is taken only now
    if (!config)
      config = new Config;
    // CHECK: [[#@LINE-1]]:7: note: 'config' is written here
    // CHECK: [[#@LINE-7]]:8: note: make 'config' atomic, ask under the lock, or leave it to a static local or a once flag
  }
  return config;
}

class Service {
public:
  const Config &bad_smartPointer() {
    if (config_ == nullptr) {
      // CHECK: [[#@LINE-1]]:9: warning: 'config_' is read here without the lock
      std::unique_lock lock(mutex_);
      if (config_ == nullptr)
        config_ = std::make_unique<Config>();
    }
    return *config_;
  }
  int bad_flag() {
    if (ready_)
      // CHECK: [[#@LINE-1]]:9: warning: 'ready_' is read here
      return value_;
    mutex_.lock();
    if (!ready_) {
      value_ = 1;
      ready_ = true;
    }
    mutex_.unlock();
    return value_;
  }
  void bad_optional() {
    if (!extra_) {
      // CHECK: [[#@LINE-1]]:10: warning: 'extra_' is read here
      std::scoped_lock lock(mutex_);
      if (!extra_.has_value())
        extra_.emplace();
    }
  }
  static Service &bad_instance() {
    static Service *instance = nullptr;
    if (!instance) {
      // CHECK: [[#@LINE-1]]:10: warning: 'instance' is read here
      std::lock_guard guard(m);
      if (!instance)
        instance = new Service;
    }
    return *instance;
  }
  const Config &ok_underLock() {
    std::lock_guard guard(mutex_);
    if (!config_)
      config_ = std::make_unique<Config>();
    return *config_;
  }
  Config *ok_atomic() {
    if (!atomic_.load(std::memory_order_acquire)) {
      std::lock_guard guard(mutex_);
      if (!atomic_.load(std::memory_order_relaxed))
        atomic_.store(new Config);
    }
    return atomic_;
  }
  void ok_atomicFlag() {
    if (done_)
      return;
    std::lock_guard guard(mutex_);
    if (!done_) {
      config_ = std::make_unique<Config>();
      done_ = true;
    }
  }
  void ok_builtin() {
    if (!__atomic_load_n(&ready_, __ATOMIC_ACQUIRE)) {
      std::lock_guard guard(mutex_);
      if (!ready_)
        __atomic_store_n(&ready_, true, __ATOMIC_RELEASE);
    }
  }
  void ok_otherQuestion() {
    if (coin()) {
      std::lock_guard guard(mutex_);
      if (!config_)
        config_ = std::make_unique<Config>();
    }
  }
  void ok_onlyRead() {
    if (config_) {
      std::lock_guard guard(mutex_);
      if (config_)
        value_ = config_->value;
    }
  }
  void ok_threadLocal() {
    thread_local Config *mine = nullptr;
    if (!mine) {
      std::lock_guard guard(mutex_);
      if (!mine)
        mine = new Config;
    }
  }
  void ok_once() {
    std::call_once(once_, [this] { config_ = std::make_unique<Config>(); });
  }
  void ok_suppressed() {
    if (!config_) { // NOLINT(async-double-checked-init)
      std::lock_guard guard(mutex_);
      if (!config_)
        config_ = std::make_unique<Config>();
    }
  }
  template <class Mutex> void bad_template(Mutex &mutex) {
    if (!config_) {
      // CHECK: [[#@LINE-1]]:10: warning: 'config_' is read here
      std::lock_guard guard(mutex);
      if (!config_)
        config_ = std::make_unique<Config>();
    }
  }

  home::Task<> maybe_awaited() {
    if (!connection_)
      connection_ = co_await load();
    // STRICT: [[#@LINE-1]]:21: warning: two tasks that both find 'connection_' empty both start this
    // STRICT: [[#@LINE-2]]:7: note: 'connection_' is set only when it is done
    // STRICT: [[#@LINE-3]]:21: note: keep the running task and let the second caller await it, or hold an awaitable mutex
  }
  home::Task<> ok_awaitedUnderLock() {
    auto guard = co_await gate_.scoped_lock();
    if (!connection_)
      connection_ = co_await load();
  }
  home::Task<> ok_marked() {
    if (!connecting_) {
      connecting_ = true;
      connection_ = co_await load();
      connecting_ = false;
    }
  }
  home::Task<> ok_lookedAgain() {
    if (!connection_) {
      auto made = co_await load();
      if (!connection_)
        connection_ = made;
    }
  }

private:
  std::mutex mutex_;
  home::AsyncMutex gate_;
  std::once_flag once_;
  std::unique_ptr<Config> config_;
  std::atomic<Config *> atomic_ = nullptr;
  std::atomic<bool> done_ = false;
  std::optional<Config> extra_;
  Config *connection_ = nullptr;
  bool ready_ = false, connecting_ = false;
  int value_ = 0;
};
template void Service::bad_template(std::mutex &);
template void Service::bad_template(std::timed_mutex &);

pthread_mutex_t raw;
volatile bool started;
void bad_c() {
  if (!started) { // volatile orders nothing
    // CHECK: [[#@LINE-1]]:8: warning: 'started' is read here
    pthread_mutex_lock(&raw);
    if (!started)
      started = true;
    pthread_mutex_unlock(&raw);
  }
}

#define ONCE(flag, action) if (!flag) { std::lock_guard guard(m); if (!flag) { action; flag = true; } }
bool loaded;
void bad_macro() {
  ONCE(loaded, coin());
  // CHECK: [[#@LINE-1]]:8: warning: 'loaded' is read here
}

auto bad_lambda = [](auto make) {
  if (!config) {
    // CHECK: [[#@LINE-1]]:8: warning: 'config' is read here
    std::lock_guard guard(m);
    if (!config)
      config = make();
  }
};
void useLambda() { bad_lambda([] { return new Config; }); }
