// Compile databases are written for the project's own compiler. This turns one of its
// commands into one that Clang takes.
#pragma once

#include "clang/Tooling/CompilationDatabase.h"

namespace async_tidy {

/// Without wrappers, precompiled headers and what only other compilers know; with the
/// target that the compiler's name tells.
clang::tooling::CompileCommand forClang(clang::tooling::CompileCommand command);

/// C or C++, judged by the name. Databases also list assembler, CUDA and others.
bool isCompiledLanguage(llvm::StringRef file);

} // namespace async_tidy
