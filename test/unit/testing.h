// Parses a snippet of C++ the way a test wants it: one call in, one AST out.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/Frontend/ASTUnit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace async_tidy::testing {

/// The AST of `code`, which may include the headers of test/stubs. Null if it has errors.
std::unique_ptr<clang::ASTUnit> parse(llvm::StringRef code,
                                      std::vector<std::string> flags = {});

/// Every declaration called `name`, in source order.
std::vector<const clang::NamedDecl *> named(clang::ASTUnit &unit, llvm::StringRef name);

/// The first declaration of kind `Decl` called `name`; null if there is none.
template <class Decl> const Decl *find(clang::ASTUnit &unit, llvm::StringRef name) {
  for (const clang::NamedDecl *decl : named(unit, name))
    if (const auto *found = llvm::dyn_cast<Decl>(decl))
      return found;
  return nullptr;
}

} // namespace async_tidy::testing
