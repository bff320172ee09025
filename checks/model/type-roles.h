// What a type can be to asynchronous code. A model file spells these (`model/words.h`,
// `model/yaml-roles.h`); structure infers some of them (`model/infer*.h`).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace async_tidy {

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
  bool hidesMutex =
      false; ///< Locks a mutex that its arguments do not name, and a thread owns it.
};

/// What a tag argument asks of a guard's constructor: leave the lock alone, take over one
/// that is held, or do not wait for it.
enum class LockTag { Defer, Adopt, Try };

/// How many elements a queue takes before it refuses or waits.
enum class Bound { Unknown, Unbounded, ByConstructor, ByTemplate, Fixed };

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
/// Lets all who wait for it go on once it is set.
struct EventRole {
  bool async = false; ///< Waiting for it suspends.
};
/// A condition variable.
struct ConditionVariableRole {
  bool async = false;
};
/// An operating system thread.
struct ThreadRole {
  bool joins = false;    ///< The destructor joins.
  bool detaches = false; ///< The destructor lets it run on; else it ends the program.
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
/// Given as the last argument, it makes the call itself a suspension point: the token of
/// a stackful coroutine.
struct SuspendTokenRole {};

/// A length of time or a point in it.
struct DurationRole {};
/// A clock. One that can be set jumps, and a deadline on it jumps along.
struct ClockRole {
  bool steady = false;
};
/// Stands for a failure: `std::error_code`.
struct ErrorCodeRole {};
/// Holds a value or a failure, and says nothing unless asked.
struct OutcomeRole {};
/// The producing end of a future, as a rule to be settled once.
struct PromiseRole {};
/// Must be closed, stopped or joined before it dies, and somebody must wait for that.
struct CloseableRole {
  std::vector<std::string> by;    ///< Methods that do it.
  std::vector<std::string> after; ///< If given, only objects on which one of these
                                  ///< methods was called need it.
};
/// Counts as a claim on something shared until it is destroyed: semaphore units, a slot
/// of a pool.
struct PermitRole {};
/// The only means to stop what was started: a stop source, a subscription, a timer.
struct CancelHandleRole {
  bool endsWork = false; ///< Its destructor ends what it stands for.
};
/// Refers to data that something else owns.
struct ViewRole {};
/// Belongs to the thread or to the scope it was made in, and must be gone before a
/// suspension: a tracing span, a borrowed thread-local value.
struct ScopeBoundRole {
  std::string why; ///< What a suspension does to it, one clause.
};

/// What a change of a container does to iterators and references into it.
enum class Storage {
  Contiguous, ///< Growth moves every element.
  Deque,      ///< Growth invalidates iterators, not references.
  Nodes,      ///< Only removed elements are affected.
  Hash,       ///< Growth invalidates iterators, not references.
  Flat        ///< Sorted contiguous storage: every insertion moves elements.
};
/// A container.
struct ContainerRole {
  Storage storage = Storage::Contiguous;
  std::vector<std::string> grow;   ///< Methods that may add elements.
  std::vector<std::string> remove; ///< Methods that may remove or replace elements.
};

} // namespace async_tidy
