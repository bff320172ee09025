// Parses a snippet of C++ the way a test wants it: one call in, one AST out.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace async_tidy::testing {

/// The AST of `code`, which may include the headers of test/stubs. Null if it has errors.
inline std::unique_ptr<clang::ASTUnit> parse(llvm::StringRef code,
                                             std::vector<std::string> flags = {}) {
  std::vector<std::string> all = {"-std=c++20",     "-isystem",
                                  ASYNC_TIDY_STUBS, "--no-system-header-prefix=home/",
                                  "-resource-dir",  ASYNC_TIDY_RESOURCE_DIR};
  all.insert(all.end(), flags.begin(), flags.end());
  auto unit = clang::tooling::buildASTFromCodeWithArgs(code, all, "snippet.cpp");
  return unit && !unit->getDiagnostics().hasErrorOccurred() ? std::move(unit) : nullptr;
}

/// The only declaration of kind `Decl` called `name`; null if there is none.
template <class Decl> const Decl *find(clang::ASTUnit &unit, llvm::StringRef name) {
  using namespace clang::ast_matchers;
  const auto matches =
      match(namedDecl(hasName(name)).bind("found"), unit.getASTContext());
  for (const BoundNodes &nodes : matches)
    if (const auto *found = nodes.getNodeAs<Decl>("found"))
      return found;
  return nullptr;
}

} // namespace async_tidy::testing
