// The vocabulary: what a type or a function means to asynchronous code. Filled from the
// YAML models (`frameworks/`, schema in docs/models.md) or inferred from structure
// (`model/infer.h`).
#pragma once

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace async_tidy {

// ---- types
// -------------------------------------------------------------------------------

/// When the work behind a task begins.
enum class Start { Unknown, Lazy, Eager };

/// What happens to the work when its task object is destroyed unconsumed.
enum class Drop {
  Unknown,
  NeverRuns,  ///< A lazy body is destroyed before its first statement.
  Detaches,   ///< It goes on; result and error are lost.
  LosesError, ///< It goes on or is over; only an error is lost.
  Blocks,     ///< The destructor waits: the call is synchronous in disguise.
  Cancels,    ///< The work is cancelled where the object dies.
  Terminates, ///< The destructor aborts the program.
  Harmless,   ///< Made to be dropped (fire-and-forget types).
};

/// The result of an asynchronous operation: a task, future, sender or promise-backed
/// handle.
struct TaskRole {
  Start start = Start::Unknown;
  Drop drop = Drop::Unknown;
  bool singleShot = true; ///< Consumed by the first await or get.
};

/// Something `co_await` accepts that is not a task.
struct AwaitableRole {
  bool neverSuspends = false; ///< `await_ready` is always true.
  bool cheap = false;         ///< Suspends, but waits for nobody (a thread hop, a yield).
};

/// A lock.
struct MutexRole {
  bool async =
      false; ///< Made to be held over a suspension: `lock()` is awaitable or it suspends.
  bool shared = false;
  bool recursive = false;
};

/// RAII over a lock. Whether it is thread-owned is the mutex's question, never the
/// guard's.
struct GuardRole {
  bool async = false;    ///< Guards an async mutex whatever its arguments say.
  bool deferred = false; ///< May be constructed without locking.
};

/// What a tag argument asks of a guard's constructor: leave the lock alone, take over one
/// that is held, or do not wait for it.
enum class LockTag { Defer, Adopt, Try };

/// How many elements a queue takes before it refuses or waits.
enum class Bound { Unbounded, ByConstructor, ByTemplate, Fixed };

/// A queue or channel between execution contexts, or a container used as one.
struct QueueRole {
  Bound bound = Bound::Unbounded;
  unsigned argument = 0;  ///< Which constructor or template argument bounds it, from 0.
  bool container = false; ///< A plain container: a queue only when used as one.
  std::vector<std::string> push, pop, size; ///< Names of its methods.
  std::vector<std::string> popAt; ///< Methods that remove what an iterator names: a pop,
                                  ///< if that is the first element.
};

/// Where the callables given to an executor run.
enum class ExecutorKind { Loop, Pool, Strand, Inline };
struct ExecutorRole {
  ExecutorKind kind = ExecutorKind::Loop;
};

/// Waits for everything started in it: a gate, nursery or task group.
struct ScopeRole {};
/// Counts permits.
struct SemaphoreRole {
  bool async = false;
};
/// A condition variable.
struct ConditionVariableRole {
  bool async = false;
};
/// An operating system thread.
struct ThreadRole {
  bool joins = false; ///< The destructor joins.
};
/// Carries a cancellation request.
struct CancellationTokenRole {};
/// An object whose I/O obeys a deadline set on it.
struct DeadlineRole {
  std::vector<std::string> arm; ///< Methods that set it, e.g. `expires_after`.
};
/// A type-erased callable: `std::function` and its like.
struct CallableWrapperRole {};
/// Stands for "forget the result" where a completion handler is expected.
struct DetachedTokenRole {};

/// Where knowledge comes from, for `models --why` and for messages.
struct Origin {
  std::string source; ///< Model file, or `structure`.
  unsigned line = 0;  ///< Line in the model file, 0 for structure.
  std::string why;    ///< For structure: what was seen, e.g. "has a promise_type".
};

/// Everything known about one type. A type may have several roles.
struct TypeFacts {
  std::string name; ///< Qualified, without template arguments and inline namespaces.
  Origin origin;
  std::string framework; ///< `asio`, `std`, ..., or empty for inferred types.
  std::string instead;   ///< Advice: what to write instead of using it where it hurts.
  std::optional<TaskRole> task;
  std::optional<AwaitableRole> awaitable;
  std::optional<MutexRole> mutex;
  std::optional<GuardRole> guard;
  std::optional<LockTag> lockTag;
  std::optional<QueueRole> queue;
  std::optional<ExecutorRole> executor;
  std::optional<ScopeRole> scope;
  std::optional<SemaphoreRole> semaphore;
  std::optional<ConditionVariableRole> conditionVariable;
  std::optional<ThreadRole> thread;
  std::optional<CancellationTokenRole> cancellationToken;
  std::optional<DeadlineRole> deadline;
  std::optional<CallableWrapperRole> callableWrapper;
  std::optional<DetachedTokenRole> detachedToken;
  bool duration = false;  ///< A length of time, or a point in it.
  bool generator = false; ///< Yields; its body is not asynchronous unless it awaits.
  bool none =
      false; ///< Known to mean nothing: no role, and none is to be inferred either.
  std::string since; ///< First version of the framework that has it; empty: all.
};

// ---- functions
// ---------------------------------------------------------------------------

/// Which argument of a call; `-1` is the last one, `Receiver` the object it is called on.
using ArgumentIndex = int;
inline constexpr ArgumentIndex Receiver = -1000;

/// A test on a call that a role depends on. All given members must hold.
struct Condition {
  ArgumentIndex argument = Receiver;
  std::optional<int64_t>
      equals; ///< Constant value, zero durations and zero structs count as 0.
  std::vector<std::string> hasFlag;  ///< Any of these macros or enumerators is or-ed in.
  std::vector<std::string> type;     ///< Its type is, or derives from, any of these.
  std::vector<std::string> variable; ///< It is any of these variables: `std::cin`.
  std::optional<int>
      count; ///< The call has this many arguments (without defaulted ones).
  std::vector<std::string>
      receiverCalled; ///< Any of these was called on the same receiver in
                      ///< this function or class (`non_blocking`).
};

/// Why a call occupies its thread.
enum class BlockingKind {
  Sleep,
  Network,
  Dns,
  File,
  Stdin,
  Process,
  Database,
  Lock,
  Wait,
  Join,
  Poll,
  RunLoop,
  Log,
  Cpu
};

/// Occupies the calling thread until something outside it happens.
struct BlockingRole {
  BlockingKind kind = BlockingKind::Wait;
  std::string instead; ///< What to write in asynchronous code; `{receiver}` is replaced.
  std::vector<Condition> unless; ///< Any one that holds makes it non-blocking.
  std::vector<Condition> when;   ///< If given, one must hold.
  bool uncertain = false; ///< Depends on what the call does not show, such as the mode
                          ///< of a descriptor: too weak for a finding on its own.
};

/// Blocks until a task, future or thread is done: deadlocks on the executor that must
/// finish it.
struct SyncWaitRole {
  ArgumentIndex argument = Receiver; ///< What is waited for.
  std::string instead;
  std::vector<std::string> readyAfter; ///< Methods that prove it ready, e.g. `is_ready`.
  std::vector<Condition> unless;       ///< Any one that holds makes it return at once.
};

/// What a wait waits for; decides whether a missing deadline is a defect.
enum class WaitKind {
  Connect,
  Handshake,
  Read,
  Write,
  Resolve,
  Request,
  Shutdown,
  Accept,
  Receive,
  Send,
  Lock,
  Event,
  Timer,
  Join
};

/// Completes when a peer acts: the operation a deadline belongs to.
struct WaitRole {
  WaitKind kind = WaitKind::Event;
  std::optional<ArgumentIndex> deadline; ///< Argument that bounds it, if it has one.
  std::vector<Condition> unless;         ///< Any one that holds: it waits for no peer.
};

/// Where a callable argument runs.
enum class Runs { Inline, Loop, Offload, Thread };

/// How long a callee keeps a callable.
enum class Keeps {
  Call,   ///< Only during the call.
  Task,   ///< Until the returned task is done (moved into its frame or state).
  Caller, ///< Not at all: a reference, valid while the caller's full expression lives.
  Stored  ///< Beyond the returned task or with no owner that outlives it; freed once
          ///< invoked.
};

/// A callable argument. Of several for one argument, the first whose condition holds
/// counts.
struct CallbackRole {
  ArgumentIndex argument = -1;
  Runs runs = Runs::Loop;
  Keeps keeps = Keeps::Stored;
  bool dropsResult = false;    ///< A task that the callable returns is destroyed.
  std::vector<Condition> when; ///< If given, one must hold.
};

/// Starts work that runs beside the caller.
struct SpawnRole {
  ArgumentIndex argument = 0;
  std::optional<ArgumentIndex> token; ///< Completion handler, where the result goes.
  bool detached = false;              ///< Nobody can wait for it.
  bool bounded = false;               ///< Limits how many run at once.
};

/// Bounds another operation by time.
struct TimeoutRole {
  ArgumentIndex bounds = 0; ///< Operation, token or object that gets a deadline.
};

/// Waits for several tasks.
enum class Combine { All, Any };
struct CombinatorRole {
  Combine combine = Combine::All;
};

/// A wait on a condition variable.
struct ConditionWaitRole {
  ArgumentIndex lock = 0;
  std::optional<ArgumentIndex> predicate; ///< Where the predicate overload takes it.
  bool timed = false;
};

/// What a call does to a lock.
enum class LockEffect { Acquire, TryAcquire, Release, Notify };
struct LockOperationRole {
  LockEffect effect = LockEffect::Acquire;
  ArgumentIndex argument = Receiver;
  bool shared = false;
};

/// Opens a descriptor or changes its mode.
struct DescriptorRole {
  std::vector<std::string> nonBlocking; ///< Flags that make it non-blocking.
};

/// Takes a task and leaves it alone: an inspection such as `valid()`.
struct InspectsRole {};
/// Takes responsibility for a task: `detach`, `release`.
struct ConsumesRole {};
/// Returns its own receiver or argument (builder style): dropping the result drops
/// nothing.
struct ReturnsSelfRole {};
/// Unbounded wait for new work of a server (`accept`): loops over it never end.
struct AcceptsWorkRole {};

/// Everything known about one function. A function may have several roles.
struct FunctionFacts {
  std::string name; ///< Qualified, without template arguments and inline namespaces.
  Origin origin;
  std::string framework;
  std::optional<TaskRole> returns; ///< The task it returns, where its type says less.
  std::optional<BlockingRole> blocking;
  std::optional<SyncWaitRole> syncWait;
  std::optional<WaitRole> wait;
  std::vector<CallbackRole> callbacks;
  std::optional<SpawnRole> spawn;
  std::optional<TimeoutRole> timeout;
  std::optional<CombinatorRole> combinator;
  std::optional<ConditionWaitRole> conditionWait;
  std::optional<LockOperationRole> lockOperation;
  std::optional<DescriptorRole> descriptor;
  std::optional<InspectsRole> inspects;
  std::optional<ConsumesRole> consumes;
  std::optional<ReturnsSelfRole> returnsSelf;
  std::optional<AcceptsWorkRole> acceptsWork;
  bool suspends = false; ///< Stackful: the call itself is a suspension point.
  bool spawnsThread = false;
  bool isTest = false;   ///< A test body macro's function.
  bool none = false;     ///< Known to mean nothing.
  bool cLinkage = false; ///< Only functions with C linkage are meant.
  std::string since;     ///< First version of the framework that has it; empty: all.
};

/// Advice text that differs per framework, keyed by topic, for code whose coroutine type
/// tells the framework: `sleep`, `mutex`, `queue`, `timeout`, `offload`, `await`,
/// `spawn-limit`, ...
struct Advice {
  std::string topic;
  std::string text;
};

/// One framework's model.
struct FrameworkModel {
  std::string name;
  std::string source;  ///< Path shown in errors and by `models`.
  std::string extends; ///< Framework whose entries hold here too.
  unsigned extendsLine = 0;
  bool cLinkage = false; ///< Its functions are C: a C++ function `connect` of the user's
                         ///< own is another one.
  std::vector<std::string> namespaces; ///< Names below are relative to each of these; a
                                       ///< leading `::` makes a name absolute.
  std::vector<std::string> headers;    ///< Headers that declare them, for the tests.
  std::vector<TypeFacts> types;
  std::vector<FunctionFacts> functions;
  std::vector<Advice> advice;
};

} // namespace async_tidy
