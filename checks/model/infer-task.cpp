#include "model/infer-task.h"

#include "model/infer.h"
#include "model/names.h"
#include "model/resolve.h"
#include "model/shape.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

namespace async_tidy {

using namespace clang;

namespace {

const FunctionDecl *function(const NamedDecl *decl) {
  if (const auto *pattern = dyn_cast_or_null<FunctionTemplateDecl>(decl))
    return pattern->getTemplatedDecl();
  return dyn_cast_or_null<FunctionDecl>(decl);
}

const FunctionDecl *coAwaitOperator(const CXXRecordDecl &record) {
  if (!record.hasDefinition())
    return nullptr;
  DeclarationName name =
      record.getASTContext().DeclarationNames.getCXXOperatorName(OO_Coawait);
  for (const NamedDecl *found : record.lookup(name))
    if (const FunctionDecl *op = function(found))
      return op;
  for (const CXXBaseSpecifier &base : record.bases())
    if (const CXXRecordDecl *parent = parentOf(base, record))
      if (const FunctionDecl *op = coAwaitOperator(*parent))
        return op;
  return nullptr;
}

/// `operator co_await(Record)` beside the class.
const FunctionDecl *freeCoAwaitOperator(const CXXRecordDecl &record) {
  DeclarationName name =
      record.getASTContext().DeclarationNames.getCXXOperatorName(OO_Coawait);
  const DeclContext *space = record.getDeclContext();
  while (space && !space->isFileContext())
    space = space->getParent();
  if (!space)
    return nullptr;
  for (const NamedDecl *found : space->lookup(name))
    if (const FunctionDecl *op = function(found); op && op->getNumParams() == 1) {
      const CXXRecordDecl *parameter = recordOf(op->getParamDecl(0)->getType());
      if (parameter && parameter->getCanonicalDecl() == record.getCanonicalDecl())
        return op;
    }
  return nullptr;
}

bool isAwaiter(const CXXRecordDecl &record) {
  return memberNamed(record, "await_ready") && memberNamed(record, "await_suspend") &&
         memberNamed(record, "await_resume");
}

/// What `await_ready` always returns, if its visible body says so.
std::optional<bool> constantReady(const CXXRecordDecl &awaiter) {
  const FunctionDecl *ready = function(memberNamed(awaiter, "await_ready"));
  const auto *block =
      dyn_cast_or_null<CompoundStmt>(ready ? visibleBody(*ready) : nullptr);
  if (!block || block->size() != 1)
    return std::nullopt;
  const auto *result = dyn_cast<ReturnStmt>(block->body_front());
  const auto *literal =
      result ? dyn_cast_or_null<CXXBoolLiteralExpr>(stripped(result->getRetValue()))
             : nullptr;
  return literal ? std::optional(literal->getValue()) : std::nullopt;
}

/// What a function returns; of one whose type is deduced and that nothing calls, what its
/// only statement returns.
const CXXRecordDecl *returnedBy(const FunctionDecl &function) {
  if (const CXXRecordDecl *record = recordOf(function.getReturnType()))
    return record;
  const auto *block = dyn_cast_or_null<CompoundStmt>(visibleBody(function));
  const auto *result =
      block && block->size() == 1 ? dyn_cast<ReturnStmt>(block->body_front()) : nullptr;
  const Expr *value = result ? result->getRetValue() : nullptr;
  return value ? recordOf(value->getType()) : nullptr;
}

/// Whether the coroutine suspends at that point of its life; nothing if it cannot be
/// told.
std::optional<bool> suspends(const CXXRecordDecl &promise, llvm::StringRef point,
                             const Resolver &roles) {
  const FunctionDecl *method = function(memberNamed(promise, point));
  const CXXRecordDecl *awaiter = method ? returnedBy(*method) : nullptr;
  if (!awaiter || !awaiter->hasDefinition())
    return std::nullopt;
  // A model knows what a system header does not show; it may know a base.
  const FunctionDecl *ready = function(memberNamed(*awaiter, "await_ready"));
  const auto *decides = ready ? dyn_cast<CXXMethodDecl>(ready) : nullptr;
  const TypeFacts *facts = roles.type(decides ? decides->getParent() : awaiter);
  if (facts && facts->awaitable && facts->origin.isStated())
    return !facts->awaitable->neverSuspends;
  const std::optional<bool> constant = constantReady(*awaiter);
  return constant ? std::optional(!*constant) : std::nullopt;
}

/// The class itself, or the template that it would be instantiated from: nothing in a
/// file that merely calls a coroutine instantiates its promise.
const CXXRecordDecl *definitionOf(const CXXRecordDecl *record) {
  if (!record || record->hasDefinition())
    return record ? record->getDefinition() : nullptr;
  const CXXRecordDecl *pattern = record->getInstantiatedFromMemberClass();
  if (const auto *special = dyn_cast<ClassTemplateSpecializationDecl>(record))
    pattern = special->getSpecializedTemplate()->getTemplatedDecl();
  return pattern ? pattern->getDefinition() : nullptr;
}

/// `template <...> struct std::coroutine_traits<Record, ...>` of the program's own.
const CXXRecordDecl *traitsPromise(const CXXRecordDecl &record) {
  ASTContext &context = record.getASTContext();
  const auto lookUp = [&](const DeclContext *scope, llvm::StringRef name) {
    return scope->lookup(&context.Idents.get(name));
  };
  for (const NamedDecl *space : lookUp(context.getTranslationUnitDecl(), "std"))
    for (const NamedDecl *found :
         isa<NamespaceDecl>(space)
             ? lookUp(cast<NamespaceDecl>(space), "coroutine_traits")
             : DeclContextLookupResult()) {
      const auto *traits = dyn_cast<ClassTemplateDecl>(found);
      if (!traits)
        continue;
      llvm::SmallVector<ClassTemplatePartialSpecializationDecl *> partial;
      const_cast<ClassTemplateDecl *>(traits)->getPartialSpecializations(partial);
      for (const auto *special : partial) {
        const CXXRecordDecl *first =
            recordOf(special->getTemplateArgs()[0].getKind() == TemplateArgument::Type
                         ? special->getTemplateArgs()[0].getAsType()
                         : QualType());
        if (first && first->getCanonicalDecl() == record.getCanonicalDecl())
          if (const auto *promise =
                  dyn_cast_or_null<CXXRecordDecl>(memberNamed(*special, "promise_type")))
            return promise->getDefinition();
      }
    }
  return nullptr;
}

/// What the destructor does, as far as it can be seen: its own statements, and those of
/// the owners among the fields.
bool destructorCalls(const CXXRecordDecl &record, llvm::ArrayRef<llvm::StringRef> names,
                     unsigned depth = 1) {
  const CXXDestructorDecl *destructor = record.getDestructor();
  if (destructor && destructor->isUserProvided() &&
      callsAnyOf(visibleBody(*destructor), names))
    return true;
  return depth > 0 && llvm::any_of(record.fields(), [&](const FieldDecl *field) {
           const CXXRecordDecl *part = recordOf(field->getType());
           return part && part->hasDefinition() && !part->isInStdNamespace() &&
                  destructorCalls(*part->getDefinition(), names, depth - 1);
         });
}

/// Whether destroying the task destroys its coroutine. Of a destructor that a host does
/// not show (an editor's preamble): it owns a coroutine, so that is what it is there for.
bool destroysFrame(const CXXRecordDecl &record) {
  if (destructorCalls(record, {"destroy"}))
    return true;
  const CXXDestructorDecl *destructor = record.getDestructor();
  return destructor && destructor->isUserProvided() && !visibleBody(*destructor) &&
         llvm::any_of(record.fields(), [](const FieldDecl *field) {
           return isCoroutineHandle(field->getType());
         });
}

/// Nothing to wait for, and nobody says that it must be kept.
bool isFireAndForget(const CXXRecordDecl &record) {
  return record.field_empty() && record.getNumBases() == 0 &&
         !record.hasAttr<WarnUnusedResultAttr>();
}

Drop dropOf(const Shape &shape, const CXXRecordDecl &promise, Start start) {
  const CXXRecordDecl &record = shape.record();
  if (destructorCalls(record, {"terminate", "abort"}))
    return Drop::Terminates;
  if (destructorCalls(record, {"join", "wait", "sync_wait", "syncWait"}))
    return Drop::Blocks;
  if (destructorCalls(record, {"detach", "resume", "start"}))
    return Drop::Detaches;
  if (start == Start::Lazy)
    return Drop::NeverRuns;
  if (isFireAndForget(record))
    return Drop::Harmless;
  if (destructorCalls(record, {"cancel", "request_stop", "requestStop"}))
    return Drop::Cancels;
  if (destroysFrame(record))
    return record.hasAttr<CoroOnlyDestroyWhenCompleteAttr>() ? Drop::Detaches
                                                             : Drop::Cancels;
  if (suspends(promise, "final_suspend", shape.roles()) == false)
    return Drop::Detaches;
  return start == Start::Eager ? Drop::Detaches : Drop::Unknown;
}

/// Copies share the result, so each of them may be awaited.
bool isShared(const CXXRecordDecl &record) {
  if (record.hasTrivialCopyConstructor() || !record.hasDefinition())
    return false;
  for (const CXXConstructorDecl *constructor : record.ctors())
    if (constructor->isCopyConstructor())
      return !constructor->isDeleted();
  return record.needsImplicitCopyConstructor() &&
         !record.defaultedCopyConstructorIsDeleted() &&
         !record.hasUserDeclaredMoveOperation();
}

/// Owns a coroutine whose promise is none of its business: a type-erased task.
bool ownsCoroutine(const CXXRecordDecl &record) {
  const bool holds = llvm::any_of(record.fields(), [](const FieldDecl *field) {
    return isCoroutineHandle(field->getType());
  });
  return holds && !record.hasTrivialDestructor() && destroysFrame(record);
}

/// Any task goes in, and it is awaited: an interface behind a pointer, as a rule.
bool isMadeOfTasks(const Shape &shape) {
  const CXXRecordDecl &record = shape.record();
  return !record.hasTrivialDestructor() &&
         llvm::any_of(record.ctors(), [&](const CXXConstructorDecl *constructor) {
           return !constructor->isCopyOrMoveConstructor() &&
                  constructor->getNumParams() == 1 &&
                  recordOf(constructor->getParamDecl(0)->getType()) != &record &&
                  shape.roles().task(constructor->getParamDecl(0)->getType());
         });
}

void inferAwaitable(const CXXRecordDecl &record, TypeFacts &facts) {
  const bool awaiter = isAwaiter(record);
  const FunctionDecl *coAwait =
      awaiter ? nullptr : (coAwaitOperator(record) ?: freeCoAwaitOperator(record));
  if (!awaiter && !coAwait)
    return;
  facts.awaitable = AwaitableRole{.neverSuspends = awaiter && neverSuspends(record)};
  facts.origin.add(awaiter ? "has await_ready, await_suspend and await_resume"
                           : "has operator co_await");
}

/// A promise that yields. One that also awaits, and is awaited, is asynchronous.
bool inferGenerator(const Shape &shape, const CXXRecordDecl &promise, TypeFacts &facts) {
  if (!memberNamed(promise, "yield_value") ||
      (facts.awaitable && memberNamed(promise, "return_value")))
    return false;
  facts.generator = true;
  const CXXMethodDecl *next =
      shape.method({"next", "begin", "getnext", "nextvalue", "read"},
                   [&](const CXXMethodDecl &method) { return shape.isAwaited(method); });
  facts.asyncGenerator = next || facts.awaitable;
  facts.origin.add("has a promise_type that yields");
  if (next)
    facts.origin.add("'" + next->getNameAsString() + "' is awaited");
  return true;
}

llvm::StringRef wording(Start start) {
  switch (start) {
  case Start::Lazy:
    return "initial_suspend suspends";
  case Start::Eager:
    return "initial_suspend does not suspend";
  case Start::Unknown:
    return "when it starts cannot be told";
  }
  llvm_unreachable("all starts are worded");
}

} // namespace

const CXXRecordDecl *promiseOf(const CXXRecordDecl &record) {
  const NamedDecl *found = memberNamed(record, "promise_type");
  if (const auto *alias = dyn_cast_or_null<TypedefNameDecl>(found))
    return definitionOf(recordOf(alias->getUnderlyingType()));
  if (const auto *promise = definitionOf(dyn_cast_or_null<CXXRecordDecl>(found)))
    return promise;
  return traitsPromise(record);
}

bool neverSuspends(const CXXRecordDecl &awaiter) {
  return constantReady(awaiter).value_or(false);
}

bool startsWhenAwaited(const CXXRecordDecl &awaitable) {
  return awaitable.hasDefinition() && isAwaiter(awaitable) &&
         awaitable.hasTrivialDestructor() && !neverSuspends(awaitable);
}

std::optional<bool> staysAtEnd(const CXXRecordDecl &promise, const Resolver &roles) {
  return suspends(promise, "final_suspend", roles);
}

void inferTask(const Shape &shape, TypeFacts &facts) {
  const CXXRecordDecl &record = shape.record();
  inferAwaitable(record, facts);
  const CXXRecordDecl *promise = promiseOf(record);
  if (promise && inferGenerator(shape, *promise, facts))
    return;
  TaskRole task;
  task.singleShot = !isShared(record);
  if (promise) {
    if (std::optional<bool> lazy = suspends(*promise, "initial_suspend", shape.roles()))
      task.start = *lazy ? Start::Lazy : Start::Eager;
    task.drop = dropOf(shape, *promise, task.start);
    facts.origin.add(("has a promise_type; " + wording(task.start)).str());
  } else if (facts.awaitable && (ownsCoroutine(record) || isMadeOfTasks(shape))) {
    facts.origin.add("owns a coroutine");
  } else if (memberNamed(record, "sender_concept")) {
    task = {.start = Start::Lazy, .drop = Drop::NeverRuns};
    facts.origin.add("has a sender_concept");
  } else {
    return;
  }
  facts.task = task;
}

} // namespace async_tidy
