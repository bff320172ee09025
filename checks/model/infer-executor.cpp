// Who runs callables, from structure: pools, loops, strands, scopes that wait for what
// they started, wrappers of threads and of callables.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef submitNames[] = {
    "post",      "submit",  "execute",  "defer", "dispatch", "schedule",
    "enqueue",   "addtask", "pushtask", "async", "run",      "callsoon",
    "queuetask", "add",     "posttask", "invoke"};
constexpr llvm::StringRef loopNames[] = {"run",     "loop", "runloop", "runforever",
                                         "runonce", "poll", "pump",    "drain",
                                         "process", "tick", "exec",    "dispatchall"};
constexpr llvm::StringRef spawnNames[] = {"spawn", "start",  "launch", "nest",
                                          "fork",  "add",    "run",    "startsoon",
                                          "go",    "addtask"};
constexpr llvm::StringRef joinNames[] = {"join",  "wait",     "joinall", "waitall",
                                         "close", "onempty",  "drain",   "finish",
                                         "done",  "joinasync"};

/// What the fields say: it owns threads, it stores work to run later (callables, or a
/// container of suspended coroutines), it leads to another executor.
struct Parts {
  bool threads = false, callables = false, fifo = false, executor = false;

  void look(QualType type, const Resolver &roles, unsigned depth = 0) {
    callables |= depth > 0 && isCoroutineHandle(type);
    if (const TypeFacts *facts = roles.type(type)) {
      threads |= facts->thread.has_value();
      callables |= facts->callableWrapper.has_value();
    }
    if (const TypeFacts *behind = roles.type(pointeeRecordOf(type)))
      executor |= behind->executor.has_value();
    const auto *special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(pointeeRecordOf(type));
    if (!special || depth > 2 || !special->getIdentifier())
      return;
    const bool before = callables;
    for (const TemplateArgument &argument : special->getTemplateArgs().asArray())
      if (argument.getKind() == TemplateArgument::Type)
        look(argument.getAsType(), roles, depth + 1);
    // A list from which the first is taken; a vector keeps what it holds, as a rule.
    const TypeFacts *facts = roles.type(type);
    fifo |= callables && !before && facts && facts->queue &&
            (!facts->queue->container || memberNamed(*special, "pop_front") ||
             memberNamed(*special, "pop"));
  }
};

Parts partsOf(const Shape &shape) {
  Parts parts;
  for (const FieldDecl *field : shape.record().fields())
    parts.look(field->getType(), shape.roles());
  return parts;
}

const CXXMethodDecl *submitMethod(const Shape &shape) {
  return shape.method(submitNames, [&](const CXXMethodDecl &method) {
    return llvm::any_of(method.parameters(), [&](const ParmVarDecl *parameter) {
      return takesCallable(*parameter, shape.roles());
    });
  });
}

/// Says that the work is done later.
bool isPost(const CXXMethodDecl *submit) {
  static constexpr llvm::StringRef words[] = {
      "post", "submit", "defer", "dispatch", "schedule", "enqueue", "callsoon"};
  return submit && llvm::any_of(words, [&](llvm::StringRef word) {
           return plainName(*submit).str().starts_with(word);
         });
}

/// A method that takes work out of the list and runs it. Of one that is not seen, the
/// list says that the first is taken, or whoever puts work in.
const CXXMethodDecl *workerLoop(const Shape &shape, const Parts &parts,
                                const CXXMethodDecl *submit) {
  return shape.method(loopNames, [&](const CXXMethodDecl &method) {
    if (!takesNothing(method) && !visibleBody(method))
      return false;
    return visibleBody(method)
               ? bodyCalls(method,
                           [](llvm::StringRef name) {
                             return name.contains("pop") || name == "swap" ||
                                    name == "clear" || name == "move" ||
                                    name == "exchange" || name == "erase" ||
                                    name == "runonce" || name == "poll" ||
                                    name == "pumponce";
                           })
               : parts.fifo || isPost(submit);
  });
}

bool isGivenThreads(const CXXRecordDecl &record) {
  return llvm::any_of(record.ctors(), [](const CXXConstructorDecl *constructor) {
    return llvm::any_of(constructor->parameters(), [](const ParmVarDecl *parameter) {
      const PlainName name = plainName(*parameter);
      return parameter->getType()->isIntegerType() &&
             (name.str().contains("thread") || name.str().contains("worker"));
    });
  });
}

std::optional<ExecutorRole> inferExecutor(const Shape &shape, Origin &origin) {
  const Parts parts = partsOf(shape);
  if (parts.callables && parts.threads) {
    origin.add("stores callables and owns threads");
    return ExecutorRole{ExecutorKind::Pool};
  }
  const CXXMethodDecl *submit = submitMethod(shape);
  if (submit && isGivenThreads(shape.record())) {
    origin.add("takes callables, and its constructor a number of threads");
    return ExecutorRole{ExecutorKind::Pool};
  }
  if (!parts.callables)
    return std::nullopt;
  if (parts.executor && submit && parts.fifo) {
    origin.add("stores callables in order, and leads to another executor");
    return ExecutorRole{ExecutorKind::Strand};
  }
  const CXXMethodDecl *loop = workerLoop(shape, parts, submit);
  if (!loop)
    return std::nullopt;
  origin.add(("stores callables, and '" + loop->getName() + "' runs them").str());
  return ExecutorRole{ExecutorKind::Loop};
}

/// A class around one thread, which it gives the callable to.
std::optional<ThreadRole> inferThread(const Shape &shape, Origin &origin) {
  const CXXRecordDecl &record = shape.record();
  const ThreadRole *inside = nullptr;
  const auto look = [&](QualType type) {
    if (const TypeFacts *facts = shape.roles().type(type); facts && facts->thread)
      inside = &*facts->thread;
  };
  for (const FieldDecl *field : record.fields())
    look(field->getType());
  for (const CXXBaseSpecifier &base : record.bases())
    look(base.getType());
  const bool isGivenWork = llvm::any_of(record.decls(), [&](const Decl *decl) {
    if (const auto *pattern = dyn_cast<FunctionTemplateDecl>(decl))
      decl = pattern->getTemplatedDecl();
    const auto *constructor = dyn_cast<CXXConstructorDecl>(decl);
    if (!constructor || constructor->isCopyOrMoveConstructor() ||
        constructor->getNumParams() == 0)
      return false;
    const ParmVarDecl *first = constructor->getParamDecl(0);
    const TypeFacts *facts = shape.roles().type(first->getType());
    return takesCallable(*first, shape.roles()) || (facts && facts->thread);
  });
  if (!inside || !isGivenWork)
    return std::nullopt;
  const CXXDestructorDecl *destructor = record.getDestructor();
  const bool joins =
      inside->joins || (destructor && bodyCalls(*destructor, [](llvm::StringRef name) {
                          return name == "join";
                        }));
  origin.add(joins ? "owns a thread and joins it" : "owns a thread");
  return ThreadRole{.joins = joins};
}

bool takesWork(const CXXMethodDecl &method, const Resolver &roles) {
  return llvm::any_of(method.parameters(), [&](const ParmVarDecl *parameter) {
    return roles.task(parameter->getType()) || takesCallable(*parameter, roles);
  });
}

/// Whether the destructor ends the program on some way: it cannot wait.
bool refusesToDie(const CXXRecordDecl &record) {
  const CXXDestructorDecl *destructor = record.getDestructor();
  return destructor && bodyContains(*destructor, [](const Stmt &stmt) {
           const auto *call = dyn_cast<CallExpr>(&stmt);
           const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
           return callee && callee->isNoReturn();
         });
}

/// Starts work, and whoever closes it waits for all of it.
bool isScope(const Shape &shape, TypeFacts &facts) {
  const CXXMethodDecl *spawn = shape.method(spawnNames, [&](const CXXMethodDecl &method) {
    return takesWork(method, shape.roles());
  });
  if (!spawn)
    return false;
  const bool ownsThreads = shape.consistsOf([&](QualType type) {
    const TypeFacts *facts = shape.roles().type(type);
    return facts && facts->thread;
  });
  const CXXMethodDecl *join = shape.method(joinNames, [&](const CXXMethodDecl &method) {
    return takesNothing(method) && (shape.isAwaited(method) || ownsThreads);
  });
  if (!join)
    return false;
  facts.origin.add(
      ("'" + join->getName() + "' waits for what '" + spawn->getName() + "' starts")
          .str());
  if (shape.isAwaited(*join) && refusesToDie(shape.record())) {
    facts.closeable =
        CloseableRole{{join->getNameAsString()}, {spawn->getNameAsString()}};
    facts.origin.add("its destructor ends the program unless that was done");
  }
  return true;
}

/// A class template over a function type that any callable converts to.
bool isCallableWrapper(const CXXRecordDecl &record, Origin &origin) {
  const auto *special = dyn_cast<ClassTemplateSpecializationDecl>(&record);
  if (!special || special->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &signature = special->getTemplateArgs()[0];
  if (signature.getKind() != TemplateArgument::Type ||
      !signature.getAsType()->isFunctionProtoType())
    return false;
  const bool converts = llvm::any_of(record.decls(), [](const Decl *decl) {
    const auto *pattern = dyn_cast<FunctionTemplateDecl>(decl);
    const auto *constructor =
        pattern ? dyn_cast<CXXConstructorDecl>(pattern->getTemplatedDecl()) : nullptr;
    return constructor && constructor->getNumParams() >= 1 &&
           constructor->getMinRequiredArguments() <= 1 &&
           constructor->getParamDecl(0)
               ->getType()
               .getNonReferenceType()
               ->isTemplateTypeParmType();
  });
  if (converts)
    origin.add("any callable of its signature converts to it");
  return converts;
}

Runs runsOn(ExecutorKind kind) {
  switch (kind) {
  case ExecutorKind::Pool:
    return Runs::Offload;
  case ExecutorKind::Strand:
    return Runs::Unknown; // wherever the executor below it runs
  case ExecutorKind::Inline:
    return Runs::Inline;
  case ExecutorKind::Loop:
    return Runs::Loop;
  }
  llvm_unreachable("all kinds run somewhere");
}

/// An executor runs what its method is not seen to run by itself.
bool giveTo(ExecutorKind kind, ArgumentIndex argument, FunctionFacts &facts) {
  auto known = llvm::find_if(facts.callbacks, [&](const CallbackRole &role) {
    return role.argument == argument;
  });
  if (known == facts.callbacks.end()) {
    CallbackRole &role = facts.callbacks.emplace_back();
    role.argument = argument;
    role.runs = runsOn(kind);
    return true;
  }
  if (known->runs != Runs::Unknown)
    return false;
  known->runs = runsOn(kind);
  return true;
}

} // namespace

void inferExecutors(const Shape &shape, TypeFacts &facts) {
  facts.executor = inferExecutor(shape, facts.origin);
  if (!facts.executor && !facts.queue)
    facts.thread = inferThread(shape, facts.origin);
  if (!facts.executor && isScope(shape, facts))
    facts.scope.emplace();
  if (isCallableWrapper(shape.record(), facts.origin))
    facts.callableWrapper.emplace();
}

bool inferExecution(const CXXMethodDecl &method, const Resolver &roles,
                    FunctionFacts &facts) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || owner->origin.isStated() || method.getAccess() == AS_private)
    return false;
  if (owner->scope && takesWork(method, roles) &&
      llvm::is_contained(spawnNames, plainName(method).str())) {
    facts.spawn.emplace();
    facts.origin.add("starts work in a scope");
    return true;
  }
  if (!owner->executor)
    return false;
  bool handsOver = false;
  for (const ParmVarDecl *parameter : method.parameters())
    if (takesCallable(*parameter, roles))
      handsOver |= giveTo(owner->executor->kind,
                          static_cast<int>(parameter->getFunctionScopeIndex()), facts);
  if (handsOver) {
    facts.isSummary = false;
    facts.origin.add("hands the callable to an executor");
  }
  return handsOver;
}

} // namespace async_tidy
