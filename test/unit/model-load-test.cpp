// The model loader: every key arrives in its field, every mistake is named with its line.

#include "core/embedded.h"
#include "model/model.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

#include <chrono>

namespace async_tidy {
namespace {

FrameworkModel parsed(llvm::StringRef text) {
  llvm::Expected<FrameworkModel> model = parseModel(text, "m.yaml");
  if (model)
    return std::move(*model);
  ADD_FAILURE() << llvm::toString(model.takeError());
  return {};
}

std::string errorOf(llvm::StringRef text) {
  llvm::Expected<FrameworkModel> model = parseModel(text, "m.yaml");
  return model ? "no error" : llvm::toString(model.takeError());
}

/// A file on disk for as long as the test runs.
class ModelFile {
public:
  explicit ModelFile(llvm::StringRef text) {
    llvm::SmallString<128> path;
    EXPECT_FALSE(llvm::sys::fs::createTemporaryFile("model", "yaml", path));
    path_ = path.str().str();
    write(text);
  }
  ~ModelFile() { llvm::sys::fs::remove(path_); }

  void write(llvm::StringRef text) const {
    std::error_code error;
    llvm::raw_fd_ostream(path_, error) << text;
    EXPECT_FALSE(error);
  }
  const std::string &path() const { return path_; }

private:
  std::string path_;
};

std::shared_ptr<const ModelSet> loaded(llvm::ArrayRef<std::string> files) {
  llvm::Expected<std::shared_ptr<const ModelSet>> set = ModelSet::load(files);
  if (set)
    return *set;
  ADD_FAILURE() << llvm::toString(set.takeError());
  return ModelSet::embedded();
}

std::string loadError(llvm::ArrayRef<std::string> files) {
  llvm::Expected<std::shared_ptr<const ModelSet>> set = ModelSet::load(files);
  return set ? "no error" : llvm::toString(set.takeError());
}

TEST(ModelLoad, ReadsTopLevel) {
  FrameworkModel model = parsed("framework: acme\n"
                                "namespaces: [acme, company::acme]\n"
                                "headers: [acme/all.h]\n"
                                "advice: {sleep: 'co_await acme::sleep(d)'}\n");
  EXPECT_EQ(model.name, "acme");
  EXPECT_EQ(model.source, "m.yaml");
  EXPECT_EQ(model.namespaces, (std::vector<std::string>{"acme", "company::acme"}));
  EXPECT_EQ(model.headers, (std::vector<std::string>{"acme/all.h"}));
  ASSERT_EQ(model.advice.size(), 1u);
  EXPECT_EQ(model.advice[0].topic, "sleep");
  EXPECT_EQ(model.advice[0].text, "co_await acme::sleep(d)");
}

TEST(ModelLoad, ReadsTypeRoles) {
  FrameworkModel model = parsed(R"yaml(
framework: acme
types:
  - name: Task
    task: {start: lazy, drop: never-runs, single-shot: false}
    instead: "another type"
  - names: [A, B]
    awaitable: {never-suspends: true}
    since: "1.2"
  - name: Lock
    mutex: {shared: true, recursive: true, async: true}
  - {name: Guard, guard: {deferred: true, async: true}}
  - {name: Chan, queue: {bound: by-constructor, argument: 1, push: [send], pop: [get], size: [count]}}
  - {name: Loop, executor: {kind: strand}}
  - {name: Scope, scope: true}
  - {name: Sem, semaphore: {async: true}}
  - {name: Cv, condition-variable: {}}
  - {name: Thread, thread: {joins: true}}
  - {name: Stop, cancellation-token: true}
  - {name: Stream, deadline: {arm: [expires_after]}}
  - {name: Func, callable-wrapper: true}
  - {name: Forget, detached-token: true}
  - {name: Gen, generator: true}
  - {name: Defer, lock-tag: defer}
)yaml");
  ASSERT_EQ(model.types.size(), 17u);
  const TypeFacts &task = model.types[0];
  EXPECT_EQ(task.name, "Task");
  EXPECT_EQ(task.framework, "acme");
  EXPECT_EQ(task.instead, "another type");
  EXPECT_EQ(task.origin.source, "m.yaml");
  EXPECT_EQ(task.origin.line, 4u);
  EXPECT_EQ(task.task->start, Start::Lazy);
  EXPECT_EQ(task.task->drop, Drop::NeverRuns);
  EXPECT_FALSE(task.task->singleShot);
  EXPECT_FALSE(task.awaitable);
  EXPECT_EQ(model.types[1].name, "A");
  EXPECT_EQ(model.types[2].name, "B");
  EXPECT_TRUE(model.types[2].awaitable->neverSuspends);
  EXPECT_EQ(model.types[2].since, "1.2");
  EXPECT_EQ(model.types[2].origin.line, 7u);
  EXPECT_TRUE(model.types[3].mutex->shared && model.types[3].mutex->recursive);
  EXPECT_TRUE(model.types[3].mutex->async);
  EXPECT_TRUE(model.types[4].guard->deferred && model.types[4].guard->async);
  EXPECT_EQ(model.types[5].queue->bound, Bound::ByConstructor);
  EXPECT_EQ(model.types[5].queue->argument, 1u);
  EXPECT_EQ(model.types[5].queue->push, (std::vector<std::string>{"send"}));
  EXPECT_EQ(model.types[5].queue->pop, (std::vector<std::string>{"get"}));
  EXPECT_EQ(model.types[5].queue->size, (std::vector<std::string>{"count"}));
  EXPECT_EQ(model.types[6].executor->kind, ExecutorKind::Strand);
  EXPECT_TRUE(model.types[7].scope);
  EXPECT_TRUE(model.types[8].semaphore->async);
  EXPECT_TRUE(model.types[9].conditionVariable);
  EXPECT_TRUE(model.types[10].thread->joins);
  EXPECT_TRUE(model.types[11].cancellationToken);
  EXPECT_EQ(model.types[12].deadline->arm, (std::vector<std::string>{"expires_after"}));
  EXPECT_TRUE(model.types[13].callableWrapper);
  EXPECT_TRUE(model.types[14].detachedToken);
  EXPECT_TRUE(model.types[15].generator);
  EXPECT_EQ(model.types[16].lockTag, LockTag::Defer);
}

TEST(ModelLoad, ReadsFunctionRoles) {
  FrameworkModel model = parsed(R"yaml(
framework: acme
functions:
  - name: recv
    blocking:
      kind: network
      instead: "co_await {receiver}.async_recv()"
      unless:
        - {argument: 3, has-flag: [MSG_DONTWAIT]}
        - {receiver-called: [non_blocking]}
        - {argument: 0, variable: [std_in]}
      uncertain: true
      when: [{argument: receiver, type: [socket]}]
    returns: {drop: blocks}
  - name: get
    sync-wait: {argument: 0, instead: await, ready-after: [is_ready], unless: [{count: 0}]}
  - {name: connect, wait: {kind: connect, deadline: 2}}
  - name: post
    callbacks: [{argument: last, runs: loop, keeps: stored, drops-result: true, when: [{argument: 0, equals: 0}]}]
  - {name: spawn, spawn: {argument: 1, token: last, detached: true, bounded: true}}
  - {name: 'with_timeout', timeout: {bounds: 1}}
  - {name: 'operator||', combinator: {combine: any}}
  - {name: wait_for, condition-wait: {lock: 0, predicate: 2, timed: true}}
  - {name: unlock, lock-operation: {effect: release, argument: 0, shared: true}}
  - {name: valid, inspects: true}
  - {name: detach, consumes: true}
  - {name: via, returns-self: true}
  - {name: accept, accepts-work: true, suspends: true, spawns-thread: true, is-test: true}
  - {name: open, descriptor: {non-blocking: [O_NONBLOCK]}}
)yaml");
  ASSERT_EQ(model.functions.size(), 14u);
  const BlockingRole &blocking = *model.functions[0].blocking;
  EXPECT_EQ(blocking.kind, BlockingKind::Network);
  EXPECT_EQ(blocking.instead, "co_await {receiver}.async_recv()");
  EXPECT_TRUE(blocking.uncertain);
  EXPECT_EQ(model.functions[0].returns->drop, Drop::Blocks);
  ASSERT_EQ(blocking.unless.size(), 3u);
  EXPECT_EQ(blocking.unless[2].variable, (std::vector<std::string>{"std_in"}));
  EXPECT_EQ(blocking.unless[0].argument, 3);
  EXPECT_EQ(blocking.unless[0].hasFlag, (std::vector<std::string>{"MSG_DONTWAIT"}));
  EXPECT_EQ(blocking.unless[1].argument, Receiver);
  EXPECT_EQ(blocking.unless[1].receiverCalled,
            (std::vector<std::string>{"non_blocking"}));
  EXPECT_EQ(blocking.when[0].type, (std::vector<std::string>{"socket"}));
  const SyncWaitRole &get = *model.functions[1].syncWait;
  EXPECT_EQ(get.argument, 0);
  EXPECT_EQ(get.instead, "await");
  EXPECT_EQ(get.readyAfter, (std::vector<std::string>{"is_ready"}));
  EXPECT_EQ(get.unless[0].count, 0);
  EXPECT_EQ(model.functions[2].wait->kind, WaitKind::Connect);
  EXPECT_EQ(model.functions[2].wait->deadline, 2);
  const CallbackRole &callback = model.functions[3].callbacks[0];
  EXPECT_EQ(callback.argument, -1);
  EXPECT_EQ(callback.runs, Runs::Loop);
  EXPECT_EQ(callback.keeps, Keeps::Stored);
  EXPECT_TRUE(callback.dropsResult);
  EXPECT_EQ(callback.when[0].equals, 0);
  const SpawnRole &spawn = *model.functions[4].spawn;
  EXPECT_EQ(spawn.argument, 1);
  EXPECT_EQ(spawn.token, -1);
  EXPECT_TRUE(spawn.detached && spawn.bounded);
  EXPECT_EQ(model.functions[5].timeout->bounds, 1);
  EXPECT_EQ(model.functions[6].combinator->combine, Combine::Any);
  const ConditionWaitRole &wait = *model.functions[7].conditionWait;
  EXPECT_EQ(wait.lock, 0);
  EXPECT_EQ(wait.predicate, 2);
  EXPECT_TRUE(wait.timed);
  const LockOperationRole &unlock = *model.functions[8].lockOperation;
  EXPECT_EQ(unlock.effect, LockEffect::Release);
  EXPECT_EQ(unlock.argument, 0);
  EXPECT_TRUE(unlock.shared);
  EXPECT_TRUE(model.functions[9].inspects);
  EXPECT_TRUE(model.functions[10].consumes);
  EXPECT_TRUE(model.functions[11].returnsSelf);
  const FunctionFacts &accept = model.functions[12];
  EXPECT_TRUE(accept.acceptsWork && accept.suspends && accept.spawnsThread &&
              accept.isTest);
  EXPECT_EQ(model.functions[13].descriptor->nonBlocking,
            (std::vector<std::string>{"O_NONBLOCK"}));
}

TEST(ModelLoad, NamesTheLineOfAMistake) {
  EXPECT_EQ(errorOf(""), "m.yaml:1: missing required key 'framework'");
  EXPECT_EQ(errorOf("types: []\n"), "m.yaml:1: missing required key 'framework'");
  EXPECT_EQ(errorOf("framework: a\nfunktions: []\n"),
            "m.yaml:2: unknown key 'funktions'");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - name: T\n    taks: {}\n"),
            "m.yaml:4: unknown key 'taks'");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - name: T\n    task:\n      start: later\n"),
            "m.yaml:5: unknown value 'later'; known: unknown, lazy, eager");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n\n  - mutex: {}\n"),
            "m.yaml:4: an entry needs either 'name' or 'names'");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - {name: A, names: [B], mutex: {}}\n"),
            "m.yaml:3: an entry needs either 'name' or 'names'");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - {names: [A, ''], mutex: {}}\n"),
            "m.yaml:3: a name is empty");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - {name: A, mutex: {}}\n"
                    "  - {name: B, mutex: {}}\n  - {name: A, guard: {}}\n"),
            "m.yaml:5: 'A' is given twice, first in line 3");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - name: A\n"),
            "m.yaml:3: 'A' has no role; give it one, or none: true");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - {name: A, none: true, mutex: {}}\n"),
            "m.yaml:3: 'A' has a role and none: true");
  EXPECT_EQ(errorOf("framework: a\nfunctions:\n  - name: f\n    blocking: {}\n"),
            "m.yaml:4: missing required key 'kind'");
  EXPECT_EQ(errorOf("framework: a\nfunctions:\n  - name: f\n    callbacks:\n"
                    "      - {argument: first, runs: loop, keeps: call}\n"),
            "m.yaml:5: an argument is a number from 0, 'last' or 'receiver'");
  EXPECT_EQ(errorOf("framework: a\nfunctions:\n  - name: f\n    blocking:\n"
                    "      kind: file\n      unless:\n        - {argument: 2}\n"),
            "m.yaml:7: this condition tests nothing; give it equals, has-flag, type, "
            "variable, count "
            "or receiver-called");
  EXPECT_EQ(errorOf("framework: a\nadvice:\n  sleep: x\n  slepp: y\n")
                .rfind("m.yaml:4: unknown topic 'slepp'; known: sleep, mutex, ", 0),
            0u);
}

TEST(ModelLoad, NamesTheLineOfAWrongKind) {
  EXPECT_EQ(errorOf("framework: a\ntypes: {}\n"), "m.yaml:2: not a sequence");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - name: A\n    mutex: yes\n"),
            "m.yaml:4: not a mapping");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - {name: A, scope: maybe}\n"),
            "m.yaml:3: invalid boolean");
  EXPECT_EQ(errorOf("framework: a\ntypes:\n  - {name: A, mutex: {}, mutex: {}}\n"),
            "m.yaml:3: duplicated mapping key 'mutex'");
  EXPECT_EQ(errorOf("---\nframework: a\n---\nframework: b\n"),
            "m.yaml:3: a second document; one file holds one model");
  EXPECT_EQ(errorOf("framework: [a\ntypes: }\n").rfind("m.yaml:2: ", 0), 0u);
}

TEST(ModelSet, SpreadsNamesOverNamespaces) {
  ModelFile file(
      "framework: acme\nnamespaces: [acme, co::acme]\n"
      "types: [{name: loop, executor: {kind: loop}}, {name: '::g', guard: {}}]\n"
      "functions:\n"
      "  - name: post\n"
      "    callbacks: [{argument: 1, runs: offload, keeps: stored,\n"
      "                 when: [{argument: 0, type: [pool, '::std::pool']}]}]\n");
  auto set = loaded({file.path()});
  ASSERT_TRUE(set->type("acme::loop"));
  ASSERT_TRUE(set->type("co::acme::loop"));
  EXPECT_EQ(set->type("co::acme::loop")->name, "loop");
  EXPECT_EQ(set->type("co::acme::loop")->framework, "acme");
  EXPECT_TRUE(set->type("g"));
  EXPECT_FALSE(set->type("loop"));
  EXPECT_FALSE(set->type("acme::g"));
  const FunctionFacts *post = set->function("co::acme::post");
  ASSERT_TRUE(post);
  EXPECT_EQ(post->callbacks[0].when[0].type,
            (std::vector<std::string>{"co::acme::pool", "std::pool"}));
  EXPECT_TRUE(set->mayNameType("loop"));
  EXPECT_FALSE(set->mayNameType("acme"));
  EXPECT_TRUE(set->mayNameFunction("post"));
  EXPECT_FALSE(set->mayNameFunction("loop_post"));
}

TEST(ModelSet, LaterFilesReplaceAndSwitchOff) {
  ModelFile first("framework: acme\ntypes: [{name: A, mutex: {}}, {name: B, mutex: {}}]\n"
                  "functions: [{name: f, blocking: {kind: file}}]\n"
                  "advice: {sleep: one, file: two}\n");
  ModelFile second(
      "framework: acme\ntypes: [{name: A, guard: {}}, {name: B, none: true}]\n"
      "functions: [{name: f, none: true}]\nadvice: {sleep: three}\n");
  auto set = loaded({first.path(), second.path()});
  EXPECT_TRUE(set->type("A")->guard);
  EXPECT_FALSE(set->type("A")->mutex);
  EXPECT_TRUE(set->type("B")->none);
  EXPECT_FALSE(set->type("B")->mutex);
  EXPECT_TRUE(set->function("f")->none);
  EXPECT_FALSE(set->function("f")->blocking);
  EXPECT_EQ(set->advice("acme", "sleep"), "three");
  EXPECT_EQ(set->advice("acme", "file"), "two");
  EXPECT_EQ(set->advice("acme", "dns"), "");
  EXPECT_EQ(set->advice("other", "sleep"), "");
}

TEST(ModelSet, SwitchesOffAFrameworkThatWasReadBefore) {
  ModelFile first("framework: base\ntypes: [{name: A, mutex: {}}, {name: B, mutex: {}}]\n"
                  "functions: [{name: f, blocking: {kind: file}}]\n");
  ModelFile second("framework: base\nswitch-off: [base, std]\n"
                   "types: [{name: B, guard: {}}]\n");
  auto set = loaded({first.path(), second.path()});
  EXPECT_TRUE(set->isSwitchedOff("base"));
  EXPECT_FALSE(set->isSwitchedOff("asio"));
  EXPECT_FALSE(set->type("A"));
  EXPECT_FALSE(set->function("f"));
  EXPECT_TRUE(set->type("B")->guard);
  EXPECT_FALSE(set->type("std::mutex"));
  EXPECT_FALSE(set->function("std::this_thread::sleep_for"));
  EXPECT_TRUE(set->type("asio::thread_pool"));
  ModelFile wrong("framework: acme\nswitch-off: [seestar]\n");
  EXPECT_EQ(loadError({wrong.path()}),
            wrong.path() + ":2: switches off 'seestar', which no model read so far "
                           "describes");
}

TEST(ModelSet, MarkersAreNamedByAMemberType) {
  ModelFile file(
      "framework: acme\nmarkers: [{name: is_async_mutex, mutex: {async: true}}]\n");
  auto set = loaded({file.path()});
  ASSERT_TRUE(set->marker("is_async_mutex"));
  EXPECT_TRUE(set->marker("is_async_mutex")->mutex->async);
  EXPECT_FALSE(set->marker("is_mutex"));
  EXPECT_TRUE(llvm::is_contained(set->markers(), "is_async_mutex"));
  EXPECT_GT(set->markers().size(), ModelSet::embedded()->markers().size());
}

TEST(ModelSet, ToldHowAFrameworkCancels) {
  ModelFile base("framework: acme\ncancellation:\n"
                 "  - {error: 'acme::Cancelled', bases: ['std::exception']}\n"
                 "  - {error: 'std::system_error', codes: [operation_aborted]}\n");
  ModelFile fork("framework: ours\nextends: acme\n");
  auto set = loaded({base.path(), fork.path()});
  for (llvm::StringRef framework : {"acme", "ours"}) {
    llvm::ArrayRef<Cancellation> all = set->cancellations(framework);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].error, "acme::Cancelled");
    EXPECT_EQ(all[0].bases, (std::vector<std::string>{"std::exception"}));
    EXPECT_EQ(all[1].codes, (std::vector<std::string>{"operation_aborted"}));
  }
  EXPECT_TRUE(set->cancellations("other").empty());
  EXPECT_FALSE(set->cancellations("asio").empty());
}

TEST(ModelSet, ExtendsTakesEntriesOver) {
  ModelFile base(
      "framework: base\nnamespaces: [base]\n"
      "types: [{name: A, mutex: {}}, {name: B, mutex: {}}]\nadvice: {dns: ask}\n");
  ModelFile fork("framework: fork\nextends: base\nnamespaces: [my::fork]\n"
                 "types: [{name: B, guard: {}}]\nadvice: {sleep: nap}\n");
  auto set = loaded({base.path(), fork.path()});
  EXPECT_TRUE(set->type("base::A")->mutex);
  EXPECT_TRUE(set->type("my::fork::A")->mutex);
  EXPECT_EQ(set->type("my::fork::A")->framework, "fork");
  EXPECT_TRUE(set->type("my::fork::B")->guard);
  EXPECT_FALSE(set->type("my::fork::B")->mutex);
  EXPECT_EQ(set->advice("fork", "sleep"), "nap");
  EXPECT_EQ(set->advice("fork", "dns"), "ask");
  EXPECT_EQ(loadError({fork.path()}),
            fork.path() + ":2: extends 'base', which no model read so far describes");
}

TEST(ModelSet, SaysWhichFileCannotBeRead) {
  std::string error = loadError({"/nonexistent/m.yaml"});
  EXPECT_EQ(error,
            "cannot read model file /nonexistent/m.yaml: No such file or directory");
}

TEST(ModelSet, SeesAnEditedFile) {
  ModelFile file("framework: acme\ntypes: [{name: A, mutex: {}}]\n");
  auto before = loaded({file.path()});
  EXPECT_EQ(before, loaded({file.path()}));
  file.write("framework: acme\ntypes: [{name: Another, mutex: {}}]\n");
  auto after = loaded({file.path()});
  EXPECT_FALSE(after->type("A"));
  EXPECT_TRUE(after->type("Another"));
}

TEST(ModelSet, EmbeddedModelsHold) {
  auto set = ModelSet::embedded();
  EXPECT_EQ(set, ModelSet::embedded());
  EXPECT_EQ(set, loaded({}));
  ASSERT_TRUE(set->type("std::mutex"));
  EXPECT_TRUE(set->type("std::mutex")->mutex);
  EXPECT_EQ(set->type("std::mutex")->framework, "std");
  EXPECT_TRUE(set->function("boost::asio::co_spawn"));
  EXPECT_FALSE(set->type("mutex"));
}

TEST(ModelSet, EmbeddedNamesAreThoseOfTheFiles) {
  auto set = ModelSet::embedded();
  size_t names = 0;
  for (const EmbeddedModel &model : embeddedModels()) {
    for (llvm::StringRef name : model.types)
      EXPECT_TRUE(set->type(name)) << name.str();
    for (llvm::StringRef name : model.functions)
      EXPECT_TRUE(set->function(name)) << name.str();
    for (llvm::StringRef name : model.markers)
      EXPECT_TRUE(set->marker(name)) << name.str();
    names += model.types.size() + model.functions.size();
  }
  EXPECT_GT(names, 1000u);
}

} // namespace
} // namespace async_tidy
