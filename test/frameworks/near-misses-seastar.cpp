// RUN: %check-tidy --silent %s "async-*,-async-advice-*" -- -std=c++23
// Patterns of real seastar programs that look wrong and are right. Each number is the pattern's in
// the list of what a naive check would flag.

#include "seastar/core/coroutine.hh"
#include "seastar/core/gate.hh"
#include "seastar/core/loop.hh"
#include "seastar/core/promise.hh"
#include "seastar/core/reactor.hh"
#include "seastar/core/rwlock.hh"
#include "seastar/core/semaphore.hh"
#include "seastar/core/shared_mutex.hh"
#include "seastar/core/sleep.hh"
#include "seastar/core/thread.hh"
#include "seastar/core/when_all.hh"
#include "seastar/coroutine/parallel_for_each.hh"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

using seastar::future;
using namespace std::chrono_literals;

future<> store();
future<int> fetch();
void use(int);
void log(std::exception_ptr);

// ---- locks

// 3, alien_worker: the scope ends before the await.
class AlienWorker {
public:
  future<int> submit(std::function<int()> work) {
    seastar::promise<int> done;
    auto result = done.get_future();
    {
      std::lock_guard lock(mutex_);
      if (work_.size() >= 100)
        throw std::length_error("too much work");
      work_.push_back(std::move(work));
      ready_.notify_one();
    }
    co_return co_await std::move(result);
  }

  // 19: a mutex and a condition on a thread of its own, not on the reactor.
  void start() {
    worker_ = std::thread([this] {
      for (;;) {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return stopped_ || !work_.empty(); });
        if (stopped_)
          return;
        auto work = std::move(work_.front());
        work_.pop_front();
        lock.unlock();
        work();
      }
    });
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    ready_.notify_one();
    worker_.join();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<int()>> work_;
  bool stopped_ = false;
  std::thread worker_;
};

// 4, get_unique_lock: a standard guard adopts an asynchronous mutex.
future<std::unique_lock<seastar::shared_mutex>> adopt(seastar::shared_mutex &mutex) {
  co_await mutex.lock();
  co_return std::unique_lock<seastar::shared_mutex>(mutex, std::adopt_lock);
}

// 13, consensus: units returned by hand while their variable lives on.
future<> returnEarly(seastar::semaphore &permits) {
  auto units = co_await seastar::get_units(permits, 1);
  units.return_all();
  co_await store();
}

// 14, replicate_batcher: one semaphore's units are handed over for another's.
future<> handOver(seastar::semaphore &outer, seastar::semaphore &inner) {
  auto batcher = co_await seastar::get_units(outer, 1);
  auto appender = co_await seastar::get_units(inner, 1);
  batcher.return_all();
  co_await store();
}

// 15, segment: try, undo, then wait for the lock on purpose.
future<> tryFirst(seastar::rwlock &lock) {
  if (lock.try_write_lock()) {
    lock.write_unlock();
    co_await lock.write_lock();
    lock.write_unlock();
  }
}

// 16, vote_stm: an asynchronous lock over the whole coroutine.
future<> wholeOperation(seastar::semaphore &operation) {
  auto units = co_await seastar::get_units(operation, 1);
  co_await store();
  use(co_await fetch());
}

// 17, ldap_connection: a C library that is set up once, and no suspension inside.
std::mutex libraryMutex;
future<> initialise() {
  {
    std::lock_guard guard(libraryMutex);
    use(1);
  }
  return store();
}

// 18, systemwide_memory_barrier: never waits for the lock.
bool barrier() {
  static std::mutex mutex;
  std::unique_lock lock(mutex, std::try_to_lock);
  return lock.owns_lock();
}

// ---- waiting

// 25, storage_service: a seastar thread may get().
future<> inThread() {
  return seastar::async([] {
    store().get();
    use(fetch().get());
  });
}

// 26, migration_manager: only the inner function runs in the thread.
future<> nestedThread() {
  co_await store();
  co_await seastar::async([] { store().get(); });
}

// 27, a project's own macro makes the body a seastar thread.
#define FIXTURE_TEST(name) void name()
FIXTURE_TEST(units_are_given_back) { store().get(); }

// 31, app-template: ready by construction.
future<> alwaysReady() {
  return store().then_wrapped([](future<> f) {
    try {
      f.get();
    } catch (...) {
      log(std::current_exception());
    }
  });
}

// ---- work that goes on

class Service : public std::enable_shared_from_this<Service> {
public:
  // 33, token_metadata: the gate's holder is part of the chain.
  void clear() {
    (void)store()
        .handle_exception([](std::exception_ptr error) { log(error); })
        .finally([holder = gate_.hold()] {});
  }

  // 34, gossiper.
  void background() {
    (void)seastar::with_gate(gate_, [this] {
      return run().handle_exception([](std::exception_ptr error) { log(error); });
    });
  }

  // 35, reader_concurrency_semaphore, and 42, rpc: stop() waits for the gate.
  void waitedInStop() {
    (void)seastar::with_gate(gate_, [this] { return run(); });
  }
  future<> stop() { return gate_.close(); }

  // 36, trace_keyspace_helper.
  void trace() {
    (void)seastar::with_gate(gate_, [this] { return run(); })
        .handle_exception([](std::exception_ptr error) { log(error); });
  }

  // 37, compaction_manager.
  void compact() {
    (void)run().then_wrapped([holder = gate_.hold()](future<> f) { f.ignore_ready_future(); });
  }

  // 38, schema_registry: the result goes into a promise of the object, which it holds.
  void load() {
    (void)fetch().then_wrapped([self = shared_from_this()](future<int> f) {
      if (f.failed())
        self->loaded_.set_exception(nullptr);
      else
        self->loaded_.set_value(f.get());
    });
  }

  // 39, raft server: `this auto` copies the closure into the frame.
  void capturing(std::vector<int> entries) {
    (void)seastar::with_gate(gate_, [this, entries](this auto) -> future<> {
      co_await run();
      use(static_cast<int>(entries.size()));
    });
  }

  // 40, reactor: forwards what became of it; and a keeper of the reactor's own.
  void kept(seastar::semaphore &permits, std::function<void(bool)> item) {
    seastar::engine().run_in_background(run());
    (void)seastar::get_units(permits, 1).then_wrapped(
        [item = std::move(item)](auto f) { item(f.failed()); });
  }

  // 41, app-template.
  void orTerminate() { (void)run().or_terminate(); }

  // 43, httpd: the lambda is no coroutine; it calls one that takes values.
  void serve(int connection) {
    (void)seastar::try_with_gate(gate_, [this, connection] { return process(connection); })
        .handle_exception([](std::exception_ptr error) { log(error); });
  }

  // 44, tls.
  void closeQuietly() {
    (void)gate_.close().handle_exception([](std::exception_ptr) {});
  }

  // 46, replicate_entries_stm: counted, and waited for through a semaphore.
  future<> dispatch(std::vector<int> nodes) {
    for (int node : nodes) {
      ++requests_;
      (void)process(node).finally([this] { dispatched_.signal(); });
    }
    co_await dispatched_.wait(requests_);
  }

  // 47, replicate_batcher.
  void flush() {
    (void)run().finally([holder = gate_.hold()] {});
  }

  // 48, segment_appender: ordered by a semaphore.
  void append() {
    (void)seastar::with_semaphore(dispatched_, 1, [this] { return run(); });
  }

  // 49, produce: fulfils a promise on the shard that waits for it.
  void reply(unsigned shard, std::unique_ptr<seastar::promise<>> done) {
    (void)seastar::smp::submit_to(shard, [done = std::move(done)] { done->set_value(); });
  }

  // 62, a test: a certain error is expected.
  void expected() {
    (void)fetch().discard_result().handle_exception_type([](const std::exception &) { /* expected */ });
  }

private:
  future<> run();
  future<> process(int);
  seastar::gate gate_;
  seastar::promise<int> loaded_;
  seastar::semaphore dispatched_{0};
  unsigned requests_ = 0;
};

// 45, transport: an object whose assignment takes the future over.
namespace ssx::detail {
struct background_t {
  void operator=(future<> f) const { seastar::engine().run_in_background(std::move(f)); }
};
} // namespace ssx::detail
inline constexpr ssx::detail::background_t background;
void takenOver() { background = store(); }

// 63a, storage_service: the chain ends in a call that takes the rest over.
void forwarded(std::shared_ptr<seastar::promise<>> stopped) {
  (void)seastar::async([] { store().get(); })
      .then_wrapped([stopped](future<> f) {
        f.failed() ? stopped->set_exception(nullptr) : stopped->set_value();
      });
}

// ---- closures

// 67, gossiper and table_helper: the awaitable keeps the callable.
future<> parallel(std::vector<int> range, std::unordered_map<int, int> map) {
  co_await seastar::coroutine::parallel_for_each(range, [&map](auto key) -> future<> {
    co_await store();
    use(map.at(key));
  });
}

// 68, sstable_directory: wrapped, and awaited in the same statement.
future<> wrapped(int number) {
  co_await store().then(seastar::coroutine::lambda([number]() -> future<> {
    co_await store();
    use(number);
  }));
}

// 69, randomized_nemesis_test: not stored, but alive until the expression ends.
future<> temporaryLives(seastar::gate &gate, std::vector<int> commands) {
  co_await seastar::with_gate(gate, [commands]() mutable -> future<> {
    co_await store();
    use(commands.front());
  });
}

// 70, cache_service: returns a future and is no coroutine.
future<> noCoroutine(int number) {
  return store().then([number]() -> future<> {
    use(number);
    return store();
  });
}

// 71, rm_stm: kept by the loop.
future<> limited(std::vector<int> keys, int number) {
  return seastar::max_concurrent_for_each(keys, 10, [number](int key) {
    use(key + number);
    return store();
  });
}

// 73, flex_versions: reference parameters of what the caller always awaits.
future<int> parse(const std::vector<int> &bytes) {
  co_await store();
  co_return bytes.front();
}
future<int> awaited(std::vector<int> bytes) { co_return co_await parse(bytes); }

// 75, schema_registry: thread_local is how a shard keeps its own.
thread_local std::unordered_map<int, int> registry;
future<int> lookUp(int key) {
  registry.emplace(key, co_await fetch());
  co_return registry.at(key);
}

// 77, transform_manager: the element lives as long as the loop.
future<> elements(std::vector<int> &values) {
  return seastar::parallel_for_each(values, [](int &value) {
    use(value);
    return store();
  });
}
