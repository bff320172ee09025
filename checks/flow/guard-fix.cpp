#include "flow/guard-fix.h"

#include "view/source.h"

#include "clang/Lex/Lexer.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Whether evaluating it under the lock changes nothing.
bool runsNothing(const Stmt *stmt) {
  return !stmt || (!isa<CallExpr, CXXConstructExpr, CoroutineSuspendExpr>(stmt) &&
                   llvm::all_of(stmt->children(), runsNothing));
}

bool readsNothing(const Stmt *stmt) {
  return !stmt || (!isa<DeclRefExpr, MemberExpr, CXXThisExpr, CallExpr>(stmt) &&
                   llvm::all_of(stmt->children(), readsNothing));
}

/// Whether nothing but a jump out of the lock's block follows.
bool endsScope(const Stmt &unlock, const CompoundStmt &block, const FunctionView &view) {
  const auto *around = dyn_cast_or_null<CompoundStmt>(view.parentOf(&unlock));
  if (!around || !view.isWithin(around, &block))
    return false;
  const auto *self = llvm::find(around->body(), &unlock);
  if (self == around->body_end())
    return false;
  if (const auto *next = std::next(self); next != around->body_end())
    return isa<ReturnStmt, CoreturnStmt>(*next) && runsNothing(*next);
  return around == &block;
}

/// The calls that operate on one mutex.
struct Operations {
  const CallExpr *lock = nullptr;
  llvm::SmallVector<const CallExpr *, 2> unlocks;
  bool simple = true;

  void add(const CallSite &site) {
    const LockOperationRole &role = *site.facts->lockOperation;
    const auto *call = dyn_cast<CXXMemberCallExpr>(site.expr);
    simple &= call && !role.shared && isPlainText(site.expr->getSourceRange());
    if (role.effect == LockEffect::Release)
      unlocks.push_back(call);
    else if (lock || role.effect != LockEffect::Acquire)
      simple = false;
    else
      lock = call;
  }
};

FixItHint removalOf(const CallExpr &call, const ASTContext &context) {
  return FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      call.getBeginLoc(), Lexer::findLocationAfterToken(call.getEndLoc(), tok::semi,
                                                        context.getSourceManager(),
                                                        context.getLangOpts(), false)));
}

} // namespace

std::vector<FixItHint> guardInstead(const HeldLock &lock, llvm::StringRef guard,
                                    const FunctionView &view) {
  const ASTContext &context = view.function().getASTContext();
  Operations all;
  for (const CallSite &site : view.calls())
    if (site.facts && site.facts->lockOperation && site.receiver &&
        AccessPath::of(site.receiver, context) == lock.place)
      all.add(site);
  llvm::StringRef name = unusedName(view, {"guard", "lock", "held"});
  if (!all.simple || !all.lock || name.empty() || guard.empty() ||
      !context.getLangOpts().CPlusPlus17)
    return {};
  const auto *call = cast<CXXMemberCallExpr>(all.lock);
  const Expr *object = call->getImplicitObjectArgument()->IgnoreImpCasts();
  const bool pointer = object->getType()->isPointerType();
  llvm::StringRef mutex = sourceText(object->getSourceRange(), context);
  if (mutex.empty())
    return {};
  return objectInstead(
      *call, all.unlocks,
      (guard + " " + name + "(" + (pointer ? "*" : "") + mutex + ")").str(), view);
}

std::vector<FixItHint> objectInstead(const Expr &taking,
                                     llvm::ArrayRef<const CallExpr *> giving,
                                     const std::string &declaration,
                                     const FunctionView &view) {
  const Stmt *statement = &taking;
  if (const auto *whole = dyn_cast_or_null<ExprWithCleanups>(view.parentOf(statement)))
    statement = whole;
  const auto *block = dyn_cast_or_null<CompoundStmt>(view.parentOf(statement));
  if (!block || !isPlainText(taking.getSourceRange()) ||
      !llvm::all_of(giving, [&](const CallExpr *call) {
        return isPlainText(call->getSourceRange()) && endsScope(*call, *block, view);
      }))
    return {};
  std::vector<FixItHint> fixes{
      FixItHint::CreateReplacement(taking.getSourceRange(), declaration)};
  for (const CallExpr *call : giving)
    fixes.push_back(removalOf(*call, view.function().getASTContext()));
  return fixes;
}

bool endsBehind(const CompoundStmt &block, const Expr &statement) {
  const auto *next = llvm::find(block.body(), &statement);
  if (next == block.body_end() || ++next == block.body_end())
    return true;
  if (const auto *result = dyn_cast<CoreturnStmt>(*next))
    return readsNothing(result->getOperand());
  const auto *result = dyn_cast<ReturnStmt>(*next);
  return result && readsNothing(result->getRetValue());
}

std::optional<FixItHint> nameForGuard(const Expr &statement, const Expr &written,
                                      const FunctionView &view) {
  const llvm::StringRef name = unusedName(view, guardNames);
  if (name.empty() || !isPlainText(statement.getSourceRange()))
    return std::nullopt;
  SourceLocation typeEnd;
  if (const auto *cast = dyn_cast<CXXFunctionalCastExpr>(&written))
    typeEnd = cast->getTypeInfoAsWritten()->getTypeLoc().getEndLoc();
  else if (const auto *made = dyn_cast<CXXTemporaryObjectExpr>(&written))
    typeEnd = made->getTypeSourceInfo()->getTypeLoc().getEndLoc();
  else if (isa<CallExpr, CoroutineSuspendExpr>(written))
    return FixItHint::CreateInsertion(statement.getBeginLoc(),
                                      ("auto " + name + " = ").str());
  if (typeEnd.isInvalid() || typeEnd.isMacroID())
    return std::nullopt;
  const ASTContext &context = view.function().getASTContext();
  return FixItHint::CreateInsertion(Lexer::getLocForEndOfToken(typeEnd, 0,
                                                               context.getSourceManager(),
                                                               context.getLangOpts()),
                                    (" " + name).str());
}

} // namespace async_tidy
