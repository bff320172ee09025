// Spells the vocabulary of roles.h in YAML: keys in kebab case, one word per enumerator.
// LLVM's reader refuses unknown keys and knows the line of every node.

#include "model/yaml.h"
#include "model/words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/YAMLTraits.h"

#include <algorithm>

namespace async_tidy::yaml {
namespace {

using llvm::yaml::IO;

/// What the traits need to know about the file being read.
struct Reading {
  llvm::StringRef text;
  const char *counted = text.begin(); ///< Entries come in order: count lines only once.
  unsigned countedLine = 1;
  std::string message =
      {}; ///< Keeps a scalar's error text alive while the reader prints it.

  /// The reader scans `text` in place: nodes and unescaped scalars point into it.
  unsigned line(const char *position) {
    if (position < text.begin() || position > text.end())
      return 1;
    if (position < counted)
      counted = text.begin(), countedLine = 1;
    countedLine += std::count(counted, position, '\n');
    counted = position;
    return countedLine;
  }
};

/// An ArgumentIndex as a file spells it: a number from 0, `last` or `receiver`.
struct Argument {
  ArgumentIndex index = 0;
};

template <typename E>
concept Vocabulary = std::is_enum_v<E> && std::is_array_v<decltype(words<E>)>;

void mapArgument(IO &io, const char *key, ArgumentIndex &index) {
  Argument argument{index};
  io.mapOptional(key, argument);
  index = argument.index;
}

void mapArgument(IO &io, const char *key, std::optional<ArgumentIndex> &index) {
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

} // namespace

void mapKeys(IO &io, TaskRole &role) {
  io.mapOptional("start", role.start);
  io.mapOptional("drop", role.drop);
  io.mapOptional("single-shot", role.singleShot);
}

void mapKeys(IO &io, AwaitableRole &role) {
  io.mapOptional("never-suspends", role.neverSuspends);
  io.mapOptional("cheap", role.cheap);
}

void mapKeys(IO &io, MutexRole &role) {
  io.mapOptional("async", role.async);
  io.mapOptional("shared", role.shared);
  io.mapOptional("recursive", role.recursive);
}

void mapKeys(IO &io, GuardRole &role) {
  io.mapOptional("async", role.async);
  io.mapOptional("deferred", role.deferred);
}

void mapKeys(IO &io, QueueRole &role) {
  io.mapOptional("bound", role.bound);
  io.mapOptional("argument", role.argument);
  io.mapOptional("container", role.container);
  io.mapOptional("push", role.push);
  io.mapOptional("pop", role.pop);
  io.mapOptional("pop-at", role.popAt);
  io.mapOptional("size", role.size);
}

void mapKeys(IO &io, ExecutorRole &role) { io.mapRequired("kind", role.kind); }
void mapKeys(IO &io, SemaphoreRole &role) { io.mapOptional("async", role.async); }
void mapKeys(IO &io, ConditionVariableRole &role) { io.mapOptional("async", role.async); }
void mapKeys(IO &io, ThreadRole &role) { io.mapOptional("joins", role.joins); }
void mapKeys(IO &io, DeadlineRole &role) { io.mapRequired("arm", role.arm); }

void mapKeys(IO &io, Condition &condition) {
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

void mapKeys(IO &io, BlockingRole &role) {
  io.mapRequired("kind", role.kind);
  io.mapOptional("instead", role.instead);
  io.mapOptional("unless", role.unless);
  io.mapOptional("when", role.when);
  io.mapOptional("uncertain", role.uncertain);
}

void mapKeys(IO &io, SyncWaitRole &role) {
  mapArgument(io, "argument", role.argument);
  io.mapOptional("instead", role.instead);
  io.mapOptional("ready-after", role.readyAfter);
  io.mapOptional("unless", role.unless);
}

void mapKeys(IO &io, WaitRole &role) {
  io.mapRequired("kind", role.kind);
  mapArgument(io, "deadline", role.deadline);
  io.mapOptional("unless", role.unless);
}

void mapKeys(IO &io, CallbackRole &role) {
  mapArgument(io, "argument", role.argument);
  io.mapRequired("runs", role.runs);
  io.mapRequired("keeps", role.keeps);
  io.mapOptional("drops-result", role.dropsResult);
  io.mapOptional("when", role.when);
}

void mapKeys(IO &io, SpawnRole &role) {
  mapArgument(io, "argument", role.argument);
  mapArgument(io, "token", role.token);
  io.mapOptional("detached", role.detached);
  io.mapOptional("bounded", role.bounded);
}

void mapKeys(IO &io, TimeoutRole &role) { mapArgument(io, "bounds", role.bounds); }
void mapKeys(IO &io, CombinatorRole &role) { io.mapRequired("combine", role.combine); }

void mapKeys(IO &io, ConditionWaitRole &role) {
  mapArgument(io, "lock", role.lock);
  mapArgument(io, "predicate", role.predicate);
  io.mapOptional("timed", role.timed);
}

void mapKeys(IO &io, LockOperationRole &role) {
  io.mapRequired("effect", role.effect);
  mapArgument(io, "argument", role.argument);
  io.mapOptional("shared", role.shared);
}

void mapKeys(IO &io, DescriptorRole &role) {
  io.mapRequired("non-blocking", role.nonBlocking);
}

void mapKeys(IO &io, TypeFacts &facts) {
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
  io.mapOptional("duration", facts.duration);
  io.mapOptional("generator", facts.generator);
}

void mapKeys(IO &io, FunctionFacts &facts) {
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
  io.mapOptional("suspends", facts.suspends);
  io.mapOptional("spawns-thread", facts.spawnsThread);
  io.mapOptional("is-test", facts.isTest);
}

/// Keys of an entry that say nothing about what it is; every other one is a role.
constexpr llvm::StringLiteral plainKeys[] = {"name", "names", "none", "since", "instead"};

template <typename Facts> void mapKeys(IO &io, Entry<Facts> &entry) {
  const auto &input = static_cast<llvm::yaml::Input &>(io);
  auto &reading = *static_cast<Reading *>(io.getContext());
  entry.facts.origin.line =
      reading.line(input.getCurrentNode()->getSourceRange().Start.getPointer());
  entry.hasRole = llvm::any_of(
      io.keys(), [](llvm::StringRef key) { return !llvm::is_contained(plainKeys, key); });
  std::string name;
  io.mapOptional("name", name);
  io.mapOptional("names", entry.names);
  io.mapOptional("none", entry.facts.none);
  io.mapOptional("since", entry.facts.since);
  mapKeys(io, entry.facts);
  if (name.empty() == entry.names.empty())
    io.setError("an entry needs either 'name' or 'names'");
  if (!name.empty())
    entry.names.push_back(std::move(name));
}

/// `extends` with its line, which is needed when the model it names is looked up.
struct Extends {
  std::string name;
  unsigned line = 0;
};

void mapKeys(IO &io, File &file) {
  io.mapRequired("framework", file.model.name);
  Extends extends;
  io.mapOptional("extends", extends);
  file.model.extends = std::move(extends.name);
  file.model.extendsLine = extends.line;
  io.mapOptional("c-linkage", file.model.cLinkage);
  io.mapOptional("namespaces", file.model.namespaces);
  io.mapOptional("headers", file.model.headers);
  io.mapOptional("types", file.types);
  io.mapOptional("functions", file.functions);
  io.mapOptional("advice", file.model.advice);
}

template <typename T>
concept Mapped = requires(IO &io, T &value) {
  mapKeys(io, value);
};

} // namespace async_tidy::yaml

namespace llvm::yaml {

template <async_tidy::yaml::Mapped T> struct MappingTraits<T> {
  static void mapping(IO &io, T &value) { async_tidy::yaml::mapKeys(io, value); }
};

template <typename T>
requires async_tidy::yaml::Mapped<T>
struct SequenceElementTraits<T> {
  static const bool flow = false;
};

template <async_tidy::yaml::Vocabulary E> struct ScalarTraits<E> {
  static void output(const E &, void *, raw_ostream &) {}
  static StringRef input(StringRef text, void *context, E &value) {
    for (const auto &[word, meaning] : async_tidy::yaml::words<E>)
      if (word == text) {
        value = meaning;
        return {};
      }
    auto &message = static_cast<async_tidy::yaml::Reading *>(context)->message;
    message = ("unknown value '" + text + "'; known: ").str();
    message += llvm::join(llvm::make_first_range(async_tidy::yaml::words<E>), ", ");
    return message;
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<async_tidy::yaml::Argument> {
  static void output(const async_tidy::yaml::Argument &, void *, raw_ostream &) {}
  static StringRef input(StringRef text, void *, async_tidy::yaml::Argument &value) {
    unsigned number = 0;
    if (text == "last")
      value.index = -1;
    else if (text == "receiver")
      value.index = async_tidy::Receiver;
    else if (text.getAsInteger(10, number) || number > 99)
      return "an argument is a number from 0, 'last' or 'receiver'";
    else
      value.index = static_cast<async_tidy::ArgumentIndex>(number);
    return {};
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<async_tidy::yaml::Extends> {
  static void output(const async_tidy::yaml::Extends &, void *, raw_ostream &) {}
  static StringRef input(StringRef text, void *context,
                         async_tidy::yaml::Extends &value) {
    value.name = text.str();
    value.line = static_cast<async_tidy::yaml::Reading *>(context)->line(text.begin());
    return {};
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<async_tidy::Advice> {
  static void output(const async_tidy::Advice &, void *, raw_ostream &) {}
  static StringRef input(StringRef text, void *context, async_tidy::Advice &advice) {
    advice.text = text.str();
    if (is_contained(async_tidy::yaml::adviceTopics, advice.topic))
      return {};
    auto &message = static_cast<async_tidy::yaml::Reading *>(context)->message;
    message = "unknown topic '" + advice.topic +
              "'; known: " + llvm::join(ArrayRef(async_tidy::yaml::adviceTopics), ", ");
    return message;
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct CustomMappingTraits<std::vector<async_tidy::Advice>> {
  static void inputOne(IO &io, StringRef topic, std::vector<async_tidy::Advice> &all) {
    async_tidy::Advice &advice = all.emplace_back();
    advice.topic = topic.str();
    io.mapRequired(advice.topic.c_str(), advice);
  }
  static void output(IO &, std::vector<async_tidy::Advice> &) {}
};

} // namespace llvm::yaml

namespace async_tidy::yaml {

llvm::Error errorAt(llvm::StringRef source, unsigned line, const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 source + ":" + llvm::Twine(line) + ": " + message);
}

llvm::Expected<File> read(llvm::StringRef text, llvm::StringRef source) {
  struct Diagnosis {
    unsigned line = 0;
    std::string message;
  } first;
  auto keepFirst = [](const llvm::SMDiagnostic &diagnostic, void *context) {
    auto &first = *static_cast<Diagnosis *>(context);
    if (first.message.empty())
      first = {static_cast<unsigned>(diagnostic.getLineNo()),
               diagnostic.getMessage().str()};
  };
  Reading reading{text};
  llvm::yaml::Input input(text, &reading, keepFirst, &first);
  File file;
  input >> file;
  if (input.error() && first.message.empty()) // nothing in it but blanks
    return errorAt(source, 1, "missing required key 'framework'");
  if (input.error())
    return errorAt(source, first.line, first.message);
  if (input.nextDocument())
    return errorAt(source, reading.line(text.begin() + text.rfind("\n---") + 1),
                   "a second document; one file holds one model");
  return file;
}

} // namespace async_tidy::yaml
