// The vocabulary: what a type or a function means to asynchronous code. Filled from the
// YAML models (`frameworks/`, schema in docs/models.md) or inferred from structure
// (`model/infer.h`).
#pragma once

#include "model/function-roles.h"
#include "model/type-roles.h"

namespace async_tidy {

/// Where knowledge comes from, for `models --why` and for messages.
struct Origin {
  std::string source; ///< Model file, file of an annotation, or `structure`.
  unsigned line = 0;  ///< Line in that file, 0 for structure.
  std::string why;    ///< For structure: what was seen, e.g. "has a promise_type".

  /// Somebody wrote it down, in a model or in an annotation.
  bool isStated() const { return line != 0; }
  /// Notes one more thing that was seen.
  void add(const std::string &reason) { why += (why.empty() ? "" : "; ") + reason; }
};

/// Everything known about one type. A type may have several roles.
struct TypeFacts {
  std::string name; ///< As the model writes it, or qualified.
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
  std::optional<EventRole> event;
  std::optional<ConditionVariableRole> conditionVariable;
  std::optional<ThreadRole> thread;
  std::optional<CancellationTokenRole> cancellationToken;
  std::optional<DeadlineRole> deadline;
  std::optional<CallableWrapperRole> callableWrapper;
  std::optional<DetachedTokenRole> detachedToken;
  std::optional<SuspendTokenRole> suspendToken;
  std::optional<DurationRole> duration;
  std::optional<ClockRole> clock;
  std::optional<ErrorCodeRole> errorCode;
  std::optional<OutcomeRole> outcome;
  std::optional<PromiseRole> promise;
  std::optional<CloseableRole> closeable;
  std::optional<PermitRole> permit;
  std::optional<CancelHandleRole> cancelHandle;
  std::optional<ViewRole> view;
  std::optional<ScopeBoundRole> scopeBound;
  std::optional<ContainerRole> container;
  bool generator = false;      ///< Yields; its body is not asynchronous unless it awaits.
  bool asyncGenerator = false; ///< A generator whose next value is awaited.
  bool none =
      false; ///< Known to mean nothing: no role, and none is to be inferred either.
  std::string since; ///< First version of the framework that has it; empty: all.
};

/// Everything known about one function. A function may have several roles.
struct FunctionFacts {
  std::string name; ///< As the model writes it, or qualified.
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
  std::optional<CancelRole> cancel;
  std::optional<CloseRole> close;
  std::optional<OpenRole> open;
  std::optional<PermitOperationRole> permitOperation;
  std::optional<SettleRole> settle;
  std::optional<MayRefuseRole> mayRefuse;
  std::optional<ViewsRole> views;
  std::optional<MtUnsafeRole> mtUnsafe;
  std::optional<ThreadIdentityRole> threadIdentity;
  std::optional<HandlesErrorRole> handlesError;
  std::optional<ChecksCancellationRole> checksCancellation;
  std::optional<StreamOperationRole> streamOperation;
  std::optional<AssertionRole> assertion;
  std::optional<Runs> overrideRuns; ///< Where an override of this method is called.
  std::optional<LaunchRole> launch;
  bool once = false;     ///< A second call on the same object is an error.
  bool suspends = false; ///< Stackful: the call itself is a suspension point.
  bool spawnsThread = false;
  bool yields = false; ///< Lets others run, and comes back at once.
  bool isTest = false;    ///< A test body macro's function.
  bool none = false;      ///< Known to mean nothing.
  bool isSummary = false; ///< Says no more than its visible body does: who can look into
                          ///< that sees more.
  bool cLinkage = false;  ///< Only functions with C linkage are meant.
  std::string since;      ///< First version of the framework that has it; empty: all.
};

/// Advice text that differs per framework, keyed by topic, for code whose coroutine type
/// tells the framework: `sleep`, `mutex`, `queue`, `timeout`, `offload`, `await`,
/// `spawn-limit`, ...
struct Advice {
  std::string topic;
  std::string text;
};

/// An exception by which a task learns that it was cancelled.
struct Cancellation {
  std::string error;              ///< Its class, by complete name.
  std::vector<std::string> bases; ///< By complete name: who catches one of them, catches
                                  ///< it as well.
  std::vector<std::string> codes; ///< If given, it means a cancellation only if it
                                  ///< carries one of these: enumerators, variables.
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
  std::vector<TypeFacts> markers; ///< Named by a member type: what it says of its class.
  std::vector<Advice> advice;
  std::vector<Cancellation> cancellations;
  std::vector<std::string> switchOff; ///< Frameworks read before that shall not count.
  unsigned switchOffLine = 0;
};

} // namespace async_tidy
