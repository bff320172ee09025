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
  bool operator==(const Argument &) const = default;
};

/// A name in a list on one line.
LLVM_YAML_STRONG_TYPEDEF(std::string, ListedName)

} // namespace async_tidy::yaml

template <> struct llvm::yaml::ScalarTraits<async_tidy::yaml::ListedName> {
  using Name = async_tidy::yaml::ListedName;
  static void output(const Name &name, void *, raw_ostream &out) { out << name.value; }
  static StringRef input(StringRef text, void *, Name &name) {
    name.value = text.str();
    return {};
  }
  static QuotingType mustQuote(StringRef text) { return needsQuotes(text); }
};
LLVM_YAML_IS_FLOW_SEQUENCE_VECTOR(async_tidy::yaml::ListedName)

namespace async_tidy::yaml {

/// A member that may be left out; written only where it is not what it is by default.
template <typename Role, typename T>
void mapOptional(IO &io, const char *key, Role &role, T Role::*member) {
  if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    std::vector<ListedName> names((role.*member).begin(), (role.*member).end());
    io.mapOptional(key, names);
    (role.*member).assign(names.begin(), names.end());
  } else if constexpr (std::is_enum_v<T> || std::is_arithmetic_v<T> ||
                       std::is_same_v<T, std::string>)
    io.mapOptional(key, role.*member, Role{}.*member);
  else
    io.mapOptional(key, role.*member);
}

/// A list of names that must be given.
template <typename Role>
void mapRequired(IO &io, const char *key, Role &role,
                 std::vector<std::string> Role::*member) {
  std::vector<ListedName> names((role.*member).begin(), (role.*member).end());
  io.mapRequired(key, names);
  (role.*member).assign(names.begin(), names.end());
}

template <typename Role>
void mapArgument(IO &io, const char *key, Role &role, ArgumentIndex Role::*member) {
  Argument argument{role.*member};
  io.mapOptional(key, argument, Argument{Role{}.*member});
  role.*member = argument.index;
}

template <typename Role>
void mapArgument(IO &io, const char *key, Role &role,
                 std::optional<ArgumentIndex> Role::*member) {
  std::optional<Argument> argument;
  if (role.*member)
    argument = Argument{*(role.*member)};
  io.mapOptional(key, argument);
  if (argument)
    role.*member = argument->index;
}

/// A role without properties is written `key: true`.
template <typename Role>
void mapFlag(IO &io, const char *key, std::optional<Role> &role) {
  bool present = role.has_value();
  io.mapOptional(key, present, false);
  if (present)
    role.emplace();
}

inline void mapKeys(IO &io, TaskRole &role) {
  mapOptional(io, "start", role, &TaskRole::start);
  mapOptional(io, "drop", role, &TaskRole::drop);
  mapOptional(io, "single-shot", role, &TaskRole::singleShot);
}

inline void mapKeys(IO &io, AwaitableRole &role) {
  mapOptional(io, "never-suspends", role, &AwaitableRole::neverSuspends);
  mapOptional(io, "cheap", role, &AwaitableRole::cheap);
}

inline void mapKeys(IO &io, MutexRole &role) {
  mapOptional(io, "async", role, &MutexRole::async);
  mapOptional(io, "shared", role, &MutexRole::shared);
  mapOptional(io, "recursive", role, &MutexRole::recursive);
}

inline void mapKeys(IO &io, GuardRole &role) {
  mapOptional(io, "async", role, &GuardRole::async);
  mapOptional(io, "deferred", role, &GuardRole::deferred);
  mapOptional(io, "hides-mutex", role, &GuardRole::hidesMutex);
}

inline void mapKeys(IO &io, QueueRole &role) {
  mapOptional(io, "bound", role, &QueueRole::bound);
  mapOptional(io, "argument", role, &QueueRole::argument);
  mapOptional(io, "container", role, &QueueRole::container);
  mapOptional(io, "push", role, &QueueRole::push);
  mapOptional(io, "pop", role, &QueueRole::pop);
  mapOptional(io, "pop-at", role, &QueueRole::popAt);
  mapOptional(io, "size", role, &QueueRole::size);
}

inline void mapKeys(IO &io, ExecutorRole &role) { io.mapRequired("kind", role.kind); }
inline void mapKeys(IO &io, SemaphoreRole &role) {
  mapOptional(io, "async", role, &SemaphoreRole::async);
}
inline void mapKeys(IO &io, EventRole &role) {
  mapOptional(io, "async", role, &EventRole::async);
}
inline void mapKeys(IO &io, ConditionVariableRole &role) {
  mapOptional(io, "async", role, &ConditionVariableRole::async);
}
inline void mapKeys(IO &io, ThreadRole &role) {
  mapOptional(io, "joins", role, &ThreadRole::joins);
  mapOptional(io, "detaches", role, &ThreadRole::detaches);
}
inline void mapKeys(IO &io, DeadlineRole &role) {
  mapRequired(io, "arm", role, &DeadlineRole::arm);
}

inline void mapKeys(IO &io, Condition &condition) {
  mapArgument(io, "argument", condition, &Condition::argument);
  mapOptional(io, "equals", condition, &Condition::equals);
  mapOptional(io, "has-flag", condition, &Condition::hasFlag);
  mapOptional(io, "type", condition, &Condition::type);
  mapOptional(io, "variable", condition, &Condition::variable);
  mapOptional(io, "count", condition, &Condition::count);
  mapOptional(io, "receiver-called", condition, &Condition::receiverCalled);
  if (!condition.equals && condition.hasFlag.empty() && condition.type.empty() &&
      condition.variable.empty() && !condition.count && condition.receiverCalled.empty())
    io.setError("this condition tests nothing; give it equals, has-flag, type, variable, "
                "count or receiver-called");
}

inline void mapKeys(IO &io, BlockingRole &role) {
  io.mapRequired("kind", role.kind);
  mapOptional(io, "instead", role, &BlockingRole::instead);
  mapOptional(io, "unless", role, &BlockingRole::unless);
  mapOptional(io, "when", role, &BlockingRole::when);
  mapOptional(io, "uncertain", role, &BlockingRole::uncertain);
}

inline void mapKeys(IO &io, SyncWaitRole &role) {
  mapArgument(io, "argument", role, &SyncWaitRole::argument);
  mapOptional(io, "instead", role, &SyncWaitRole::instead);
  mapOptional(io, "ready-after", role, &SyncWaitRole::readyAfter);
  mapOptional(io, "unless", role, &SyncWaitRole::unless);
}

inline void mapKeys(IO &io, WaitRole &role) {
  io.mapRequired("kind", role.kind);
  mapArgument(io, "deadline", role, &WaitRole::deadline);
  mapOptional(io, "unless", role, &WaitRole::unless);
}

inline void mapKeys(IO &io, CallbackRole &role) {
  mapArgument(io, "argument", role, &CallbackRole::argument);
  io.mapRequired("runs", role.runs);
  io.mapRequired("keeps", role.keeps);
  mapOptional(io, "drops-result", role, &CallbackRole::dropsResult);
  mapOptional(io, "when", role, &CallbackRole::when);
}

inline void mapKeys(IO &io, SpawnRole &role) {
  mapArgument(io, "argument", role, &SpawnRole::argument);
  mapArgument(io, "token", role, &SpawnRole::token);
  mapOptional(io, "detached", role, &SpawnRole::detached);
  mapOptional(io, "bounded", role, &SpawnRole::bounded);
}

inline void mapKeys(IO &io, TimeoutRole &role) {
  mapArgument(io, "bounds", role, &TimeoutRole::bounds);
}
inline void mapKeys(IO &io, CombinatorRole &role) {
  io.mapRequired("combine", role.combine);
}

inline void mapKeys(IO &io, ConditionWaitRole &role) {
  mapArgument(io, "lock", role, &ConditionWaitRole::lock);
  mapArgument(io, "predicate", role, &ConditionWaitRole::predicate);
  mapOptional(io, "timed", role, &ConditionWaitRole::timed);
}

inline void mapKeys(IO &io, LockOperationRole &role) {
  io.mapRequired("effect", role.effect);
  mapArgument(io, "argument", role, &LockOperationRole::argument);
  mapOptional(io, "shared", role, &LockOperationRole::shared);
}

inline void mapKeys(IO &io, DescriptorRole &role) {
  mapRequired(io, "non-blocking", role, &DescriptorRole::nonBlocking);
}

inline void mapKeys(IO &io, ClockRole &role) { io.mapRequired("steady", role.steady); }

inline void mapKeys(IO &io, CloseableRole &role) {
  mapRequired(io, "by", role, &CloseableRole::by);
  mapOptional(io, "after", role, &CloseableRole::after);
}

inline void mapKeys(IO &io, CancelHandleRole &role) {
  io.mapRequired("ends-work", role.endsWork);
}

inline void mapKeys(IO &io, ScopeBoundRole &role) { io.mapRequired("why", role.why); }

inline void mapKeys(IO &io, ContainerRole &role) {
  io.mapRequired("storage", role.storage);
  mapOptional(io, "grow", role, &ContainerRole::grow);
  mapOptional(io, "remove", role, &ContainerRole::remove);
}

inline void mapKeys(IO &io, CancelRole &role) {
  mapArgument(io, "argument", role, &CancelRole::argument);
}
inline void mapKeys(IO &io, CloseRole &role) {
  mapArgument(io, "argument", role, &CloseRole::argument);
}
inline void mapKeys(IO &io, SettleRole &role) {
  mapArgument(io, "argument", role, &SettleRole::argument);
}
inline void mapKeys(IO &io, ViewsRole &role) {
  mapArgument(io, "argument", role, &ViewsRole::argument);
}

inline void mapKeys(IO &io, OpenRole &role) {
  io.mapRequired("what", role.what);
  mapRequired(io, "closed-by", role, &OpenRole::closedBy);
  mapArgument(io, "into", role, &OpenRole::into);
}

inline void mapKeys(IO &io, PermitOperationRole &role) {
  io.mapRequired("effect", role.effect);
  mapArgument(io, "argument", role, &PermitOperationRole::argument);
}

inline void mapKeys(IO &io, MayRefuseRole &role) {
  io.mapRequired("partial", role.partial);
}
inline void mapKeys(IO &io, MtUnsafeRole &role) {
  io.mapRequired("instead", role.instead);
}

inline void mapKeys(IO &io, StreamOperationRole &role) {
  io.mapRequired("direction", role.direction);
  mapArgument(io, "stream", role, &StreamOperationRole::stream);
  mapArgument(io, "buffer", role, &StreamOperationRole::buffer);
  mapOptional(io, "overlaps", role, &StreamOperationRole::overlaps);
}

inline void mapKeys(IO &io, AssertionRole &role) { io.mapRequired("fatal", role.fatal); }

inline void mapKeys(IO &io, LaunchRole &role) {
  io.mapRequired("chosen", role.chosen);
  io.mapRequired("policy", role.policy);
}

inline void mapKeys(IO &io, Cancellation &cancellation) {
  io.mapRequired("error", cancellation.error);
  mapOptional(io, "bases", cancellation, &Cancellation::bases);
  mapOptional(io, "codes", cancellation, &Cancellation::codes);
}

inline void mapKeys(IO &io, TypeFacts &facts) {
  mapOptional(io, "instead", facts, &TypeFacts::instead);
  mapOptional(io, "task", facts, &TypeFacts::task);
  mapOptional(io, "awaitable", facts, &TypeFacts::awaitable);
  mapOptional(io, "mutex", facts, &TypeFacts::mutex);
  mapOptional(io, "guard", facts, &TypeFacts::guard);
  mapOptional(io, "lock-tag", facts, &TypeFacts::lockTag);
  mapOptional(io, "queue", facts, &TypeFacts::queue);
  mapOptional(io, "executor", facts, &TypeFacts::executor);
  mapFlag(io, "scope", facts.scope);
  mapOptional(io, "semaphore", facts, &TypeFacts::semaphore);
  mapOptional(io, "event", facts, &TypeFacts::event);
  mapOptional(io, "condition-variable", facts, &TypeFacts::conditionVariable);
  mapOptional(io, "thread", facts, &TypeFacts::thread);
  mapFlag(io, "cancellation-token", facts.cancellationToken);
  mapOptional(io, "deadline", facts, &TypeFacts::deadline);
  mapFlag(io, "callable-wrapper", facts.callableWrapper);
  mapFlag(io, "detached-token", facts.detachedToken);
  mapFlag(io, "suspend-token", facts.suspendToken);
  mapFlag(io, "duration", facts.duration);
  mapOptional(io, "clock", facts, &TypeFacts::clock);
  mapFlag(io, "error-code", facts.errorCode);
  mapFlag(io, "outcome", facts.outcome);
  mapFlag(io, "promise", facts.promise);
  mapOptional(io, "closeable", facts, &TypeFacts::closeable);
  mapFlag(io, "permit", facts.permit);
  mapOptional(io, "cancel-handle", facts, &TypeFacts::cancelHandle);
  mapFlag(io, "view", facts.view);
  mapOptional(io, "scope-bound", facts, &TypeFacts::scopeBound);
  mapOptional(io, "container", facts, &TypeFacts::container);
  mapOptional(io, "generator", facts, &TypeFacts::generator);
  mapOptional(io, "async-generator", facts, &TypeFacts::asyncGenerator);
}

inline void mapKeys(IO &io, FunctionFacts &facts) {
  mapOptional(io, "returns", facts, &FunctionFacts::returns);
  mapOptional(io, "blocking", facts, &FunctionFacts::blocking);
  mapOptional(io, "sync-wait", facts, &FunctionFacts::syncWait);
  mapOptional(io, "wait", facts, &FunctionFacts::wait);
  mapOptional(io, "callbacks", facts, &FunctionFacts::callbacks);
  mapOptional(io, "spawn", facts, &FunctionFacts::spawn);
  mapOptional(io, "timeout", facts, &FunctionFacts::timeout);
  mapOptional(io, "combinator", facts, &FunctionFacts::combinator);
  mapOptional(io, "condition-wait", facts, &FunctionFacts::conditionWait);
  mapOptional(io, "lock-operation", facts, &FunctionFacts::lockOperation);
  mapOptional(io, "descriptor", facts, &FunctionFacts::descriptor);
  mapFlag(io, "inspects", facts.inspects);
  mapFlag(io, "consumes", facts.consumes);
  mapFlag(io, "returns-self", facts.returnsSelf);
  mapFlag(io, "accepts-work", facts.acceptsWork);
  mapOptional(io, "cancel", facts, &FunctionFacts::cancel);
  mapOptional(io, "close", facts, &FunctionFacts::close);
  mapOptional(io, "open", facts, &FunctionFacts::open);
  mapOptional(io, "permit-operation", facts, &FunctionFacts::permitOperation);
  mapOptional(io, "settle", facts, &FunctionFacts::settle);
  mapOptional(io, "may-refuse", facts, &FunctionFacts::mayRefuse);
  mapOptional(io, "views", facts, &FunctionFacts::views);
  mapOptional(io, "mt-unsafe", facts, &FunctionFacts::mtUnsafe);
  mapFlag(io, "thread-identity", facts.threadIdentity);
  mapFlag(io, "handles-error", facts.handlesError);
  mapFlag(io, "checks-cancellation", facts.checksCancellation);
  mapOptional(io, "stream-operation", facts, &FunctionFacts::streamOperation);
  mapOptional(io, "assertion", facts, &FunctionFacts::assertion);
  mapOptional(io, "override-runs", facts, &FunctionFacts::overrideRuns);
  mapOptional(io, "launch", facts, &FunctionFacts::launch);
  mapOptional(io, "once", facts, &FunctionFacts::once);
  mapOptional(io, "suspends", facts, &FunctionFacts::suspends);
  mapOptional(io, "spawns-thread", facts, &FunctionFacts::spawnsThread);
  mapOptional(io, "yields", facts, &FunctionFacts::yields);
  mapOptional(io, "is-test", facts, &FunctionFacts::isTest);
}

} // namespace async_tidy::yaml
