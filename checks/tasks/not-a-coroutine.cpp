// A function that returns a task and has no co_await, co_yield or co_return in it is no
// coroutine. A task that it makes up from nothing is one that nobody can await, and what
// it throws is thrown at the call, not at the await.

#include "flow/function-check.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class NotACoroutine final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-not-a-coroutine",
                                  .summary = "a function that returns a task makes none",
                                  .severity = Severity::Error,
                                  .fix = Fix::Suggested,
                                  .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    const FunctionDecl &function = view.function();
    const QualType type = function.getReturnType();
    // Where the source does not parse, `co_return` may be what was left out.
    if (context().getDiagnostics().hasUncompilableErrorOccurred() || !view.body() ||
        view.isCoroutine() || type->isReferenceType() || type->isDependentType() ||
        !roles().task(type) || isPartOfTask(view))
      return;
    const FunctionDecl *pattern = function.getTemplateInstantiationPattern();
    if (pattern && isa_and_nonnull<CoroutineBodyStmt>(pattern->getBody()))
      return;
    Exits exits;
    gather(view.body(), exits);
    for (const ReturnStmt *result : exits.returns)
      if (const Expr *value = result->getRetValue(); value && isEmptyTask(*value))
        reportEmpty(*value, view);
    if (exits.returns.empty() && !exits.open)
      reportThrows(exits, view);
  }

private:
  struct Exits {
    llvm::SmallVector<const ReturnStmt *, 4> returns;
    const CXXThrowExpr *thrown = nullptr;
    bool open = false; ///< A loop, a jump or a call that may not come back.
  };

  static void gather(const Stmt *tree, Exits &exits) {
    if (!tree || isa<LambdaExpr>(tree))
      return;
    if (const auto *result = dyn_cast<ReturnStmt>(tree))
      exits.returns.push_back(result);
    else if (const auto *thrown = dyn_cast<CXXThrowExpr>(tree))
      exits.thrown = exits.thrown ? exits.thrown : thrown;
    else if (const auto *call = dyn_cast<CallExpr>(tree)) {
      const FunctionDecl *callee = calleeOf(*call);
      exits.open |= !callee || callee->isNoReturn() || callee->getBuiltinID() != 0;
    } else
      exits.open |= isa<WhileStmt, ForStmt, DoStmt, GotoStmt, AsmStmt>(tree);
    for (const Stmt *child : tree->children())
      gather(child, exits);
  }

  /// What makes tasks is the task's own class, its promise and its friends' business.
  bool isPartOfTask(const FunctionView &view) const {
    const CXXRecordDecl *task = recordOf(view.function().getReturnType());
    for (const DeclContext *scope = view.function().getDeclContext(); scope;
         scope = scope->getParent())
      if (const auto *record = dyn_cast<CXXRecordDecl>(scope);
          record && !record->isLambda() &&
          (record->hasMemberName(&context().Idents.get("unhandled_exception")) ||
           roles().task(context().getTypeDeclType(record))))
        return true;
    return !task;
  }

  /// A default constructed or null task, of a type whose empty object is empty: the class
  /// of a model, or one whose visible constructor does nothing.
  bool isEmptyTask(const Expr &value) const {
    const Expr *made = strippedMove(&value);
    if (const auto *list = dyn_cast<InitListExpr>(made);
        list && list->getNumInits() == 0 && !list->getType()->isAggregateType())
      return false;
    const auto *construct = dyn_cast<CXXConstructExpr>(made);
    if (!construct || !roles().task(construct->getType()))
      return false;
    const CXXConstructorDecl *constructor = construct->getConstructor();
    if (construct->getNumArgs() > 0 &&
        !(construct->getNumArgs() == 1 &&
          stripped(construct->getArg(0))->getType()->isNullPtrType()))
      return false;
    if (!roles().type(construct->getType())->framework.empty())
      return true;
    return constructor->isDefaulted() || leavesHandleEmpty(*constructor);
  }

  static bool leavesHandleEmpty(const CXXConstructorDecl &constructor) {
    const auto *body = dyn_cast_or_null<CompoundStmt>(visibleBody(constructor));
    return body && body->body_empty() &&
           llvm::all_of(constructor.inits(), [](const CXXCtorInitializer *init) {
             const Expr *value = stripped(init->getInit());
             const auto *construct = dyn_cast<CXXConstructExpr>(value);
             return isa<CXXNullPtrLiteralExpr, ImplicitValueInitExpr, CXXDefaultInitExpr>(
                        value) ||
                    (construct && (construct->getNumArgs() == 0 ||
                                   construct->getArg(0)->getType()->isNullPtrType()));
           });
  }

  void reportEmpty(const Expr &value, const FunctionView &view) {
    report(value.getBeginLoc(), "%0 returns an empty task, and awaiting it finds no work")
        << nameOf(view) << value.getSourceRange();
    noteRepair(value.getBeginLoc());
  }

  void reportThrows(const Exits &exits, const FunctionView &view) {
    const auto *block = dyn_cast<CompoundStmt>(view.body());
    const bool stub = block && block->size() == 1;
    if (exits.thrown && ((stub && !*strict_) || exits.thrown->getBeginLoc().isMacroID()))
      return;
    const SourceLocation where =
        exits.thrown ? exits.thrown->getBeginLoc() : view.function().getLocation();
    report(where, exits.thrown ? "%0 throws at the call and not when awaited: it is no "
                                 "coroutine"
                               : "%0 ends without a task: it is no coroutine")
        << nameOf(view);
    noteRepair(where);
  }

  static std::string nameOf(const FunctionView &view) {
    return view.lambda() ? "this lambda" : "'" + displayName(view.function()) + "'";
  }

  void noteRepair(SourceLocation where) {
    note(where, "write 'co_return' in it to make it a coroutine");
  }

  Option<bool> strict_{this, "Strict", false,
                       "Also report a body that is a single throw, such as that of a "
                       "function that is not to be called."};
};

ASYNC_TIDY_CHECK(NotACoroutine);

} // namespace
} // namespace async_tidy
