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
    return word == "TEST" || word == "TESTCASE" || word == "BENCHMARK";
  });
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
  const FunctionFacts *facts = unit.roles().models().function(macro);
  return facts ? facts->isTest : isNamedTest(macro);
}

} // namespace

bool isTestCode(const FunctionView &view, const TranslationUnit &unit) {
  const SourceManager &sources = unit.context().getSourceManager();
  const FileID file = fileOf(view, sources);
  return llvm::any_of(unit.functions(), [&](const FunctionView *other) {
    return isTestBody(*other, unit) && fileOf(*other, sources) == file;
  });
}

} // namespace async_tidy
