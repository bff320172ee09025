#include "model/infer-task.h"

#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

namespace async_tidy {

using namespace clang;

namespace {

/// The first member of that name, in the class or its bases.
const NamedDecl *member(const CXXRecordDecl &record, llvm::StringRef name) {
  ASTContext &context = record.getASTContext();
  auto found = record.lookup(&context.Idents.get(name));
  if (!found.empty())
    return found.front();
  for (const CXXBaseSpecifier &base : record.bases())
    if (const CXXRecordDecl *parent = recordOf(base.getType());
        parent && parent->hasDefinition())
      if (const NamedDecl *inherited = member(*parent, name))
        return inherited;
  return nullptr;
}

const FunctionDecl *function(const NamedDecl *decl) {
  if (const auto *pattern = dyn_cast_or_null<FunctionTemplateDecl>(decl))
    return pattern->getTemplatedDecl();
  return dyn_cast_or_null<FunctionDecl>(decl);
}

const FunctionDecl *coAwaitOperator(const CXXRecordDecl &record) {
  DeclarationName name =
      record.getASTContext().DeclarationNames.getCXXOperatorName(OO_Coawait);
  for (const NamedDecl *found : record.lookup(name))
    if (const FunctionDecl *op = function(found))
      return op;
  for (const CXXBaseSpecifier &base : record.bases())
    if (const CXXRecordDecl *parent = recordOf(base.getType());
        parent && parent->hasDefinition())
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
  return member(record, "await_ready") && member(record, "await_suspend") &&
         member(record, "await_resume");
}

/// What `await_ready` always returns, if its visible body says so.
std::optional<bool> constantReady(const CXXRecordDecl &awaiter) {
  const FunctionDecl *ready = function(member(awaiter, "await_ready"));
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

/// Whether the coroutine suspends at that point of its life; nothing if it cannot be
/// told.
std::optional<bool> suspends(const CXXRecordDecl &promise, llvm::StringRef point) {
  const FunctionDecl *method = function(member(promise, point));
  const CXXRecordDecl *awaiter = method ? recordOf(method->getReturnType()) : nullptr;
  if (!awaiter || !awaiter->getIdentifier())
    return std::nullopt;
  llvm::SmallString<64> name = qualifiedName(*awaiter);
  if (name == "std::suspend_always" || name == "std::experimental::suspend_always")
    return true;
  if (name == "std::suspend_never" || name == "std::experimental::suspend_never")
    return false;
  std::optional<bool> ready = constantReady(*awaiter);
  return ready ? std::optional(!*ready) : std::nullopt;
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

/// Whether destroying the task destroys its coroutine. Of a destructor that a host does
/// not show (an editor's preamble): it owns a coroutine, so that is what it is there for.
bool destroysFrame(const CXXRecordDecl &record) {
  const CXXDestructorDecl *destructor = record.getDestructor();
  if (!destructor || !destructor->isUserProvided())
    return false;
  if (const Stmt *body = visibleBody(*destructor))
    return callsAnyOf(body, {"destroy"});
  return llvm::any_of(record.fields(), [](const FieldDecl *field) {
    return isCoroutineHandle(field->getType());
  });
}

Drop dropOf(const CXXRecordDecl &record, const CXXRecordDecl &promise, Start start) {
  if (start == Start::Lazy)
    return Drop::NeverRuns;
  if (record.field_empty() && record.getNumBases() == 0)
    return Drop::Harmless; // Nothing to wait for: a fire-and-forget type.
  if (destroysFrame(record))
    return Drop::Cancels;
  if (suspends(promise, "final_suspend") == false)
    return Drop::Detaches;
  return start == Start::Eager ? Drop::Detaches : Drop::Unknown;
}

} // namespace

const CXXRecordDecl *promiseOf(const CXXRecordDecl &record) {
  const NamedDecl *found = member(record, "promise_type");
  if (const auto *alias = dyn_cast_or_null<TypedefNameDecl>(found))
    return definitionOf(recordOf(alias->getUnderlyingType()));
  return definitionOf(dyn_cast_or_null<CXXRecordDecl>(found));
}

bool neverSuspends(const CXXRecordDecl &awaiter) {
  return constantReady(awaiter).value_or(false);
}

bool startsWhenAwaited(const CXXRecordDecl &awaitable) {
  return awaitable.hasDefinition() && isAwaiter(awaitable) &&
         awaitable.hasTrivialDestructor() && !neverSuspends(awaitable);
}

std::optional<bool> staysAtEnd(const CXXRecordDecl &promise) {
  return suspends(promise, "final_suspend");
}

void inferTask(const CXXRecordDecl &record, TypeFacts &facts) {
  const bool awaiter = isAwaiter(record);
  const FunctionDecl *coAwait =
      awaiter ? nullptr : (coAwaitOperator(record) ?: freeCoAwaitOperator(record));
  if (awaiter || coAwait) {
    facts.awaitable = AwaitableRole{.neverSuspends = awaiter && neverSuspends(record)};
    facts.origin.why = awaiter ? "has await_ready, await_suspend and await_resume"
                               : "has operator co_await";
  }
  const CXXRecordDecl *promise = promiseOf(record);
  if (!promise)
    return;
  if (member(*promise, "yield_value") && !facts.awaitable) {
    facts.generator = true;
    facts.origin.why = "has a promise_type that yields";
    return;
  }
  TaskRole task;
  if (std::optional<bool> lazy = suspends(*promise, "initial_suspend"))
    task.start = *lazy ? Start::Lazy : Start::Eager;
  task.drop = dropOf(record, *promise, task.start);
  facts.task = task;
  facts.origin.why = "has a promise_type";
}

} // namespace async_tidy
