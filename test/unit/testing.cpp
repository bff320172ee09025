#include "testing.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Tooling/Tooling.h"

namespace async_tidy {

std::unique_ptr<clang::ASTUnit> testing::parse(llvm::StringRef code,
                                               std::vector<std::string> flags) {
  std::vector<std::string> all = {"-std=c++20",     "-isystem",
                                  ASYNC_TIDY_STUBS, "--no-system-header-prefix=home/",
                                  "-resource-dir",  ASYNC_TIDY_RESOURCE_DIR};
  all.insert(all.end(), flags.begin(), flags.end());
  auto unit = clang::tooling::buildASTFromCodeWithArgs(code, all, "snippet.cpp");
  return unit && !unit->getDiagnostics().hasErrorOccurred() ? std::move(unit) : nullptr;
}

std::vector<const clang::NamedDecl *> testing::named(clang::ASTUnit &unit,
                                                     llvm::StringRef name) {
  using namespace clang::ast_matchers;
  std::vector<const clang::NamedDecl *> found;
  for (const BoundNodes &nodes :
       match(namedDecl(hasName(name)).bind("found"), unit.getASTContext()))
    found.push_back(nodes.getNodeAs<clang::NamedDecl>("found"));
  return found;
}

} // namespace async_tidy
