// The keys of each role in a model file, in kebab case. `yaml.cpp` reads with them;
// docs/models.md describes them for users.
#pragma once

#include "model/roles.h"
#include "model/words.h"

#include "llvm/Support/YAMLTraits.h"

namespace async_tidy::yaml {

using llvm::yaml::IO;

/// An ArgumentIndex as a file spells it: a number from 0, `last` or `receiver`.
struct Argument {
  ArgumentIndex index = 0;
};

inline void mapArgument(IO &io, const char *key, ArgumentIndex &index) {
  Argument argument{index};
  io.mapOptional(key, argument);
  index = argument.index;
}

inline void mapArgument(IO &io, const char *key, std::optional<ArgumentIndex> &index) {
  std::optional<Argument> argument;
  io.mapOptional(key, argument);
  if (argument)
    index = argument->index;
}

/// A role without properties is written `key: true`.
template <typename Role>
void mapFlag(IO &io, const char *key, std::optional<Role> &role) {
  bool present = false;
  io.mapOptional(key, present);
  if (present)
    role.emplace();
}

inline void mapKeys(IO &io, TaskRole &role) {
  io.mapOptional("start", role.start);
  io.mapOptional("drop", role.drop);
  io.mapOptional("single-shot", role.singleShot);
}

inline void mapKeys(IO &io, AwaitableRole &role) {
  io.mapOptional("never-suspends", role.neverSuspends);
  io.mapOptional("cheap", role.cheap);
}

inline void mapKeys(IO &io, MutexRole &role) {
  io.mapOptional("async", role.async);
  io.mapOptional("shared", role.shared);
  io.mapOptional("recursive", role.recursive);
}

inline void mapKeys(IO &io, GuardRole &role) {
  io.mapOptional("async", role.async);
  io.mapOptional("deferred", role.deferred);
  io.mapOptional("hides-mutex", role.hidesMutex);
}

inline void mapKeys(IO &io, QueueRole &role) {
  io.mapOptional("bound", role.bound);
  io.mapOptional("argument", role.argument);
  io.mapOptional("container", role.container);
  io.mapOptional("push", role.push);
  io.mapOptional("pop", role.pop);
  io.mapOptional("pop-at", role.popAt);
  io.mapOptional("size", role.size);
}

inline void mapKeys(IO &io, ExecutorRole &role) { io.mapRequired("kind", role.kind); }
inline void mapKeys(IO &io, SemaphoreRole &role) { io.mapOptional("async", role.async); }
inline void mapKeys(IO &io, ConditionVariableRole &role) {
  io.mapOptional("async", role.async);
}
inline void mapKeys(IO &io, ThreadRole &role) { io.mapOptional("joins", role.joins); }
inline void mapKeys(IO &io, DeadlineRole &role) { io.mapRequired("arm", role.arm); }

inline void mapKeys(IO &io, Condition &condition) {
  mapArgument(io, "argument", condition.argument);
  io.mapOptional("equals", condition.equals);
  io.mapOptional("has-flag", condition.hasFlag);
  io.mapOptional("type", condition.type);
  io.mapOptional("variable", condition.variable);
  io.mapOptional("count", condition.count);
  io.mapOptional("receiver-called", condition.receiverCalled);
  if (!condition.equals && condition.hasFlag.empty() && condition.type.empty() &&
      condition.variable.empty() && !condition.count && condition.receiverCalled.empty())
    io.setError("this condition tests nothing; give it equals, has-flag, type, variable, "
                "count or receiver-called");
}

inline void mapKeys(IO &io, BlockingRole &role) {
  io.mapRequired("kind", role.kind);
  io.mapOptional("instead", role.instead);
  io.mapOptional("unless", role.unless);
  io.mapOptional("when", role.when);
  io.mapOptional("uncertain", role.uncertain);
}

inline void mapKeys(IO &io, SyncWaitRole &role) {
  mapArgument(io, "argument", role.argument);
  io.mapOptional("instead", role.instead);
  io.mapOptional("ready-after", role.readyAfter);
  io.mapOptional("unless", role.unless);
}

inline void mapKeys(IO &io, WaitRole &role) {
  io.mapRequired("kind", role.kind);
  mapArgument(io, "deadline", role.deadline);
  io.mapOptional("unless", role.unless);
}

inline void mapKeys(IO &io, CallbackRole &role) {
  mapArgument(io, "argument", role.argument);
  io.mapRequired("runs", role.runs);
  io.mapRequired("keeps", role.keeps);
  io.mapOptional("drops-result", role.dropsResult);
  io.mapOptional("when", role.when);
}

inline void mapKeys(IO &io, SpawnRole &role) {
  mapArgument(io, "argument", role.argument);
  mapArgument(io, "token", role.token);
  io.mapOptional("detached", role.detached);
  io.mapOptional("bounded", role.bounded);
}

inline void mapKeys(IO &io, TimeoutRole &role) { mapArgument(io, "bounds", role.bounds); }
inline void mapKeys(IO &io, CombinatorRole &role) {
  io.mapRequired("combine", role.combine);
}

inline void mapKeys(IO &io, ConditionWaitRole &role) {
  mapArgument(io, "lock", role.lock);
  mapArgument(io, "predicate", role.predicate);
  io.mapOptional("timed", role.timed);
}

inline void mapKeys(IO &io, LockOperationRole &role) {
  io.mapRequired("effect", role.effect);
  mapArgument(io, "argument", role.argument);
  io.mapOptional("shared", role.shared);
}

inline void mapKeys(IO &io, DescriptorRole &role) {
  io.mapRequired("non-blocking", role.nonBlocking);
}

inline void mapKeys(IO &io, ClockRole &role) { io.mapRequired("steady", role.steady); }

inline void mapKeys(IO &io, CloseableRole &role) {
  io.mapRequired("by", role.by);
  io.mapOptional("after", role.after);
}

inline void mapKeys(IO &io, CancelHandleRole &role) {
  io.mapRequired("ends-work", role.endsWork);
}

inline void mapKeys(IO &io, ScopeBoundRole &role) { io.mapRequired("why", role.why); }

inline void mapKeys(IO &io, ContainerRole &role) {
  io.mapRequired("storage", role.storage);
  io.mapOptional("grow", role.grow);
  io.mapOptional("remove", role.remove);
}

inline void mapKeys(IO &io, CancelRole &role) {
  mapArgument(io, "argument", role.argument);
}
inline void mapKeys(IO &io, CloseRole &role) {
  mapArgument(io, "argument", role.argument);
}
inline void mapKeys(IO &io, SettleRole &role) {
  mapArgument(io, "argument", role.argument);
}
inline void mapKeys(IO &io, ViewsRole &role) {
  mapArgument(io, "argument", role.argument);
}

inline void mapKeys(IO &io, OpenRole &role) {
  io.mapRequired("what", role.what);
  io.mapRequired("closed-by", role.closedBy);
  mapArgument(io, "into", role.into);
}

inline void mapKeys(IO &io, PermitOperationRole &role) {
  io.mapRequired("effect", role.effect);
  mapArgument(io, "argument", role.argument);
}

inline void mapKeys(IO &io, MayRefuseRole &role) {
  io.mapRequired("partial", role.partial);
}
inline void mapKeys(IO &io, MtUnsafeRole &role) {
  io.mapRequired("instead", role.instead);
}

inline void mapKeys(IO &io, StreamOperationRole &role) {
  io.mapRequired("direction", role.direction);
  mapArgument(io, "stream", role.stream);
  mapArgument(io, "buffer", role.buffer);
  io.mapOptional("overlaps", role.overlaps);
}

inline void mapKeys(IO &io, AssertionRole &role) { io.mapRequired("fatal", role.fatal); }

inline void mapKeys(IO &io, LaunchRole &role) {
  io.mapRequired("chosen", role.chosen);
  io.mapRequired("policy", role.policy);
}

inline void mapKeys(IO &io, TypeFacts &facts) {
  io.mapOptional("instead", facts.instead);
  io.mapOptional("task", facts.task);
  io.mapOptional("awaitable", facts.awaitable);
  io.mapOptional("mutex", facts.mutex);
  io.mapOptional("guard", facts.guard);
  io.mapOptional("lock-tag", facts.lockTag);
  io.mapOptional("queue", facts.queue);
  io.mapOptional("executor", facts.executor);
  mapFlag(io, "scope", facts.scope);
  io.mapOptional("semaphore", facts.semaphore);
  io.mapOptional("condition-variable", facts.conditionVariable);
  io.mapOptional("thread", facts.thread);
  mapFlag(io, "cancellation-token", facts.cancellationToken);
  io.mapOptional("deadline", facts.deadline);
  mapFlag(io, "callable-wrapper", facts.callableWrapper);
  mapFlag(io, "detached-token", facts.detachedToken);
  mapFlag(io, "suspend-token", facts.suspendToken);
  mapFlag(io, "duration", facts.duration);
  io.mapOptional("clock", facts.clock);
  mapFlag(io, "error-code", facts.errorCode);
  mapFlag(io, "outcome", facts.outcome);
  mapFlag(io, "promise", facts.promise);
  io.mapOptional("closeable", facts.closeable);
  mapFlag(io, "permit", facts.permit);
  io.mapOptional("cancel-handle", facts.cancelHandle);
  mapFlag(io, "view", facts.view);
  io.mapOptional("scope-bound", facts.scopeBound);
  io.mapOptional("container", facts.container);
  io.mapOptional("generator", facts.generator);
}

inline void mapKeys(IO &io, FunctionFacts &facts) {
  io.mapOptional("returns", facts.returns);
  io.mapOptional("blocking", facts.blocking);
  io.mapOptional("sync-wait", facts.syncWait);
  io.mapOptional("wait", facts.wait);
  io.mapOptional("callbacks", facts.callbacks);
  io.mapOptional("spawn", facts.spawn);
  io.mapOptional("timeout", facts.timeout);
  io.mapOptional("combinator", facts.combinator);
  io.mapOptional("condition-wait", facts.conditionWait);
  io.mapOptional("lock-operation", facts.lockOperation);
  io.mapOptional("descriptor", facts.descriptor);
  mapFlag(io, "inspects", facts.inspects);
  mapFlag(io, "consumes", facts.consumes);
  mapFlag(io, "returns-self", facts.returnsSelf);
  mapFlag(io, "accepts-work", facts.acceptsWork);
  io.mapOptional("cancel", facts.cancel);
  io.mapOptional("close", facts.close);
  io.mapOptional("open", facts.open);
  io.mapOptional("permit-operation", facts.permitOperation);
  io.mapOptional("settle", facts.settle);
  io.mapOptional("may-refuse", facts.mayRefuse);
  io.mapOptional("views", facts.views);
  io.mapOptional("mt-unsafe", facts.mtUnsafe);
  mapFlag(io, "thread-identity", facts.threadIdentity);
  mapFlag(io, "handles-error", facts.handlesError);
  mapFlag(io, "checks-cancellation", facts.checksCancellation);
  io.mapOptional("stream-operation", facts.streamOperation);
  io.mapOptional("assertion", facts.assertion);
  io.mapOptional("override-runs", facts.overrideRuns);
  io.mapOptional("launch", facts.launch);
  io.mapOptional("once", facts.once);
  io.mapOptional("suspends", facts.suspends);
  io.mapOptional("spawns-thread", facts.spawnsThread);
  io.mapOptional("is-test", facts.isTest);
}

} // namespace async_tidy::yaml
