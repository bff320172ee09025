// The declarations of a library, from its headers or from the stubs in their place.
#pragma once

#include "model/roles.h"

#include "clang/AST/Decl.h"
#include "clang/Frontend/ASTUnit.h"

#include <memory>
#include <string>

namespace async_tidy {

/// The headers that a model lists, as far as they are installed. Without bodies.
std::unique_ptr<clang::ASTUnit> parseHeaders(const FrameworkModel &model);

/// Which of the model's headers there are: those of the library, or stubs in their place.
struct Headers {
  bool real = false, stubs = false;
};

Headers headersOf(const FrameworkModel &model, const clang::ASTUnit &unit);

/// What a qualified name means; a class for a constructor; null if nothing.
const clang::NamedDecl *resolve(llvm::StringRef name, clang::ASTContext &context);

/// Why the resolver would never find a type, or a function, by that name; or nothing.
std::string whyNotType(llvm::StringRef name, clang::ASTContext &context);
std::string whyNotFunction(llvm::StringRef name, clang::ASTContext &context);

/// A test framework's functions are macros.
bool isMacro(llvm::StringRef name, clang::ASTUnit &unit);

} // namespace async_tidy
