// What a call can do to asynchronous code. A model file spells these (`model/words.h`,
// `model/yaml-roles.h`); structure infers some of them (`model/infer*.h`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace async_tidy {

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
      receiverCalled; ///< Any of these was called on the same object in
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

/// Where a callable argument runs; `Unknown` where only its being kept is known.
enum class Runs { Unknown, Inline, Loop, Offload, Thread };

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

/// Asks an operation, a task or a whole object to stop.
struct CancelRole {
  ArgumentIndex argument = Receiver;
};
/// Ends the life of a resource that another call opened.
struct CloseRole {
  ArgumentIndex argument = Receiver;
};
/// Hands out a resource that must be given back by hand.
struct OpenRole {
  std::string what;                  ///< In words: `descriptor`, `transaction`.
  std::vector<std::string> closedBy; ///< Functions that give it back, by qualified name.
  std::optional<ArgumentIndex> into; ///< Argument it is written to; else it is returned.
};
/// Takes a permit of a semaphore, or gives it back.
enum class PermitEffect { Acquire, TryAcquire, Release };
struct PermitOperationRole {
  PermitEffect effect = PermitEffect::Acquire;
  ArgumentIndex argument = Receiver;
};
/// Settles a promise, with a value or an error.
struct SettleRole {
  ArgumentIndex argument = Receiver;
};
/// May decline, or do less than asked; only its result says so.
struct MayRefuseRole {
  bool partial = false; ///< Does a part and says how much.
};
/// Returns something that refers to an argument: `asio::buffer(s)`, `s.c_str()`.
struct ViewsRole {
  ArgumentIndex argument = 0;
};
/// Not safe to be called by two threads.
struct MtUnsafeRole {
  std::string instead;
};
/// Its result belongs to the thread that asks: an id, an address of thread-local data.
struct ThreadIdentityRole {};
/// Receives the error of the task it is called on: `.handle_exception(...)`.
struct HandlesErrorRole {};
/// Looks whether a stop was requested.
struct ChecksCancellationRole {};

/// Direction of the data of a stream operation.
enum class Direction { Read, Write, Both };
/// Works on a stream that takes one such operation at a time.
struct StreamOperationRole {
  Direction direction = Direction::Write;
  ArgumentIndex stream = Receiver;
  std::optional<ArgumentIndex> buffer; ///< The memory that it uses until it is done.
  bool overlaps = false; ///< Several at a time are fine: each is a message of its own.
};
/// Runs its callable at once or only when somebody waits, as the library likes, unless
/// the call says which.
struct LaunchRole {
  std::vector<Condition> chosen; ///< Any one that holds: the call says it.
  std::string policy;            ///< First argument that stands for "at once".
};
/// A check of a test framework.
struct AssertionRole {
  bool fatal = false; ///< Leaves the function by `return`.
};

} // namespace async_tidy
