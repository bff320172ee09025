// The parser that the other unit tests stand on refuses broken code and finds
// declarations.

#include "testing.h"

#include "clang/AST/DeclCXX.h"

namespace async_tidy::testing {
namespace {

TEST(Parse, UnderstandsCoroutinesOfTheStubs) {
  auto unit = parse("#include \"home/task.h\"\n"
                    "home::Task<int> answer() { co_return co_await home::number(); }");
  ASSERT_TRUE(unit);
  const auto *answer = find<clang::FunctionDecl>(*unit, "answer");
  ASSERT_TRUE(answer);
  EXPECT_TRUE(llvm::isa<clang::CoroutineBodyStmt>(answer->getBody()));
}

TEST(Parse, RefusesBrokenCode) { EXPECT_FALSE(parse("void f() { undeclared(); }")); }

} // namespace
} // namespace async_tidy::testing
