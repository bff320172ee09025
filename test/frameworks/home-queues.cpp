// Queues, executors and what belongs to them in other people's styles: no model names
// them.
// RUN: %driver models --why=%s -- -std=c++20 | FileCheck %s --implicit-check-not="'near::"

#include <array>
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

struct Message { int id; };

namespace queues {
// CHECK: [[#@LINE+1]]:26: class 'queues::BlockingQueue<Message>': queue: {push: [put], pop: [take, tryTake], size: [size]}
template <class T> class BlockingQueue {
public:
  void put(T item);
  T take();
  std::optional<T> tryTake();
  std::size_t size() const;

private:
  std::mutex m_;
  std::condition_variable notEmpty_;
  std::deque<T> items_;
};
extern BlockingQueue<Message> unlimited;
using Complete = decltype(sizeof(unlimited));

// CHECK: [[#@LINE+1]]:7: class 'queues::bounded_channel': queue: {bound: by-constructor, push: [send], pop: [recv]}
class bounded_channel {
public:
  explicit bounded_channel(std::size_t capacity);
  bool send(Message m);
  bool recv(Message &out);

private:
  std::mutex m_;
  std::vector<Message> ring_;
  std::size_t capacity_;
};

// CHECK: [[#@LINE+1]]:38: class 'queues::SpscRing<Message, 64>': queue: {bound: by-template, argument: 1, push: [try_push], pop: [try_pop]}
template <class T, unsigned N> class SpscRing {
public:
  bool try_push(const T &value);
  bool try_pop(T &value);

private:
  std::atomic<unsigned> head_, tail_;
  T slots_[N];
};
extern SpscRing<Message, 64> ring;
using CompleteRing = decltype(sizeof(ring));

// CHECK: [[#@LINE+1]]:7: class 'queues::CMailSlots': queue: {bound: fixed, push: [Put], pop: [Get]}
class CMailSlots {
public:
  bool Put(Message m);
  std::optional<Message> Get();

private:
  std::mutex m_lock;
  std::array<Message, 8> m_slots;
};

// Elements carry their own link; nobody allocates.
struct Node { Node *next; };
// CHECK: [[#@LINE+1]]:7: class 'queues::intrusive_mpsc_queue': queue: {bound: unknown, push: [push], pop: [pop]}
class intrusive_mpsc_queue {
public:
  void push(Node *node);
  Node *pop();

private:
  std::atomic<Node *> head_;
  Node *tail_;
};

// Behind a pointer, and awaited on one side.
struct RecvAwaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  Message await_resume();
};
// CHECK: [[#@LINE-5]]:8: class 'queues::RecvAwaiter': awaitable: {}
// CHECK: [[#@LINE+1]]:7: class 'queues::AsyncChannel': queue: {bound: unknown, push: [trySend], pop: [receive]}
class AsyncChannel {
public:
  bool trySend(Message m);
  RecvAwaiter receive();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What an actor has: no lock of its own, but it says what it is.
// CHECK: [[#@LINE+1]]:7: class 'queues::Mailbox': queue: {container: true, push: [post], pop: [next]}
class Mailbox {
public:
  void post(Message m);
  Message next();

private:
  std::deque<Message> inbox_;
};
} // namespace queues

namespace runners {
// CHECK: [[#@LINE+1]]:7: class 'runners::WorkerPool': executor: {kind: pool}
class WorkerPool {
public:
  void submit(std::function<void()> job);
  // CHECK: [[#@LINE-1]]:8: function 'runners::WorkerPool::submit': callbacks: [{argument: 0, runs: offload, keeps: stored}]

private:
  std::vector<std::thread> threads_;
  std::deque<std::function<void()>> jobs_;
};

// CHECK: [[#@LINE+1]]:7: class 'runners::HiddenPool': executor: {kind: pool}
class HiddenPool {
public:
  explicit HiddenPool(int num_threads);
  void Execute(std::function<void()> f);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// CHECK: [[#@LINE+1]]:7: class 'runners::run_loop': executor: {kind: loop}
class run_loop {
public:
  void run();
  void post(std::function<void()> f) { due_.push_back(std::move(f)); }
  // CHECK: [[#@LINE-1]]:8: function 'runners::run_loop::post': callbacks: [{argument: 0, runs: loop, keeps: stored}]

private:
  std::deque<std::function<void()>> due_;
};

// CHECK: [[#@LINE+1]]:7: class 'runners::UiThread': executor: {kind: loop}
class UiThread {
public:
  void PostTask(std::function<void()> fn);
  void Pump() { std::vector<std::function<void()>> now; now.swap(tasks_); for (auto &t : now) t(); }

private:
  std::vector<std::function<void()>> tasks_;
};

// CHECK: [[#@LINE+1]]:7: class 'runners::Strand': executor: {kind: strand}
class Strand {
public:
  explicit Strand(WorkerPool &pool) : pool_(pool) {}
  void post(std::function<void()> f);

private:
  WorkerPool &pool_;
  std::mutex m_;
  std::deque<std::function<void()>> waiting_;
};

// CHECK: [[#@LINE+1]]:6: function 'runners::onLoop': callbacks: [{argument: 1, runs: loop, keeps: stored}]
void onLoop(run_loop &loop, std::function<void()> f) { loop.post(std::move(f)); }
// CHECK: [[#@LINE+1]]:6: function 'runners::atOnce': callbacks: [{argument: 0, runs: inline, keeps: call}]
void atOnce(const std::function<void(int)> &visit) { if (visit) visit(1); }
// CHECK: [[#@LINE+1]]:6: function 'runners::promised': callbacks: [{argument: 0, runs: inline, keeps: call}]
void promised(void (*f [[clang::noescape]])());

class Server {
public:
  void onRequest(std::function<void()> f) { handler_ = std::move(f); }
  // CHECK: [[#@LINE-1]]:8: function 'runners::Server::onRequest': callbacks: [{argument: 0, runs: unknown, keeps: stored}]

private:
  std::function<void()> handler_;
};

// CHECK: [[#@LINE+1]]:7: class 'runners::JoiningThread': thread: {joins: true}
class JoiningThread {
public:
  explicit JoiningThread(std::function<void()> f) : thread_(std::move(f)) {}
  ~JoiningThread() { thread_.join(); }

private:
  std::thread thread_;
};
// CHECK: [[#@LINE+1]]:7: class 'runners::BareThread': thread: {}
class BareThread : public std::thread {
public:
  explicit BareThread(std::function<void()> work);
};

struct Join { bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };
// CHECK: [[#@LINE-1]]:8: class 'runners::Join': awaitable: {}
// CHECK: [[#@LINE+1]]:7: class 'runners::Nursery': scope: true
class Nursery {
public:
  void start_soon(std::function<void()> child);
  // CHECK: [[#@LINE-1]]:8: function 'runners::Nursery::start_soon': spawn: {}
  Join join();
};

// CHECK: [[#@LINE+1]]:7: class 'runners::Crew': {{.*}}closeable: {by: [join], after: [spawn]}
class Crew {
public:
  ~Crew() { if (running_ != 0) __builtin_abort(); }
  void spawn(std::function<void()> child);
  // CHECK: [[#@LINE-1]]:8: function 'runners::Crew::spawn': spawn: {}
  Join join();

private:
  int running_ = 0;
};

// CHECK: [[#@LINE+2]]:41: class 'UniqueFunction<{{.*}}>': callable-wrapper: true
template <class Signature> class UniqueFunction;
template <class R, class... Args> class UniqueFunction<R(Args...)> {
public:
  template <class F> UniqueFunction(F f);
  R operator()(Args...);
};
extern UniqueFunction<void()> later;
using CompleteFunction = decltype(sizeof(later));
} // namespace runners

namespace stop {
// CHECK: [[#@LINE+1]]:7: class 'stop::CancelToken': cancellation-token: true
class CancelToken {
public:
  bool isCancelled() const;
  // CHECK: [[#@LINE-1]]:8: function 'stop::CancelToken::isCancelled': checks-cancellation: true

private:
  std::shared_ptr<std::atomic<bool>> flag_;
};
// CHECK: [[#@LINE+1]]:7: class 'stop::CancelSource': cancel-handle: {ends-work: false}
class CancelSource {
public:
  void cancel();
  // CHECK: [[#@LINE-1]]:8: function 'stop::CancelSource::cancel': cancel: {}
  CancelToken token() const;
};
// CHECK: [[#@LINE+1]]:26: class 'stop::Promise<int>': promise: true
template <class T> class Promise {
public:
  void setValue(T value);
  void setError(std::string why);
};
extern Promise<int> answer;
using CompletePromise = decltype(sizeof(answer));
} // namespace stop

namespace resources {
class Connection {
public:
  void beginTransaction();
  // CHECK: [[#@LINE-1]]:8: function 'resources::Connection::beginTransaction': open: {what: transaction, closed-by: [commit, rollBack], into: receiver}
  void commit();
  // CHECK: [[#@LINE-1]]:8: function 'resources::Connection::commit': close: {}
  void rollBack();
  // CHECK: [[#@LINE-1]]:8: function 'resources::Connection::rollBack': close: {}
};
// CHECK: [[#@LINE+1]]:7: class 'resources::Subscription': cancel-handle: {ends-work: true}
class Subscription {
public:
  ~Subscription() { unsubscribe(); }

private:
  void unsubscribe();
};
} // namespace resources

namespace near {
class Editor { public: void begin(); void commit(); };
class Track { public: int *begin(); void commit(); void rollback(); };
class SubscriptionPlan { public: ~SubscriptionPlan() { clear(); } private: void clear(); };
class StringPool { public: const std::string &get(const std::string &text); void add(std::string text); private: std::vector<std::string> all_; };
class Settings { public: void put(std::string key, int value); int get(std::string key) const; private: std::mutex m_; };
class Stack { public: void push(int); int pop(); private: std::vector<int> items_; };
class Pipeline {
public:
  Pipeline &add(std::function<void()> step);
  void run() { for (auto &step : steps_) step(); }

private:
  std::vector<std::function<void()>> steps_;
};
class Signal { public: void connect(std::function<void()>); void emit(); private: std::vector<std::function<void()>> handlers_; };
struct Tree { template <class V> void accept(V &&visitor) const; };
class Order { public: bool isCancelled() const; void cancel(); private: bool cancelled_; };
class FormField { public: void setValue(std::string); void setError(std::string); };
class Parser { public: void fail(std::string); void complete(); };
class Actor { public: void run(); private: std::thread thread_; };
struct Matrix { std::array<int, 9> m; int get(int i) const; void add(const Matrix &); };
class File { public: void write(std::string); std::string read(); private: int fd_; };
} // namespace near
