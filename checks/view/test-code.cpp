#include "view/test-code.h"

#include "clang/Lex/Lexer.h"

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
  return llvm::any_of(words, [](llvm::StringRef word) {
    return word == "TEST" || word == "TESTCASE";
  });
}

const FunctionFacts *factsOfMacro(llvm::StringRef name, const TranslationUnit &unit) {
  return unit.roles().models().function(name);
}

/// Whether a place stands in the expansion of an assertion, also within other macros.
bool isOfAssertion(SourceLocation where, const TranslationUnit &unit) {
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

} // namespace

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

const Stmt *assertionAfter(SourceLocation where, const FunctionView &view,
                           const TranslationUnit &unit) {
  const SourceManager &sources = unit.context().getSourceManager();
  auto find = [&](auto &self, const Stmt *tree) -> const Stmt * {
    if (!tree || isa<LambdaExpr>(tree))
      return nullptr;
    const auto *expr = dyn_cast<Expr>(tree);
    const CallSite *call = expr ? view.callAt(expr) : nullptr;
    const bool asserts = isOfAssertion(tree->getBeginLoc(), unit) ||
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
  return llvm::any_of(unit.functions(), [&](const FunctionView *other) {
    return isTestBody(*other, unit) && fileOf(*other, sources) == file;
  });
}

} // namespace async_tidy
