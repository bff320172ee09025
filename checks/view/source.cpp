#include "view/source.h"

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace async_tidy {

using namespace clang;

llvm::StringRef sourceText(SourceRange range, const ASTContext &context) {
  if (!isPlainText(range))
    return {};
  return Lexer::getSourceText(CharSourceRange::getTokenRange(range),
                              context.getSourceManager(), context.getLangOpts());
}

llvm::StringRef unusedName(const FunctionView &view,
                           llvm::ArrayRef<llvm::StringRef> candidates) {
  llvm::StringRef text =
      sourceText(view.function().getSourceRange(), view.function().getASTContext());
  auto isWordCharacter = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  llvm::StringSet<> words;
  while (!text.empty()) {
    llvm::StringRef word = text.take_while(isWordCharacter);
    words.insert(word);
    text = text.drop_front(word.size()).drop_until(isWordCharacter);
  }
  for (llvm::StringRef name : candidates)
    if (!words.empty() && !words.contains(name))
      return name;
  return {};
}

bool onlyReads(const Stmt &stmt) {
  const auto *unary = dyn_cast<UnaryOperator>(&stmt);
  const auto *binary = dyn_cast<BinaryOperator>(&stmt);
  const auto *call = dyn_cast<CallExpr>(&stmt);
  const auto *method =
      call ? dyn_cast_or_null<CXXMethodDecl>(call->getDirectCallee()) : nullptr;
  if ((unary && unary->isIncrementDecrementOp()) ||
      (binary && binary->isAssignmentOp()) || (call && !(method && method->isConst())) ||
      isa<CoroutineSuspendExpr, LambdaExpr, CXXNewExpr, CXXDeleteExpr, CXXThrowExpr>(
          stmt))
    return false;
  return llvm::all_of(stmt.children(),
                      [](const Stmt *child) { return !child || onlyReads(*child); });
}

std::string negated(const Expr &condition, const ASTContext &context) {
  const Expr *inner = condition.IgnoreParenImpCasts();
  if (const auto *negation = dyn_cast<UnaryOperator>(inner);
      negation && negation->getOpcode() == UO_LNot)
    return sourceText(negation->getSubExpr()->getSourceRange(), context).str();
  llvm::StringRef text = sourceText(inner->getSourceRange(), context);
  const bool simple = isa<DeclRefExpr, MemberExpr, CXXMemberCallExpr>(inner);
  return simple ? ("!" + text).str() : ("!(" + text + ")").str();
}

} // namespace async_tidy
