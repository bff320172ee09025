#include "flow/promise-facts.h"

#include "model/infer-task.h"
#include "model/names.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

namespace {

const FunctionDecl *member(const CXXRecordDecl &record, llvm::StringRef name) {
  for (const NamedDecl *found : record.lookup(&record.getASTContext().Idents.get(name)))
    if (const FunctionDecl *function = found->getAsFunction())
      return function;
  return nullptr;
}

bool isMethodOf(const FunctionView &view, const CXXRecordDecl &record) {
  const auto *method = dyn_cast<CXXMethodDecl>(&view.function());
  return method && declaresSameEntity(method->getParent(), &record);
}

/// `handle.destroy()`.
bool destroysFrame(const CallSite &call) {
  return call.receiver && isCoroutineHandle(stripped(call.receiver)->getType()) &&
         call.callee && call.callee->getIdentifier() &&
         call.callee->getName() == "destroy";
}

/// Whether a statement mentions a member of that name; an open template may mean any.
bool mentionsMember(const Stmt *stmt, const IdentifierInfo *name) {
  if (!stmt)
    return false;
  if (const auto *known = dyn_cast<MemberExpr>(stmt);
      known && known->getMemberDecl()->getIdentifier() == name)
    return true;
  if (const auto *open = dyn_cast<CXXDependentScopeMemberExpr>(stmt);
      open && open->getMember().getAsIdentifierInfo() == name)
    return true;
  return llvm::any_of(stmt->children(),
                      [&](const Stmt *child) { return mentionsMember(child, name); });
}

/// Whether all that the class declares can be seen.
bool isAllVisible(const CXXRecordDecl &record) {
  return llvm::all_of(record.methods(), [](const CXXMethodDecl *method) {
    return method->isImplicit() || method->isDefaulted() || method->isDeleted() ||
           method->hasBody() || method->getTemplateInstantiationPattern();
  });
}

/// Whether a method other than the special ones gives the task another handle.
bool resetsHandle(const CXXRecordDecl &task, const TranslationUnit &unit) {
  for (const FunctionView *view : unit.functions()) {
    const auto *method = dyn_cast<CXXMethodDecl>(&view->function());
    if (!isMethodOf(*view, task) || isa<CXXConstructorDecl, CXXDestructorDecl>(method) ||
        method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator())
      continue;
    for (const CallSite &call : view->calls()) {
      const auto *op = dyn_cast<CXXOperatorCallExpr>(call.expr);
      if ((op && op->getOperator() == OO_Equal &&
           isCoroutineHandle(op->getArg(0)->getType())) ||
          (call.callee && call.callee->isInStdNamespace() && !call.receiver &&
           !call.arguments.empty() && isCoroutineHandle(call.arguments[0]->getType())))
        return true;
    }
  }
  return false;
}

} // namespace

const CXXRecordDecl *promiseOfMethod(const FunctionDecl &function) {
  const auto *method = dyn_cast<CXXMethodDecl>(&function);
  const CXXRecordDecl *record = method ? method->getParent() : nullptr;
  return record && record->hasDefinition() && member(*record, "get_return_object")
             ? record
             : nullptr;
}

const CXXRecordDecl *taskOf(const CXXRecordDecl &promise) {
  const FunctionDecl *make = member(promise, "get_return_object");
  const CXXRecordDecl *task = make ? recordOf(make->getReturnType()) : nullptr;
  return task && task->hasDefinition() && !task->isInStdNamespace() ? task : nullptr;
}

const FieldDecl *unreadException(const FunctionView &handler,
                                 const TranslationUnit &unit) {
  const CXXRecordDecl *promise = promiseOfMethod(handler.function());
  const FieldDecl *stored = nullptr;
  for (const CallSite &call : handler.calls())
    if (const auto *op = dyn_cast<CXXOperatorCallExpr>(call.expr);
        op && op->getOperator() == OO_Equal)
      if (const auto *target = dyn_cast<MemberExpr>(stripped(op->getArg(0))))
        stored = dyn_cast<FieldDecl>(target->getMemberDecl());
  const CXXRecordDecl *type = stored ? recordOf(stored->getType()) : nullptr;
  if (!promise || !type || !type->getIdentifier() || type->getName() != "exception_ptr" ||
      !isAllVisible(*promise) || !declaresSameEntity(stored->getParent(), promise))
    return nullptr;
  for (const FunctionView *view : unit.functions())
    if (view->function().getLocation() != handler.function().getLocation() &&
        mentionsMember(view->body(), stored->getIdentifier()))
      return nullptr;
  return stored;
}

const CallExpr *secondDestroy(const CXXRecordDecl &promise, const TranslationUnit &unit) {
  const CXXRecordDecl *task = taskOf(promise);
  const CXXDestructorDecl *last = promise.getDestructor();
  // A promise with a destructor may tell the task that the frame is gone.
  if (!task || staysAtEnd(promise, unit.roles()) != false ||
      (last && last->isUserProvided()) || resetsHandle(*task, unit))
    return nullptr;
  const CXXDestructorDecl *destructor = task->getDestructor();
  const FunctionView *view = destructor ? unit.view(*destructor) : nullptr;
  if (!view)
    return nullptr;
  for (const CallSite &call : view->calls())
    if (destroysFrame(call))
      return cast<CallExpr>(call.expr);
  return nullptr;
}

bool leaksFrames(const CXXRecordDecl &promise, const TranslationUnit &unit) {
  const CXXRecordDecl *task = taskOf(promise);
  const FunctionDecl *end = member(promise, "final_suspend");
  const CXXRecordDecl *awaiter = end ? recordOf(end->getReturnType()) : nullptr;
  // An awaiter of the user's own may destroy the frame itself.
  if (!task || !task->field_empty() || task->getNumBases() > 0 || !awaiter ||
      !awaiter->isInStdNamespace() || staysAtEnd(promise, unit.roles()) != true)
    return false;
  return llvm::none_of(unit.functions(), [](const FunctionView *view) {
    return llvm::any_of(view->calls(), destroysFrame);
  });
}

bool mayFallOffEnd(const CFG &graph) {
  llvm::SmallPtrSet<const CFGBlock *, 32> reached;
  llvm::SmallVector<const CFGBlock *, 16> open{&graph.getEntry()};
  while (!open.empty()) {
    const CFGBlock *block = open.pop_back_val();
    if (!reached.insert(block).second || block->hasNoReturnElement())
      continue;
    const bool leaves = llvm::any_of(*block, [](const CFGElement &element) {
      std::optional<CFGStmt> part = element.getAs<CFGStmt>();
      return part && isa<CoreturnStmt, CXXThrowExpr>(part->getStmt());
    });
    for (const CFGBlock::AdjacentBlock &next : block->succs())
      if (const CFGBlock *successor = next.getReachableBlock(); successor && !leaves)
        open.push_back(successor);
  }
  return reached.contains(&graph.getExit());
}

} // namespace async_tidy
