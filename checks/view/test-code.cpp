#include "view/test-code.h"

#include "view/object.h"

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

namespace async_tidy {

using namespace clang;

namespace {

FileID fileOf(const FunctionView &view, const SourceManager &sources) {
  return sources.getDecomposedExpansionLoc(view.function().getLocation()).first;
}

/// `TEST_IMPL`, `RPC_TEST`: a macro that makes a function and calls it a test.
bool isNamedTest(llvm::StringRef macro) {
  llvm::SmallVector<llvm::StringRef, 4> words;
  macro.split(words, '_');
  return llvm::any_of(
      words, [](llvm::StringRef word) { return word == "TEST" || word == "TESTCASE"; });
}

const FunctionFacts *factsOfMacro(llvm::StringRef name, const TranslationUnit &unit) {
  return unit.roles().models().function(name);
}

constexpr llvm::StringRef testWords[] = {"test", "tests", "unittest", "unittests",
                                         "testing"};
constexpr llvm::StringRef testFrameworks[] = {"gtest", "gmock", "doctest", "catch",
                                              "catch_all"};

bool isTestWord(llvm::StringRef word) {
  return llvm::any_of(testWords, [&](llvm::StringRef candidate) {
    return word.equals_insensitive(candidate);
  });
}

/// `queue_test.cpp`, `QueueTests.cpp`, `TestQueue.cpp`; also a file in a folder `tests`.
bool isNamedTestFile(llvm::StringRef path) {
  const llvm::StringRef stem = llvm::sys::path::stem(path);
  llvm::SmallVector<llvm::StringRef, 8> words;
  llvm::SplitString(stem, words, "_-.");
  if (llvm::any_of(words, isTestWord) || stem.ends_with("Test") ||
      stem.ends_with("Tests"))
    return true;
  llvm::StringRef rest = stem;
  if (rest.consume_front("Test") && !rest.empty() && llvm::isUpper(rest.front()))
    return true;
  words.clear();
  llvm::SplitString(llvm::sys::path::filename(llvm::sys::path::parent_path(path)), words,
                    "_-");
  return llvm::any_of(words, isTestWord);
}

bool asksWhetherEmpty(const Expr *expr) {
  const auto *call = dyn_cast<CXXMemberCallExpr>(expr);
  const CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
  return method && method->getIdentifier() && method->getName() == "empty";
}

/// Whether an expression, as the user wrote it, is zero, false, null, or says "not".
bool isNothing(const Expr *expr) {
  if (const auto *number = dyn_cast<IntegerLiteral>(expr))
    return number->getValue().isZero();
  if (const auto *flag = dyn_cast<CXXBoolLiteralExpr>(expr))
    return !flag->getValue();
  if (const auto *negation = dyn_cast<UnaryOperator>(expr))
    return negation->getOpcode() == UO_LNot &&
           !asksWhetherEmpty(negation->getSubExpr()->IgnoreParenImpCasts());
  return isa<CXXNullPtrLiteralExpr>(expr) || asksWhetherEmpty(expr);
}

bool mentionsNothing(const Stmt *tree, const SourceManager &sources) {
  if (!tree || isa<ArraySubscriptExpr, LambdaExpr>(tree))
    return false;
  if (const auto *call = dyn_cast<CXXOperatorCallExpr>(tree);
      call && call->getOperator() == OO_Subscript)
    return false;
  // Of a macro's own constants nobody wants anything.
  const auto *expr = dyn_cast<Expr>(tree);
  const bool isWritten = expr && (!expr->getBeginLoc().isMacroID() ||
                                  sources.isMacroArgExpansion(expr->getBeginLoc()));
  if (isWritten && isNothing(expr))
    return true;
  const auto *negation = dyn_cast<UnaryOperator>(tree);
  if (isWritten && negation && negation->getOpcode() == UO_LNot)
    return false;
  return llvm::any_of(tree->children(),
                      [&](const Stmt *child) { return mentionsNothing(child, sources); });
}

/// A header that only tests have a use for.
bool isTestHeader(llvm::StringRef path, bool isSystem) {
  const llvm::StringRef stem = llvm::sys::path::stem(path);
  return llvm::is_contained(testFrameworks, stem) ||
         (!isSystem && llvm::sys::path::has_extension(path) && isNamedTestFile(path));
}

bool includesTestHeader(const SourceManager &sources) {
  for (unsigned i = 0; i != sources.local_sloc_entry_size(); ++i) {
    const SrcMgr::SLocEntry &entry = sources.getLocalSLocEntry(i);
    if (!entry.isFile() || entry.getFile().getIncludeLoc().isInvalid())
      continue;
    const OptionalFileEntryRef file = entry.getFile().getContentCache().OrigEntry;
    if (file && isTestHeader(file->getName(),
                             SrcMgr::isSystem(entry.getFile().getFileCharacteristic())))
      return true;
  }
  return false;
}

} // namespace

bool isInAssertion(SourceLocation where, const TranslationUnit &unit) {
  const ASTContext &context = unit.context();
  const SourceManager &sources = context.getSourceManager();
  for (; where.isMacroID(); where = sources.getImmediateMacroCallerLoc(where)) {
    const FunctionFacts *facts = factsOfMacro(
        Lexer::getImmediateMacroName(where, sources, context.getLangOpts()), unit);
    if (facts && facts->assertion)
      return true;
  }
  return false;
}

bool isExpectedToThrow(const Expr &expr, const FunctionView &view,
                       const TranslationUnit &unit) {
  const ASTContext &context = unit.context();
  const SourceManager &sources = context.getSourceManager();
  for (SourceLocation where = expr.getBeginLoc(); where.isMacroID();
       where = sources.getImmediateMacroCallerLoc(where))
    if (Lexer::getImmediateMacroName(where, sources, context.getLangOpts())
            .contains_insensitive("throw"))
      return true;
  if (!view.lambda() || !view.parent())
    return false;
  const auto *taker = view.parent()->enclosing<CallExpr>(view.lambda());
  const CallSite *site = taker ? view.parent()->callAt(taker) : nullptr;
  return site && llvm::StringRef(calleeName(*site)).contains_insensitive("throw");
}

/// Test frameworks make functions by macro: `TEST_CASE("...")`. The macro's name tells;
/// that of a home-made one as well.
bool isTestBody(const FunctionView &view, const TranslationUnit &unit) {
  const SourceLocation where = view.function().getLocation();
  if (!where.isMacroID())
    return false;
  const ASTContext &context = unit.context();
  const SourceLocation use = context.getSourceManager().getExpansionLoc(where);
  const llvm::StringRef macro =
      Lexer::getSourceText(CharSourceRange::getTokenRange(use),
                           context.getSourceManager(), context.getLangOpts());
  const FunctionFacts *facts = factsOfMacro(macro, unit);
  return facts ? facts->isTest : isNamedTest(macro);
}

llvm::StringRef testDeclaration(const FunctionView &view, const TranslationUnit &unit) {
  const ASTContext &context = unit.context();
  return Lexer::getSourceText(
      context.getSourceManager().getExpansionRange(view.function().getLocation()),
      context.getSourceManager(), context.getLangOpts());
}

bool wantsNothing(const Stmt &assertion, const TranslationUnit &unit) {
  const ASTContext &context = unit.context();
  const SourceManager &sources = context.getSourceManager();
  for (SourceLocation where = assertion.getBeginLoc(); where.isMacroID();
       where = sources.getImmediateMacroCallerLoc(where)) {
    const llvm::StringRef macro =
        Lexer::getImmediateMacroName(where, sources, context.getLangOpts());
    if (macro.ends_with("FALSE") || macro.ends_with("NULL"))
      return true;
  }
  return mentionsNothing(&assertion, sources);
}

const Stmt *assertionAfter(SourceLocation where, const FunctionView &view,
                           const TranslationUnit &unit) {
  const SourceManager &sources = unit.context().getSourceManager();
  auto find = [&](auto &self, const Stmt *tree) -> const Stmt * {
    if (!tree || isa<LambdaExpr>(tree))
      return nullptr;
    const auto *expr = dyn_cast<Expr>(tree);
    const CallSite *call = expr ? view.callAt(expr) : nullptr;
    const bool asserts = isInAssertion(tree->getBeginLoc(), unit) ||
                         (call && call->facts && call->facts->assertion);
    if (asserts && (where.isInvalid() ||
                    sources.isBeforeInTranslationUnit(where, tree->getBeginLoc())))
      return tree;
    for (const Stmt *child : tree->children())
      if (const Stmt *found = self(self, child))
        return found;
    return nullptr;
  };
  return find(find, view.body());
}

bool isTestCode(const FunctionView &view, const TranslationUnit &unit) {
  const SourceManager &sources = unit.context().getSourceManager();
  const FileID file = fileOf(view, sources);
  const OptionalFileEntryRef entry = sources.getFileEntryRefForID(file);
  if ((entry && isNamedTestFile(entry->getName())) ||
      (file == sources.getMainFileID() && includesTestHeader(sources)))
    return true;
  return llvm::any_of(unit.functions(), [&](const FunctionView *other) {
    return isTestBody(*other, unit) && fileOf(*other, sources) == file;
  });
}

} // namespace async_tidy
